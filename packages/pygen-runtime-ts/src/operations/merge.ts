import { timestamp } from "../instances/decoder.ts";
import { bigintsOf, sortedJson } from "../instances/exactJson.ts";
import { fieldsOf } from "../instances/field.ts";
import type { AnyView } from "../views/view.ts";

type Properties = Readonly<Record<string, unknown>>;

/**
 * What to write so that nothing that is stored in lists and JSON objects gets lost.
 *
 * A list becomes what is stored followed by what is new, each value once; a JSON object becomes what is stored with the
 * new keys over it, at every depth. Lists within a JSON object are values, and replaced. So is everything else, and null
 * clears.
 */
export function merged(added: Properties, stored: Properties, view: AnyView): Properties {
  const types = new Map([...fieldsOf(view).values()].map((field) => [field.wire, field.type]));
  return Object.fromEntries(
    Object.entries(added).map(([name, value]) => [name, together(value, storedOf(stored, name), types.get(name))]),
  );
}

/** Whether writing these properties would change nothing. A property without value is not stored. */
export function isSame(written: Properties, stored: Properties, view: AnyView): boolean {
  const types = new Map([...fieldsOf(view).values()].map((field) => [field.wire, field.type]));
  return Object.entries(written).every(([name, value]) => {
    const type = types.get(name);
    const form = (one: unknown): string => [one].flat().map((each) => formOf(each ?? null, type)).join();
    return form(value) === form(storedOf(stored, name));
  });
}

/** What is stored of a property, which may be called like something that every object has. */
function storedOf(stored: Properties, name: string): unknown {
  return Object.hasOwn(stored, name) ? bigintsOf(stored[name]) : undefined;
}

function together(added: unknown, stored: unknown, type: string | undefined): unknown {
  if (Array.isArray(added) && Array.isArray(stored)) {
    const known = new Set(stored.map((one) => formOf(one, type)));
    const fresh = added.filter((one) => {
      const form = formOf(one, type);
      const isNew = !known.has(form);
      known.add(form);
      return isNew;
    });
    return [...stored, ...fresh];
  }
  return type === "json" && isObject(added) && isObject(stored) ? over(stored, added) : added;
}

function over(stored: Properties, added: Properties): Properties {
  const found = new Map(Object.entries(stored));
  for (const [name, value] of Object.entries(added)) {
    const below = found.get(name);
    found.set(name, isObject(value) && isObject(below) ? over(below, value) : value);
  }
  return Object.fromEntries(found);
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as text, such that two are equal if the service takes them for the same. */
function formOf(value: unknown, type: string | undefined): string {
  if (type === "timestamp" && typeof value === "string") {
    // The service may write the same moment with fewer digits or another offset (behaviour.md section 5).
    return String(timestamp(value)?.getTime());
  }
  if (type === "float32" && typeof value === "number") {
    return String(Math.fround(value));
  }
  return sortedJson(value);
}
