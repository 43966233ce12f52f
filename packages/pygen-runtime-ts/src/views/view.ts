import type { ContainerId, NodeId, ViewId } from "../ids.ts";
import type { ViewTypes } from "./types.ts";

/**
 * A view as other views refer to it: small, so that a relation costs no more than this. What it leads to is read by it
 * even where the view itself is not loaded.
 */
export interface ViewRef extends ViewId {
  /** Property in the service to property of the objects, for those that differ. */
  readonly names?: Readonly<Record<string, string>>;
  /** Where int64 is read as bigint; without it as number. Only of views that have some. */
  readonly int64?: "bigint";
  /** The view's own filter in the form of the service; without one, what has data in the view is in it. */
  readonly filter?: Readonly<Record<string, unknown>>;
}

/** The types of values. `bigint` is int64 that is read as bigint; `int64` is read as number. */
export type PropertyType =
  | "text"
  | "boolean"
  | "int32"
  | "int64"
  | "bigint"
  | "float32"
  | "float64"
  | "timestamp"
  | "date"
  | "json"
  | "timeseries"
  | "file"
  | "sequence"
  | "direct"
  | `enum(${string})`;

/**
 * A property in short: its type, `[]` for a list, then `!` if it always has a value that has to be given, or `=` if it
 * always has one and the service has a default. Values of an enum are divided by `|`.
 */
export type PropertyCode = `${PropertyType}${"" | "[]"}${"" | "!" | "="}`;

/** What a keyword filter does, and with which property: `min price`. */
export type KeywordCode = `${"is" | "prefix" | "min" | "max" | "has"} ${string}`;

/** A direct relation; whether it is a list its property tells. */
export interface DirectRelation {
  readonly kind: "direct";
  /** Undefined where it leads to nodes of no view in particular. */
  readonly target?: ViewRef;
}

/** A connection by edges. */
export interface EdgeRelation {
  readonly kind: "edges";
  readonly target?: ViewRef;
  /** The view of the edges; undefined for edges without properties. */
  readonly edge?: ViewRef;
  /** The node that types the edges: space and external id. */
  readonly type: readonly [space: string, externalId: string];
  /** Whether the edges end here. */
  readonly inwards?: true;
  /** Whether there is one at most. */
  readonly single?: true;
}

/** A direct relation of other nodes that points here. */
export interface ReverseRelation {
  readonly kind: "reverse";
  readonly target?: ViewRef;
  /** Where the direct relation is: a view or a container, and its property there. */
  readonly through: readonly [source: ViewId | ContainerId, property: string];
  /** Whether the target does not have that property itself, so that it is read through the other view. */
  readonly via?: true;
  /** Whether that direct relation is a list. */
  readonly list?: true;
  /** Whether one at most points here. */
  readonly single?: true;
}

/** A relation of a view. */
export type Relation = DirectRelation | EdgeRelation | ReverseRelation;

/** A view without its types. */
export interface AnyView {
  readonly id: ViewRef;
  /** Its name in TypeScript, for messages. */
  readonly name: string;
  readonly usedFor: "node" | "edge";
  /** The type that the view's filter demands of nodes: they are written with it unless another one is given. */
  readonly nodeType?: NodeId;
  /** Of views that cannot be written. */
  readonly readOnly?: true;
  /** By property of the objects. */
  readonly properties: Readonly<Record<string, PropertyCode>>;
  /** By property of the objects. */
  readonly relations: Readonly<Record<string, Relation>>;
  /** By name of the keyword. */
  readonly keywords: Readonly<Record<string, KeywordCode>>;
}

declare const TYPES: unique symbol;

/** A view as generated code declares it: data, and what TypeScript knows of it. */
export interface View<V extends ViewTypes> extends AnyView {
  /** Only for the checker; no view has it. */
  readonly [TYPES]?: V;
}

/** A view or container in the form of the service. */
export function sourceOf(id: ViewId | ContainerId): Readonly<Record<string, string>> {
  const { space, externalId } = id;
  return "version" in id
    ? { type: "view", space, externalId, version: id.version }
    : { type: "container", space, externalId };
}

/** The first parts of the paths of a view's properties. */
export function placeOf(id: ViewId | ContainerId): readonly [string, string] {
  return [id.space, "version" in id ? `${id.externalId}/${id.version}` : id.externalId];
}

/** What a property is called in the service. */
export function wireName(id: ViewRef | undefined, name: string): string {
  for (const [wire, own] of Object.entries(id?.names ?? {})) {
    if (own === name) {
      return wire;
    }
  }
  return name;
}

/** What a property of the service is called in objects. */
export function nameOf(id: ViewRef, wire: string): string {
  return id.names !== undefined && Object.hasOwn(id.names, wire) ? id.names[wire] ?? wire : wire;
}
