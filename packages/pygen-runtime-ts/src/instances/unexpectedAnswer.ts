import { PygenError } from "../errors.ts";

/** An answer of the service does not fit the SDK. The message names the instance and the property. */
export class UnexpectedAnswerError extends PygenError {
  override readonly name: string = "UnexpectedAnswerError";
}

/**
 * What reading an answer gives.
 *
 * @throws {UnexpectedAnswerError} if it is of another form than those of the service
 */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asUnexpected(error);
  }
}

/** What came of reading an answer that is of another form than those of the service. */
export function asUnexpected(error: unknown): PygenError {
  if (error instanceof PygenError) {
    return error;
  }
  const what = error instanceof Error ? error.message : String(error);
  return new UnexpectedAnswerError(
    `An answer does not have the form of the service (${what}). Check the base URL, and proxies on the way`,
    { cause: error },
  );
}
