// The words of tests/vectors/wire in TypeScript: values of the cases to values of an SDK, and back.
import type { AnyView } from "@cognite/pygen-runtime/codegen";

/** Any JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** The only member of an object of one, if its name begins with `$`. */
function word(value: Json | undefined): readonly [name: string, of: Json] | undefined {
  const entries = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const [first] = entries;
  return entries.length === 1 && first?.[0].startsWith("$") === true ? [first[0], first[1] ?? null] : undefined;
}

/** A value of a case as a user gives it. */
export function given(value: Json | undefined, write?: (item: JsonObject) => unknown): unknown {
  const [name, of] = word(value) ?? [];
  const [space, externalId] = Array.isArray(of) ? of : [];
  switch (name) {
    case "$timestamp":
      return new Date(String(of));
    case "$date":
      return of;
    case "$integer":
      return BigInt(String(of));
    case "$float":
      return Number(of);
    case "$node":
      return Array.isArray(of) ? { space, externalId } : of;
    case "$edge":
      return { instanceType: "edge", space, externalId };
    case "$write":
      return write?.(of as JsonObject);
  }
  return Array.isArray(value) ? value.map((one) => given(one, write)) : value;
}

/** A value that a user got, in the words of the cases; text is a day where the property is a date. */
export function told(value: unknown, type?: string): Json {
  if (Array.isArray(value)) {
    return value.map((one) => told(one, type));
  }
  if (value instanceof Date) {
    return { $timestamp: value.toISOString() };
  }
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : { $integer: String(value) };
  }
  if (typeof value === "object" && value !== null && type !== "json" && "externalId" in value && "space" in value) {
    const isEdge = "instanceType" in value && value.instanceType === "edge";
    return { [isEdge ? "$edge" : "$node"]: [String(value.space), String(value.externalId)] };
  }
  return type === "date" ? { $date: String(value) } : (value ?? null) as Json;
}

/** An object that was read, in the words of the cases; of the metadata what the case is about. */
export function object(view: AnyView, found: object, expected: JsonObject): JsonObject {
  const row = found as Readonly<Record<string, unknown>>;
  const shown: Record<string, Json> = { id: [String(row["space"]), String(row["externalId"])] };
  const metadata = {
    version: "version",
    createdTime: "createdTime",
    lastUpdatedTime: "lastUpdatedTime",
    type: view.usedFor === "edge" ? "edgeType" : "nodeType",
    startNode: "startNode",
    endNode: "endNode",
  };
  for (const [name, attribute] of Object.entries(metadata)) {
    if (name in expected) {
      shown[name] = told(row[attribute]);
    }
  }
  if ("others" in expected) {
    shown["others"] = row["otherProperties"] as Json;
  }
  const properties = Object.entries(view.properties).filter(([name]) => row[name] !== undefined);
  shown["properties"] = Object.fromEntries(
    properties.map(([name, code]) => [name, told(row[name], /^\w+/.exec(code)?.[0])]),
  );
  return shown;
}

/** Where a request that was sent is not the one of the case; empty if it is. Whole numbers were parsed as bigint. */
export function difference(expected: Json | undefined, sent: unknown, place = "body"): string {
  const [name, of] = word(expected) ?? [];
  if (name === "$timestamp") {
    const fits = typeof sent === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d)$/.test(sent) &&
      new Date(sent).getTime() === new Date(String(of)).getTime();
    return fits ? "" : `${place}: ${String(sent)} is not ${String(of)} with three decimals`;
  }
  if (name === "$integer") {
    return sent === `#${String(of)}` ? "" : `${place}: ${String(sent)} is not ${String(of)}`;
  }
  if (Array.isArray(expected)) {
    const isSame = Array.isArray(sent) && sent.length === expected.length;
    return isSame
      ? expected.map((one, n) => difference(one, sent[n], `${place}[${n}]`)).find((found) => found !== "") ?? ""
      : `${place}: ${JSON.stringify(sent)} has not ${expected.length} elements`;
  }
  if (typeof expected === "object" && expected !== null) {
    const has = typeof sent === "object" && sent !== null ? sent as Readonly<Record<string, unknown>> : {};
    const names = Object.keys(expected).sort();
    if (JSON.stringify(names) !== JSON.stringify(Object.keys(has).sort())) {
      return `${place}: ${JSON.stringify(sent)} has not the members ${names.join(", ")}`;
    }
    return names.map((one) => difference((expected as JsonObject)[one], has[one], `${place}.${one}`))
      .find((found) => found !== "") ?? "";
  }
  return sent === expected ? "" : `${place}: ${JSON.stringify(sent)} is not ${JSON.stringify(expected)}`;
}

/** Parses a request; whole numbers that a number cannot hold become text that begins with `#`. */
export function parsed(text: string): unknown {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (one) => {
    const isSafe = one.startsWith('"') || Number.isSafeInteger(Number(one));
    return isSafe ? one : `"#${one}"`;
  });
  return JSON.parse(marked);
}
