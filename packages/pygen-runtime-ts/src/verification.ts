import type { ApiClient, CallOptions } from "./client.ts";
import { PygenError } from "./errors.ts";
import type { ViewId } from "./ids.ts";
import { type Field, fieldsOf } from "./instances/field.ts";
import { reading } from "./instances/unexpectedAnswer.ts";
import { type DescribedProperty, type DescribedView, readViews } from "./views/described.ts";
import type { AnyView, Relation } from "./views/view.ts";

/** Where a program can fail, or lack something. */
export type Broken = "reads" | "writes";

/** One thing that the service has otherwise than the SDK expects it. */
export interface SchemaDifference {
  readonly view: ViewId;
  /** The property of the view, by its name in the service; undefined for the view itself. */
  readonly propertyName: string | undefined;
  readonly message: string;
  /** Whether the SDK can fail, or lack something, where it reads or where it writes; empty if neither. */
  readonly breaks: readonly Broken[];
}

/** The schema in the service is not the one that the SDK was generated from. The message has all that breaks. */
export class SchemaChangedError extends PygenError {
  override readonly name: string = "SchemaChangedError";
}

/** What `client.verify()` found, view by view. As text it has one line for each difference. */
export class Verification {
  readonly differences: readonly SchemaDifference[];
  /** How many views were compared. */
  readonly views: number;

  constructor(differences: readonly SchemaDifference[], views: number) {
    this.differences = differences;
    this.views = views;
  }

  /** The differences that can make the SDK fail. */
  get breaking(): readonly SchemaDifference[] {
    return this.differences.filter((one) => one.breaks.length > 0);
  }

  /**
   * Fails at once, instead of somewhere on the way.
   *
   * @throws {SchemaChangedError} if a difference breaks reads or writes
   */
  raiseIfBreaking(): void {
    if (this.breaking.length > 0) {
      const lines = this.breaking.map((one) => `\n  ${lineOf(one)}`).join("");
      throw new SchemaChangedError(
        `The schema is not the one that this SDK was generated from. Generate the SDK again.${lines}`,
      );
    }
  }

  toString(): string {
    return this.differences.length === 0
      ? `All ${this.views} views are as this SDK expects them.`
      : this.differences.map(lineOf).join("\n");
  }
}

function lineOf({ view, propertyName, message, breaks }: SchemaDifference): string {
  const place = `${view.space}:${view.externalId}(${view.version})${
    propertyName === undefined ? "" : `.${propertyName}`
  }`;
  return `${place}: ${message}${breaks.length === 0 ? "" : ` (breaks ${breaks.join(" and ")})`}`;
}

/**
 * Compares the schema in the service with what an SDK expects of it: views, properties, types, connections. One request for
 * each 100 views. It looks at what generated code knows: not at filters, units, or the values of enums, which `pygen diff`
 * compares.
 */
export async function verify(
  client: ApiClient,
  views: readonly AnyView[],
  options: CallOptions = {},
): Promise<Verification> {
  const found = await readViews(client, views.map((view) => view.id), options);
  return new Verification(
    reading(() => views.flatMap((view) => [...differences(view, found.get(view.id))])),
    views.length,
  );
}

type Found = readonly [message: string, ...breaks: readonly Broken[]];

function* differences(view: AnyView, described: DescribedView | undefined): Generator<SchemaDifference> {
  const { space, externalId, version } = view.id;
  const difference = (propertyName: string | undefined, [message, ...breaks]: Found): SchemaDifference => ({
    view: { space, externalId, version },
    propertyName,
    message,
    breaks: breaks.filter((one) => one !== "writes" || view.readOnly !== true),
  });
  if (described === undefined) {
    yield difference(undefined, ["the service has no such view, or does not show it", "reads", "writes"]);
    return;
  }
  if (described.writable === false && view.readOnly !== true) {
    yield difference(undefined, ["it cannot be written any more", "writes"]);
  }
  const known = new Set<string>();
  const now = (name: string): DescribedProperty | undefined =>
    Object.hasOwn(described.properties, name) ? described.properties[name] : undefined;
  for (const field of fieldsOf(view).values()) {
    known.add(field.wire);
    for (const found of ofValue(field, now(field.wire), described.filter !== undefined)) {
      yield difference(field.wire, found);
    }
  }
  for (const [name, relation] of Object.entries(view.relations).filter(([, one]) => one.kind !== "direct")) {
    // Generated code has no names of the service for connections: one that was renamed is known by what it follows.
    const wire = now(name) === undefined
      ? Object.keys(described.properties).find((one) => isSameConnection(relation, now(one))) ?? name
      : name;
    known.add(wire);
    const message = ofConnection(relation, now(wire));
    if (message !== undefined) {
      yield difference(wire, [message, "reads", "writes"]);
    }
  }
  for (const name of Object.keys(described.properties).filter((one) => !known.has(one)).sort()) {
    const message = "this SDK does not know it";
    yield difference(
      name,
      mustBeGiven(now(name)) ? [`${message}, and it must be given in writes`, "writes"] : [message],
    );
  }
}

/** @param hasFilter whether the view has a filter: then what must be given may be missing in what is read */
function* ofValue(field: Field, now: DescribedProperty | undefined, hasFilter: boolean): Generator<Found> {
  if (now === undefined) {
    yield ["it is gone", "reads", "writes"];
    return;
  }
  if (now.connectionType !== undefined) {
    yield ["it was a value and is a connection", "reads", "writes"];
    return;
  }
  const type = now.type?.type ?? "";
  const isList = now.type?.list === true;
  if (isList !== field.isList) {
    const words = ["a list", "a single value"];
    const [before, after] = field.isList ? words : words.reverse();
    yield [`it was ${before} and is ${after}`, "reads", "writes"];
  }
  const expected = SHOWN_AS[field.type] ?? [field.type];
  if (!expected.includes(type)) {
    yield [`its type was ${expected.join(" or ")} and is ${type}`, "reads", "writes"];
  } else if (type === "enum" && field.type !== "enum") {
    yield ["it takes the values of an enum only", "writes"];
  }
  if (field.isRequired && now.nullable !== false) {
    yield ["it was never empty and can be empty", "reads"];
  } else if ((field.hasDefault || !field.isRequired && !hasFilter) && mustBeGiven(now)) {
    yield ["it could be left out and must be given", "writes"];
  }
}

const TEXTS = ["text", "timeseries", "file", "sequence", "enum"];

/** The types of the service that a property of a type holds; 64 bits do not fit into what was read as 32. */
const SHOWN_AS: Readonly<Record<string, readonly string[]>> = {
  text: TEXTS,
  timeseries: TEXTS,
  file: TEXTS,
  sequence: TEXTS,
  enum: ["enum", "text"],
  int64: ["int32", "int64"],
  bigint: ["int32", "int64"],
  float32: ["float32", "float64"],
  float64: ["float32", "float64"],
};

/** What is otherwise about a connection; undefined if nothing is. */
function ofConnection(relation: Relation, now: DescribedProperty | undefined): string | undefined {
  if (now === undefined) {
    return "it is gone";
  }
  const kind = now.connectionType ?? "";
  if (relation.kind === "edges") {
    if (!kind.endsWith("edge_connection")) {
      return "it was a connection over edges and is something else";
    }
    const [space, externalId] = relation.type;
    const direction = relation.inwards === true ? "inwards" : "outwards";
    const isSame = now.type?.space === space && now.type.externalId === externalId;
    return isSame && (now.direction ?? "outwards") === direction
      ? undefined
      : `it followed edges ${direction} of type ${space}:${externalId} and follows other edges`;
  }
  return kind.endsWith("reverse_direct_relation")
    ? undefined
    : "it was a reverse direct relation and is something else";
}

function isSameConnection(relation: Relation, now: DescribedProperty | undefined): boolean {
  const isHere = relation.kind !== "reverse" || now?.through?.identifier === relation.through[1];
  return isHere && ofConnection(relation, now) === undefined;
}

function mustBeGiven(now: DescribedProperty | undefined): boolean {
  const { connectionType, nullable, autoIncrement, defaultValue } = now ?? {};
  return connectionType === undefined && nullable === false && autoIncrement !== true &&
    (defaultValue === undefined || defaultValue === null);
}
