import type { Answer } from "./answer.ts";
import type { Clock } from "./clock.ts";
import type { Secret } from "./secret.ts";

/** A request to an identity provider. */
export interface LoginRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What no message may repeat. */
  readonly hidden?: readonly Secret[];
}

/** What a client lends to its credentials: its way to send, with retries, and its clock. */
export interface LoginContext {
  readonly clock: Clock;
  /** Aborted when the token is no longer wanted. */
  readonly signal: AbortSignal;
  /** Sends a request and gives the answer, whatever its status. Rejects with `PygenConnectionError` without one. */
  send(request: LoginRequest, signal: AbortSignal): Promise<Answer>;
}

/** Gives bearer tokens. A caller may bring an object of its own; most need neither the context nor `renew`. */
export interface Credentials {
  /** A token that is valid now. Called before every request, so it should keep its token. */
  token(context: LoginContext): string | Promise<string>;
  /**
   * Another token after the service refused this one, or undefined where there is no other. Without this method a
   * refused token is final.
   */
  renew?(refused: string, context: LoginContext): string | undefined | Promise<string | undefined>;
}
