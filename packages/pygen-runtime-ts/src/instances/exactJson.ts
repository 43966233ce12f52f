// Whole numbers of 64 bits in JSON. JSON.parse rounds them, and JSON.stringify refuses bigint; reading the source text
// in a reviver or writing raw text is not there in all runtimes yet, and slow.

import { isRecord } from "../core/apiError.ts";
import { writeJson } from "../core/json.ts";
import { UnreadableAnswerError } from "../errors.ts";

/** Stands before a number that is carried as text. Made anew by each program, so no text of a user can begin with it. */
const MARK = `\u0000${crypto.getRandomValues(new Uint32Array(4)).join("")}:`;

/** The same as it stands in JSON, with the number. */
const MARKED = new RegExp(`"\\\\u0000${MARK.slice(1)}(-?\\d+)"`, "g");

/** Texts, which stay, and whole numbers with 16 digits and more: no fraction or exponent before or behind them. */
const LONG_NUMBER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Parses the text of an answer.
 *
 * @throws {UnreadableAnswerError} if it is not JSON, such as the page of a proxy
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's error repeats a part of the text, so it is not passed on.
    throw new UnreadableAnswerError("An answer is not JSON");
  }
}

/**
 * The same; whole numbers with 16 digits and more are carried as text, for {@link exactOf} and {@link plainOf}.
 *
 * @throws {UnreadableAnswerError} if it is not JSON
 */
export function parseExact(text: string): unknown {
  return parseJson(
    /\d{16}/.test(text) ? text.replace(LONG_NUMBER, (one) => one[0] === '"' ? one : JSON.stringify(MARK + one)) : text,
  );
}

/** The digits of a number that is carried as text; undefined for everything else. */
export function digitsOf(value: unknown): string | undefined {
  return typeof value === "string" && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}

/** The same with numbers in place of those that are carried as text, rounded as JSON.parse does. */
export function plainOf(value: unknown): unknown {
  return replaced(value, Number);
}

/** The same with numbers where these are exact, else bigint, in place of those that are carried as text. */
export function exactOf(value: unknown): unknown {
  return replaced(value, (digits) => Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits));
}

/** The same with bigint in place of numbers that are carried as text. */
export function bigintsOf(value: unknown): unknown {
  return replaced(value, BigInt);
}

function replaced(value: unknown, make: (digits: string) => number | bigint): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => replaced(one, make));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, make)]));
  }
  const digits = digitsOf(value);
  return digits === undefined ? value : make(digits);
}

/**
 * Writes JSON; bigint becomes a number with all its digits.
 *
 * @throws {PygenValidationError} if JSON cannot say a value
 */
export function jsonOf(value: unknown): string {
  let isExact = true;
  const text = writeJson(value, (one) => {
    isExact = false;
    return MARK + one;
  });
  return isExact ? text : text.replaceAll(MARKED, "$1");
}

/** The same with the members of objects in one order, so that what says the same is the same text. */
export function sortedJson(value: unknown): string {
  return jsonOf(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isRecord(value)
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]))
    : value;
}
