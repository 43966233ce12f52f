import { PygenError, PygenValidationError } from "../errors.ts";

/**
 * Writes JSON. What JSON has no words for is refused, where `JSON.stringify` would say null or leave it out: what the
 * service then stores would be something else.
 *
 * @param whole what stands for a bigint; without it, a bigint is refused, too
 * @throws {PygenValidationError} if a value cannot be written; the message has its name
 */
export function writeJson(value: unknown, whole: (one: bigint) => unknown = (one) => one): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, name: string, one: unknown) {
      const kind = typeof one;
      const isDate = one === null && this[name] instanceof Date;
      const isNoNumber = kind === "number" && !Number.isFinite(one);
      if (isDate || isNoNumber || kind === "function" || kind === "symbol") {
        const shown = isDate ? "an invalid Date" : isNoNumber ? one : `a ${kind}`;
        throw refusal(name === "" ? `it is ${shown}` : `${JSON.stringify(name)} is ${shown}`);
      }
      return kind === "bigint" ? whole(one as bigint) : one;
    });
  } catch (error) {
    // Circles, bigint, and what is too deep. The rest of the message draws the circle.
    throw error instanceof PygenError ? error : refusal(error instanceof Error ? error.message.split("\n")[0] : error);
  }
  if (text === undefined) {
    throw refusal("it is undefined");
  }
  return text;
}

function refusal(why: unknown): PygenValidationError {
  return new PygenValidationError(`What was given cannot be sent as JSON: ${why}`);
}
