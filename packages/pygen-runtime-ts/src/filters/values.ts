import { PygenValidationError } from "../errors.ts";
import { shown } from "../shown.ts";
import type { Property } from "./property.ts";

/** What is compared with what, by type: the family, what a value has to be, and how it is sent (undefined: it is not). */
const KINDS: Readonly<Record<string, readonly [family: string, expected: string, take: (value: unknown) => unknown]>> =
  {
    text: ["text", "text", textOf],
    enum: ["text", "text", textOf],
    timeseries: ["text", "an external id", textOf],
    file: ["text", "an external id", textOf],
    sequence: ["text", "an external id", textOf],
    boolean: ["boolean", "true or false", (value) => typeof value === "boolean" ? value : undefined],
    int32: ["number", "a whole number", integerOf],
    int64: ["number", "a whole number of 64 bits (bigint beyond 2^53)", integerOf],
    bigint: ["number", "a whole number of 64 bits (bigint beyond 2^53)", integerOf],
    float32: ["number", "a finite number", numberOf],
    float64: ["number", "a finite number", numberOf],
    date: ["date", "a date as text, such as 2024-02-29", dateOf],
    timestamp: ["timestamp", "a valid Date", timestampOf],
    json: ["json", "an object", (value) => typeof value === "object" ? value : undefined],
    direct: ["relation", "a node: an object with space and externalId", relationOf],
  };

/**
 * A value as it is sent, to compare a property with.
 *
 * @throws {PygenValidationError} if it is of another type; the message names the property
 */
export function filterValue(property: Property<unknown>, value: unknown): unknown {
  if (value === null || value === undefined) {
    throw new PygenValidationError(
      `${property.label} cannot be compared with ${value}: exists(...) and isMissing(...) find what has a value and what ` +
        "has none",
    );
  }
  const [, expected, take] = KINDS[property.type ?? ""] ?? UNKNOWN;
  const taken = take(value);
  if (taken === undefined) {
    throw new PygenValidationError(`${property.label} takes ${expected}, not ${shown(value)}`);
  }
  return taken;
}

/** Several values as they are sent. */
export function filterValues(property: Property<unknown>, values: unknown): unknown[] {
  if (!Array.isArray(values)) {
    throw new PygenValidationError(`${property.label} takes several values, not ${shown(values)}: put it in an array`);
  }
  return values.map((one) => filterValue(property, one));
}

/** Whether two properties can be compared with each other; those of views that are not loaded always can. */
export function isComparable(one: Property<unknown>, other: Property<unknown>): boolean {
  const family = (property: Property<unknown>): string | undefined => KINDS[property.type ?? ""]?.[0];
  return one.type === undefined || other.type === undefined ||
    family(one) === family(other) && one.isList === other.isList;
}

const UNKNOWN = ["", "a value", (value: unknown) => value instanceof Date ? timestampOf(value) : value] as const;

const LIMIT = 2n ** 63n;

/** A whole number of 64 bits; undefined for what is none. */
export function integerOf(value: unknown): number | bigint | undefined {
  if (typeof value === "bigint") {
    return value >= -LIMIT && value < LIMIT ? value : undefined;
  }
  return Number.isSafeInteger(value) ? value as number : undefined;
}

/** A number that JSON can hold; undefined for what is none. */
export function numberOf(value: unknown): number | bigint | undefined {
  return typeof value === "bigint" || Number.isFinite(value) ? value as number | bigint : undefined;
}

/** A day as text; undefined for what is none. */
export function dateOf(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

/** A point in time as text with three decimals; undefined for what is none, and for years beyond 9999. */
export function timestampOf(value: unknown): string | undefined {
  const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
  return text?.length === 24 ? text : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function relationOf(value: unknown): unknown {
  const { space, externalId } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof space === "string" && typeof externalId === "string" ? { space, externalId } : undefined;
}
