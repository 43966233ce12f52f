import { PygenValidationError } from "../errors.ts";
import { dateOf, integerOf, numberOf, timestampOf } from "../filters/values.ts";
import { shown } from "../shown.ts";
import type { Field } from "./field.ts";

const FLOAT32_MAX = 3.4028234663852886e38;

/**
 * A value as it is sent; relations stay as they were given, for only a client knows the default instance space.
 *
 * @param isKnown whether the service gave the value, so that one that an enum has gained may go back
 * @throws {PygenValidationError} if the property does not take it; the message names the property
 */
export function writeValue(view: string, field: Field, value: unknown, isKnown: boolean): unknown {
  if (value === null) {
    if (field.isRequired) {
      throw refusal(view, field, "cannot be cleared: it always has a value");
    }
    return null;
  }
  if (!field.isList) {
    return one(view, field, value, isKnown);
  }
  if (!Array.isArray(value)) {
    throw refusal(view, field, `takes an array, not ${shown(value)}`);
  }
  return value.map((each) => one(view, field, each, isKnown));
}

function one(view: string, field: Field, value: unknown, isKnown: boolean): unknown {
  const taken = take(field, value, isKnown);
  if (taken === undefined) {
    throw refusal(view, field, `takes ${EXPECTED[field.type] ?? field.type}, not ${shown(value)}`);
  }
  if (typeof taken === "string" && taken.includes("\u0000")) {
    throw refusal(view, field, "takes no text with NUL");
  }
  return taken;
}

const EXPECTED: Readonly<Record<string, string>> = {
  boolean: "true or false",
  int32: "a whole number of 32 bits",
  int64: "a whole number of 64 bits (bigint beyond 2^53)",
  bigint: "a whole number of 64 bits (bigint beyond 2^53)",
  float32: "a finite number of 32 bits",
  float64: "a finite number",
  date: "a date as text, such as 2024-02-29",
  timestamp: "a valid Date",
  json: "an object",
  enum: "one of its values",
  direct: "a node: text, an object with space and externalId, or what write(...) gives",
};

/** The value as it is sent; undefined if it is of another type. */
function take(field: Field, value: unknown, isKnown: boolean): unknown {
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "int32": {
      const number = typeof value === "number" && Number.isInteger(value) ? value : undefined;
      return number !== undefined && number >= -(2 ** 31) && number < 2 ** 31 ? number : undefined;
    }
    case "int64":
    case "bigint":
      return integerOf(value);
    case "float32":
      return typeof value === "number" && Math.abs(value) <= FLOAT32_MAX ? value : undefined;
    case "float64":
      return numberOf(value);
    case "date":
      return dateOf(value);
    case "timestamp":
      return timestampOf(value);
    case "json":
      return typeof value === "object" && value !== null ? value : undefined;
    case "direct":
      return typeof value === "string" || typeof value === "object" && value !== null ? value : undefined;
    case "enum":
      return typeof value === "string" && (isKnown || field.values.includes(value)) ? value : undefined;
  }
  return typeof value === "string" ? value : undefined;
}

function refusal(view: string, field: Field, why: string): PygenValidationError {
  return new PygenValidationError(`${view}.${field.name} ${why}`);
}
