import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type ErrorId,
  NotFoundError,
  PermissionDeniedError,
  PygenAPIError,
  RequestTimeoutError,
  ServerError,
  TooManyRequestsError,
} from "../errors.ts";
import type { Answer } from "./answer.ts";
import type { Secret } from "./secret.ts";

/** The error of a status, and what to do about it. */
const KINDS: Readonly<Record<number, readonly [typeof PygenAPIError, string?]>> = {
  400: [BadRequestError],
  401: [AuthenticationError, "Check that the token is valid and belongs to this project"],
  403: [
    PermissionDeniedError,
    "Ask for dataModelsAcl (schema) or dataModelInstancesAcl (instances) in the spaces you use",
  ],
  404: [NotFoundError, "Check the base URL and the project"],
  408: [RequestTimeoutError, "Ask for less at once: a smaller limit, fewer includes, a filter that an index supports"],
  409: [ConflictError],
  429: [TooManyRequestsError, "Lower the concurrency limits of the client or try again later"],
};

/** Whether a status is no success. Redirects are errors too: a token goes nowhere else. Browsers say 0 for them. */
export function isError(status: number): boolean {
  return status < 200 || status >= 300;
}

/**
 * The error that an answer stands for.
 *
 * The service's form is `{ error: { code, message, missing, duplicated } }`; an `error` that is text and bodies that
 * are not JSON are understood too. The token is taken out first: proxies repeat the headers of a request in their pages.
 */
export function apiError(answer: Answer, token: Secret): PygenAPIError {
  const { status, requestId } = answer;
  if (status < 400) {
    const message = "The address redirects elsewhere. Check the base URL";
    return new PygenAPIError(message, { status, requestId });
  }
  const details = errorOf(token.removedFrom(answer.text));
  const message = details["message"] || `The service answered without a message, status ${status}`;
  const code = details["code"];
  const said = typeof message === "string" ? message : JSON.stringify(message);
  const [Kind, advice] = errorKind(status);
  const carried = {
    status,
    code: typeof code === "number" ? code : undefined,
    requestId,
    missing: idsOf(details["missing"]),
    duplicated: idsOf(details["duplicated"]),
  };
  return new Kind(said, carried, advice);
}

/** The error of a status, and what to do about it. */
export function errorKind(status: number): readonly [typeof PygenAPIError, string?] {
  return KINDS[status] ?? [status >= 500 ? ServerError : PygenAPIError];
}

function errorOf(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: text.slice(0, 500).trim() };
  }
  const error = isRecord(body) && "error" in body ? body["error"] : body;
  if (isRecord(error)) {
    return error;
  }
  return { message: typeof error === "string" ? error : JSON.stringify(error) };
}

function idsOf(value: unknown): ErrorId[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
