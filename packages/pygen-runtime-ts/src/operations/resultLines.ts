import { errorKind, isRecord } from "../core/apiError.ts";
import { PygenAPIError, PygenConnectionError, PygenError, PygenValidationError } from "../errors.ts";
import type { Account, Loss } from "./account.ts";
import { dumpedKey, keyOfInstance } from "./key.ts";

/** The outcomes that results of the Python runtime call otherwise; files have its names, so that each can go on with both. */
const IN_FILES: Readonly<Record<string, string>> = { notSent: "not_sent", notFound: "not_found" };

/** One line of JSON for each instance: kind, id, outcome and error. No values, and nothing secret. */
export function* linesOf(account: Account): Generator<string> {
  for (const [key, outcome] of account.outcomes) {
    const loss = account.lossOf(key);
    yield JSON.stringify({
      ...dumpedKey(key),
      outcome: IN_FILES[outcome] ?? outcome,
      error: loss && dumped(loss),
    });
  }
}

/**
 * Reads lines into an account.
 *
 * @param outcomes those that there may be
 * @throws {PygenValidationError} if a line has another form, or another outcome; the message has its number
 */
export function readLines(text: string, account: Account, outcomes: readonly string[]): void {
  const names = new Map(outcomes.map((one) => [IN_FILES[one] ?? one, one]));
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") {
      continue;
    }
    const { instanceType: kind, space, externalId, outcome, error } = fieldsOf(line);
    const found = names.get(String(outcome));
    const isId = (kind === "node" || kind === "edge") && typeof space === "string" && typeof externalId === "string";
    if (!isId || found === undefined) {
      throw new PygenValidationError(`Line ${index + 1} is not that of a result with ${outcomes.join(", ")}`);
    }
    account.record([keyOfInstance(kind, { space, externalId })], found, isRecord(error) ? loaded(error) : undefined);
  }
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(line);
    return isRecord(found) ? found : {};
  } catch {
    return {};
  }
}

function dumped({ error, atFault, isConflict }: Loss): object {
  const said = error instanceof Error ? { type: error.name, message: error.message } : { message: String(error) };
  return {
    ...said,
    ...error instanceof PygenAPIError &&
      { message: error.serviceMessage, status: error.status, requestId: error.requestId ?? null },
    ...error instanceof PygenConnectionError && { mayHaveArrived: error.mayHaveArrived },
    atFault,
    isConflict,
  };
}

function loaded(found: Readonly<Record<string, unknown>>): Loss {
  const { status, requestId, mayHaveArrived, atFault, isConflict } = found;
  const message = String(found["message"]);
  return { error: errorOf(), atFault: atFault === true, isConflict: isConflict === true };

  function errorOf(): PygenError {
    if (typeof status === "number") {
      const [Kind] = errorKind(status);
      return new Kind(message, { status, requestId: typeof requestId === "string" ? requestId : undefined });
    }
    return mayHaveArrived === undefined
      ? new PygenError(message)
      : new PygenConnectionError(message, { mayHaveArrived: mayHaveArrived === true });
  }
}
