import { PygenError } from "../errors.ts";

/** An answer of the service does not fit the SDK. The message names the instance and the property. */
export class UnexpectedAnswerError extends PygenError {
  override readonly name: string = "UnexpectedAnswerError";
}
