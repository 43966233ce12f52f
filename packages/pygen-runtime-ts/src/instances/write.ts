import { PygenValidationError } from "../errors.ts";
import type { NodeRef } from "../ids.ts";
import { shown } from "../shown.ts";
import { didYouMean } from "../spelling.ts";
import type { Changeable, PlainNode, ViewTypes } from "../views/types.ts";
import type { AnyView, EdgeRelation, View } from "../views/view.ts";
import { fieldsOf } from "./field.ts";
import { keptReferences } from "./references.ts";
import type { AnyRow } from "./row.ts";
import { writeValue } from "./writeValue.ts";

/** What is written of every node, beside the properties of its view. */
export interface NodeWrite {
  /** By default the instance space of the client. */
  readonly space?: string;
  /** 1 to 256 characters. */
  readonly externalId: string;
  /** The write is refused if the stored version is newer; 0 refuses any stored one. By default any is overwritten. */
  readonly existingVersion?: number;
  /** The node that names the type of this one; by default the type that the view's filter demands, if it does. */
  readonly nodeType?: WriteNode;
}

/**
 * What is written of every edge, beside the properties of its view. In the connection of a node its type and its end at
 * that node are known, and need not be given.
 */
export interface EdgeWrite {
  /** By default the space of the node where it starts. */
  readonly space?: string;
  /** By default made of its ends and its type, so that the same edge is always the same. */
  readonly externalId?: string;
  /** The write is refused if the stored version is newer; 0 refuses any stored one. By default any is overwritten. */
  readonly existingVersion?: number;
  /** The node that names the type of this edge. */
  readonly edgeType?: WriteNode;
  readonly startNode?: WriteNode;
  readonly endNode?: WriteNode;
}

/** A node that something leads to: by its id, or to be written along. */
export type WriteNode<V extends ViewTypes = PlainNode> = NodeRef | InstanceWrite<V>;

/** An edge in the connection of a node. */
export type WriteEdge<V extends ViewTypes> = InstanceWrite<V>;

/** A node or an edge to be written: made by `write`, which checks every value. */
export class InstanceWrite<V extends ViewTypes = ViewTypes> {
  /** The view through which it is written. */
  readonly view: AnyView;
  readonly space: string | undefined;
  readonly externalId: string | undefined;
  readonly existingVersion: number | undefined;
  /** What was given for the type of a node, or the type and the ends of an edge. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The properties under their names in the service, as they are sent but for relations. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What was given for direct relations, by their names in the service. */
  readonly relations: Readonly<Record<string, unknown>>;
  /** What was given for connections by edges. */
  readonly connections: readonly (readonly [EdgeRelation, unknown])[];
  /** Only for the checker. */
  declare readonly types?: V["write"];

  /** @param isKnown whether the service gave the values, so that those that enums have gained may go back */
  constructor(view: AnyView, values: Readonly<Record<string, unknown>>, isKnown = false) {
    const fields = fieldsOf(view);
    const metadata: Record<string, unknown> = view.nodeType === undefined ? {} : { nodeType: view.nodeType };
    const properties: Record<string, unknown> = {};
    const relations: Record<string, unknown> = {};
    const connections: (readonly [EdgeRelation, unknown])[] = [];
    for (const [name, value] of Object.entries(values)) {
      const field = fields.get(name);
      const relation = Object.hasOwn(view.relations, name) ? view.relations[name] : undefined;
      if (value === undefined) {
        continue;
      }
      if (field !== undefined) {
        const written = writeValue(view.name, field, value, isKnown);
        (field.type === "direct" ? relations : properties)[field.wire] = written;
      } else if (relation?.kind === "edges") {
        connections.push(...(Array.isArray(value) ? value : [value]).map((one) => [relation, one] as const));
      } else if ((view.usedFor === "edge" ? OF_EDGES : OF_NODES).includes(name)) {
        metadata[name] = value;
      } else {
        const known = [...fields.keys(), ...view.usedFor === "edge" ? OF_EDGES : OF_NODES];
        throw new PygenValidationError(
          `${view.name} has no property ${JSON.stringify(name)} to write${didYouMean(name, known)}`,
        );
      }
    }
    for (const field of fields.values()) {
      if (
        field.isRequired && !field.hasDefault &&
        !(Object.hasOwn(values, field.name) && values[field.name] !== undefined)
      ) {
        throw new PygenValidationError(`${view.name}.${field.name} has to be given: it always has a value`);
      }
    }
    const { space, externalId, existingVersion, ...others } = metadata;
    this.view = view;
    this.space = textOf("space", space);
    this.externalId = textOf("externalId", externalId);
    this.existingVersion = versionOf(existingVersion);
    this.metadata = others;
    this.properties = properties;
    this.relations = relations;
    this.connections = connections;
    if (view.usedFor === "node" && this.externalId === undefined) {
      throw new PygenValidationError(`${view.name} needs an externalId`);
    }
  }
}

const OF_NODES = ["space", "externalId", "existingVersion", "nodeType"];
const OF_EDGES = ["space", "externalId", "existingVersion", "edgeType", "startNode", "endNode"];

/**
 * A node or an edge to be written. Only what is given is sent: what is left out is left alone, null clears a property.
 *
 * @throws {PygenValidationError} if a value cannot be written; the message names the property
 */
export function write<V extends ViewTypes>(view: View<V>, values: V["write"]): InstanceWrite<V> {
  return new InstanceWrite<V>(view, values as Readonly<Record<string, unknown>>);
}

/**
 * What was read in the form that is written, guarded by the version that was read, with some values changed. Direct
 * relations that a query has included are written as the references that they are, also those that it left out because
 * of a condition; what else was included is not written.
 */
export function change<V extends ViewTypes>(
  view: View<V>,
  row: Changeable<V>,
  changes: Partial<V["write"]>,
): InstanceWrite<V> {
  const { version } = row as unknown as AnyRow;
  const values = { ...writtenOf(view, row as Row), ...keptReferences(row), existingVersion: version, ...changes };
  const enums = [...fieldsOf(view).values()].filter((field) => field.type === "enum");
  // Values that the service gave need no check, and may be those that an enum has gained; new ones are checked.
  for (const field of enums) {
    const value = (changes as Row)[field.name];
    if (value !== undefined) {
      writeValue(view.name, field, value, false);
    }
  }
  return new InstanceWrite<V>(view, values, true);
}

type Row = Readonly<Record<string, unknown>>;

function writtenOf(view: AnyView, row: Row): Row {
  const names = [...fieldsOf(view).keys(), "space", "externalId", ...view.usedFor === "edge" ? OF_EDGES : OF_NODES];
  return Object.fromEntries(names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]));
}

function textOf(name: string, value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== "string" || value.length === 0 || [...value].length > 256 || value.includes("\u0000")) {
    throw new PygenValidationError(`${name} is text of 1 to 256 characters without NUL, not ${shown(value)}`);
  }
  return value;
}

function versionOf(value: unknown): number | undefined {
  if (value !== undefined && !(Number.isSafeInteger(value) && value as number >= 0)) {
    throw new PygenValidationError(`existingVersion is a whole number from 0, not ${shown(value)}`);
  }
  return value as number | undefined;
}
