type Path = readonly string[];
type Form = Readonly<Record<string, unknown>>;

const OPERATORS: Readonly<Record<string, string>> = {
  equals: "=",
  in: "in",
  prefix: "begins with",
  containsAny: "has any of",
  containsAll: "has all of",
};
const BOUNDS = { gt: ">", gte: ">=", lt: "<", lte: "<=" };

/** Values of one condition that are shown. */
const SHOWN = 3;

/** A filter in the form of the service, as words. */
export function wordsOf(filter: object): string {
  const [[name, given] = ["", {}]] = Object.entries(filter);
  const body = given as Form;
  const property = (): string => last(body["property"]);
  switch (name) {
    case "and":
    case "or":
      return (given as object[]).map(bracketed).join(` ${name} `);
    case "not":
      return "matchAll" in body ? "nothing" : `not ${bracketed(body)}`;
    case "matchAll":
      return "all";
    case "hasData":
      return `has data in ${(given as Form[]).map(source).join(", ")}`;
    case "instanceReferences":
      return `is one of ${value(given)}`;
    case "exists":
      return `${property()} exists`;
    case "nested":
      return `${last(body["scope"])} leads to (${wordsOf(body["filter"] as object)})`;
    case "range":
      return bounds(body).map((one) => `${property()} ${one}`).join(" and ");
    case "overlaps":
      return `${last(body["startProperty"])} to ${last(body["endProperty"])} overlaps ${bounds(body).join(" and ")}`;
  }
  const operator = OPERATORS[name];
  // A filter of a view can be of a kind that is newer than this.
  return operator === undefined
    ? `${name} ${value(given)}`
    : `${property()} ${operator} ${value(body["values"] ?? body["value"])}`;
}

function bracketed(filter: object): string {
  return "and" in filter || "or" in filter ? `(${wordsOf(filter)})` : wordsOf(filter);
}

function last(path: unknown): string {
  return (path as Path).at(-1) ?? "";
}

function source({ externalId, version }: Form): string {
  return version === undefined ? `${externalId}` : `${externalId}(${version})`;
}

function bounds(body: Form): string[] {
  return Object.entries(BOUNDS).filter(([name]) => name in body).map(([name, sign]) => `${sign} ${value(body[name])}`);
}

function value(one: unknown): string {
  if (Array.isArray(one)) {
    const more = one.length > SHOWN ? ` and ${one.length - SHOWN} more` : "";
    return `[${one.slice(0, SHOWN).map(value).join(", ")}${more}]`;
  }
  if (typeof one === "string") {
    const quoted = JSON.stringify(one);
    return one.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
  }
  if (typeof one !== "object" || one === null) {
    return String(one);
  }
  if ("space" in one && "externalId" in one) {
    return `${one.space}:${one.externalId}`;
  }
  return `{${Object.entries(one).map(([name, each]) => `'${name}': ${value(each)}`).join(", ")}}`;
}
