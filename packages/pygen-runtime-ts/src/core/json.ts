import { PygenValidationError } from "../errors.ts";

/**
 * Writes JSON. What JSON has no words for is refused, where `JSON.stringify` would say null or leave it out: what the
 * service then stores would be something else.
 *
 * @param whole what stands for a bigint; without it, a bigint is refused, too
 * @throws {PygenValidationError} if a value cannot be written; the message has its name
 */
export function writeJson(value: unknown, whole: (one: bigint) => unknown = (one) => one): string {
  try {
    const text = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, name: string, one: unknown) {
      const given = this[name];
      // An invalid Date makes itself null.
      const isNone = one === null ? given instanceof Date : typeof one === "number" && !Number.isFinite(one);
      if (isNone || typeof one === "function" || typeof one === "symbol") {
        throw new TypeError(`${name || "it"} is ${String(given).slice(0, 50)}`);
      }
      return typeof one === "bigint" ? whole(one) : one;
    });
    // Written like this are only halves without the other one.
    if (text.includes("\\ud") && /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/.test(text)) {
      throw new TypeError("a text has half of a surrogate pair");
    }
    return text;
  } catch (error) {
    // Of circles the rest of the message is a drawing.
    const why = error instanceof Error ? error.message.split("\n", 1)[0] : error;
    throw new PygenValidationError(`What was given cannot be sent as JSON: ${why}`);
  }
}
