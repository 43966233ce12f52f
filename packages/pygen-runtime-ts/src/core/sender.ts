import { DeadlineExceededError } from "../errors.ts";
import { Answer } from "./answer.ts";
import type { OperationClass } from "./operationClass.ts";
import type { Scope } from "./scope.ts";
import type { Secret } from "./secret.ts";

/** What of `fetch` is used. Answers are those of the standard `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A request as it is sent. */
export interface OutgoingRequest {
  readonly method: string;
  /** Address with its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  readonly operationClass: OperationClass;
  /** Whether it does no harm to carry the request out twice. */
  readonly idempotent: boolean;
  /** What no message may repeat. */
  readonly hidden: readonly Secret[];
  /** Called when the request has left, and again when the try has ended. */
  readonly onSent: (() => void) | undefined;
}

/** A try that got no answer. */
export class Lost {
  readonly message: string;
  /** Whether the service may have got the request. */
  readonly mayHaveArrived: boolean;
  /** False if it was the time that ran out. */
  readonly inTime: boolean;

  constructor(message: string, mayHaveArrived: boolean, inTime: boolean) {
    this.message = message;
    this.mayHaveArrived = mayHaveArrived;
    this.inTime = inTime;
  }

  /** The error that this becomes if nothing helps. */
  get errorName(): string {
    return this.inTime ? "PygenConnectionError" : "PygenTimeoutError";
  }
}

/**
 * Sends one request and reads its answer.
 *
 * @param timeout milliseconds until the answer has to begin, and as many again for its body
 * @throws the reason of the scope, if that ended the request
 */
export async function sendOnce(
  request: OutgoingRequest,
  fetch: Fetch,
  timeout: number,
  scope: Scope,
): Promise<Answer | Lost> {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  let timer = setTimeout(giveUp, timeout);
  scope.signal.addEventListener("abort", giveUp, { once: true });
  try {
    const answering = fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      signal: controller.signal,
      // A token goes to no other address, and cookies go nowhere.
      redirect: "manual",
      credentials: "omit",
    });
    if (request.onSent !== undefined) {
      tellWhenSent(answering, request.onSent);
    }
    const response = await answering;
    clearTimeout(timer);
    timer = setTimeout(giveUp, timeout);
    return new Answer(response.status, response.headers, await response.text());
  } catch (error) {
    return lost(request, error, controller.signal, scope);
  } finally {
    clearTimeout(timer);
    scope.signal.removeEventListener("abort", giveUp);
  }
}

/**
 * Platforms do not say when a request has left. It has after two turns of timers: in the first one node looks for a
 * connection, in the second one it writes. An answer says so in any case.
 */
function tellWhenSent(answering: Promise<Response>, onSent: () => void): void {
  setTimeout(() => setTimeout(onSent));
  answering.then(onSent, onSent);
}

function lost(request: OutgoingRequest, error: unknown, own: AbortSignal, scope: Scope): Lost {
  const where = `${request.method} ${request.url.split("?", 1)[0]}`;
  if (!(scope.signal.reason instanceof DeadlineExceededError)) {
    scope.signal.throwIfAborted();
  }
  const code = codeOf(error);
  const arrived = !NEVER_ARRIVED.test(code) && !NEVER_ARRIVED_IN_DENO.test(textOf(error));
  if (own.aborted || /TIMEOUT|TIMEDOUT/.test(code)) {
    return new Lost(`${where}: no answer in time${code && ` (${code})`}`, arrived, false);
  }
  const said = request.hidden.reduce((text, secret) => secret.removedFrom(text), textOf(error));
  const what = arrived ? "no answer came" : "cannot connect";
  const pages = IN_BROWSER.test(said) ? ", and that the service lets pages of this origin ask it" : "";
  return new Lost(`${where}: ${what} (${said}). Check the address and the network${pages}`, arrived, true);
}

/** Codes of Node and Bun for connections that were never made, certificates that were not trusted included. */
const NEVER_ARRIVED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Deno has no codes, only these words. Browsers say nothing, so there a request may always have arrived. */
const NEVER_ARRIVED_IN_DENO = /client error \(Connect\)/;

/** All that Chromium, Safari and Firefox say, whatever the cause. */
const IN_BROWSER = /^(?:Failed to fetch|Load failed|NetworkError)/;

function codeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ("code" in one && typeof one.code === "string") {
      return one.code;
    }
  }
  return "";
}

function textOf(error: unknown): string {
  const texts: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause) {
    // Node tells of several addresses that refuse by a code alone.
    texts.push(one.message || codeOf(one));
  }
  return texts.join(": ") || String(error);
}
