/**
 * Every error that a generated SDK meets at run time, as one tree under {@link PygenError}.
 *
 * No message, field or inspected form of these holds a token or a secret.
 *
 * @module
 */

/** Whatever goes wrong at run time. What the caller's own `AbortSignal` ends rejects with the reason of that signal. */
export class PygenError extends Error {
  override readonly name: string = "PygenError";
}

/** A value that was given cannot be used; nothing was sent. */
export class PygenValidationError extends PygenError {
  override readonly name: string = "PygenValidationError";
}

/** What is known of a request that got no answer. */
export interface LostRequest {
  /** Whether the service may have carried the request out all the same, at this try or an earlier one. */
  readonly mayHaveArrived?: boolean;
  /** What became of each try, in order: `status 503`, or the name of an error. */
  readonly tried?: readonly string[];
}

/** No answer came: the host could not be reached or the connection broke. */
export class PygenConnectionError extends PygenError {
  override readonly name: string = "PygenConnectionError";
  /** Whether the service may have carried the request out all the same, at this try or an earlier one. */
  readonly mayHaveArrived: boolean;
  /** What became of each try, in order: `status 503`, or the name of an error. */
  readonly tried: readonly string[];

  constructor(message: string, lost: LostRequest = {}) {
    const tried = lost.tried ?? [];
    const times = tried.length === 1 ? "once" : `${tried.length} times`;
    super(tried.length === 0 ? message : `${message}. Tried ${times}: ${tried.join(", ")}`);
    this.mayHaveArrived = lost.mayHaveArrived ?? false;
    this.tried = tried;
  }
}

/** No answer came in time, within the timeout of the client or before a deadline of the caller. */
export class PygenTimeoutError extends PygenConnectionError {
  override readonly name: string = "PygenTimeoutError";
}

/** The deadline of the caller has passed, or is too soon for what would come next. */
export class DeadlineExceededError extends PygenTimeoutError {
  override readonly name: string = "DeadlineExceededError";
}

/** An answer is not what the service promises, for example a proxy's page instead of JSON. */
export class UnreadableAnswerError extends PygenError {
  override readonly name: string = "UnreadableAnswerError";

  /** @param what what is wrong with the answer, without a full stop; what to check is added */
  constructor(what: string) {
    super(`${what}. Check the base URL, and proxies on the way`);
  }
}

/** The identity provider gave no token. */
export class OAuth2Error extends PygenError {
  override readonly name: string = "OAuth2Error";
  /** The provider's error code, such as `invalid_client`, if it gave one. */
  readonly error: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly error?: string | undefined } = {}) {
    super(message, options);
    this.error = options.error;
  }
}

/** An id in the words of the service, such as `{ space, externalId }`. */
export type ErrorId = Readonly<Record<string, unknown>>;

/** What the service said with an error. */
export interface ErrorAnswer {
  /** HTTP status; 0 for a redirect in a browser, which does not tell. */
  readonly status: number;
  /** Code in the body; the service repeats the status there. */
  readonly code?: number | undefined;
  /** The service's id of the request, for its support. */
  readonly requestId?: string | undefined;
  /** Ids that do not exist, where the service lists them. */
  readonly missing?: readonly ErrorId[];
  /** Ids that exist already or were given twice, where the service lists them. */
  readonly duplicated?: readonly ErrorId[];
}

/** The service answered with an error. `message` has all that helps: its words, status, request id and what to do. */
export class PygenAPIError extends PygenError {
  override readonly name: string = "PygenAPIError";
  /** What the service said, word for word. */
  readonly serviceMessage: string;
  /** HTTP status; 0 for a redirect in a browser, which does not tell. */
  readonly status: number;
  /** Code in the body; the service repeats the status there. */
  readonly code: number | undefined;
  /** The service's id of the request, for its support. */
  readonly requestId: string | undefined;
  /** Ids that do not exist, where the service lists them. */
  readonly missing: readonly ErrorId[];
  /** Ids that exist already or were given twice, where the service lists them. */
  readonly duplicated: readonly ErrorId[];

  constructor(serviceMessage: string, answer: ErrorAnswer, advice = "") {
    const { status, code, requestId, missing = [], duplicated = [] } = answer;
    const request = requestId === undefined ? "" : `, request ${requestId}`;
    const ids = listed("missing", missing) + listed("duplicated", duplicated);
    super(`${serviceMessage} (status ${status}${request})${ids}${advice && `. ${advice}`}`);
    this.serviceMessage = serviceMessage;
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.missing = missing;
    this.duplicated = duplicated;
  }
}

function listed(name: string, ids: readonly ErrorId[]): string {
  if (ids.length === 0) {
    return "";
  }
  const more = ids.length > 3 ? ` and ${ids.length - 3} more` : "";
  return `; ${name}: ${ids.slice(0, 3).map((id) => JSON.stringify(id)).join(", ")}${more}`;
}

/** 400: the request is not what the service takes. */
export class BadRequestError extends PygenAPIError {
  override readonly name: string = "BadRequestError";
}

/** 401: the token is missing, wrong or expired, or has no access to the project. */
export class AuthenticationError extends PygenAPIError {
  override readonly name: string = "AuthenticationError";
}

/** 403: the token is valid but lacks a right. */
export class PermissionDeniedError extends PygenAPIError {
  override readonly name: string = "PermissionDeniedError";
}

/** 404: there is nothing at this address. */
export class NotFoundError extends PygenAPIError {
  override readonly name: string = "NotFoundError";
}

/** 408: the service gave up on a request that was too heavy. */
export class RequestTimeoutError extends PygenAPIError {
  override readonly name: string = "RequestTimeoutError";
}

/** 409: the request conflicts with what is stored, for example a version that is newer. */
export class ConflictError extends PygenAPIError {
  override readonly name: string = "ConflictError";
}

/** 429: too many requests, still so after all retries. */
export class TooManyRequestsError extends PygenAPIError {
  override readonly name: string = "TooManyRequestsError";
}

/** 5xx: the service failed, still so after all retries. */
export class ServerError extends PygenAPIError {
  override readonly name: string = "ServerError";
}

/** One request of several that failed, with what it carried. */
export interface FailedRequest {
  readonly items: readonly unknown[];
  readonly error: unknown;
}

/** What became of every item of several requests; each is in exactly one of the four lists. */
export interface RequestOutcomes {
  /** What the service answered for the items that went through. */
  readonly succeeded: readonly unknown[];
  /** Requests that the service refused: nothing of them was applied. */
  readonly failed: readonly FailedRequest[];
  /** Requests whose answer was lost: they may have been applied. Read the items to know, or send them again. */
  readonly unknown: readonly FailedRequest[];
  /** Items that were not sent, because an earlier request failed. */
  readonly notSent: readonly unknown[];
}

/** Some of several requests failed. Every item is in exactly one of the four lists. `cause` is the first error. */
export class MultiRequestError extends PygenError implements RequestOutcomes {
  override readonly name: string = "MultiRequestError";
  readonly succeeded: readonly unknown[];
  readonly failed: readonly FailedRequest[];
  readonly unknown: readonly FailedRequest[];
  readonly notSent: readonly unknown[];

  constructor(outcomes: RequestOutcomes) {
    const { succeeded, failed, unknown, notSent } = outcomes;
    const counts = `${succeeded.length} succeeded, ${count(failed)} failed, ${count(unknown)} unknown, ` +
      `${notSent.length} not sent`;
    const first = [...failed, ...unknown][0];
    super(first === undefined ? counts : `${counts}. First error: ${said(first.error)}`, { cause: first?.error });
    this.succeeded = succeeded;
    this.failed = failed;
    this.unknown = unknown;
    this.notSent = notSent;
  }
}

function count(requests: readonly FailedRequest[]): number {
  return requests.reduce((sum, request) => sum + request.items.length, 0);
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
