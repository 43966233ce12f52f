import type { Answer } from "../core/answer.ts";
import { isError, isRecord } from "../core/apiError.ts";
import type { LoginContext, LoginRequest } from "../core/credentials.ts";
import { Secret } from "../core/secret.ts";
import { OAuth2Error, PygenConnectionError } from "../errors.ts";

/** Fields of a form; those that are undefined are left out. */
export type Form = Readonly<Record<string, string | Secret | undefined>>;

/** A token, when it is to be replaced, and what gets another one without a new login. */
export interface Token {
  readonly text: Secret;
  /** Milliseconds since 1970. */
  readonly outdated: number;
  readonly refresh: Secret | undefined;
}

const DEFAULT_LIFETIME = 3_600_000;

/** Tokens are replaced half a minute before they end, as the official Python SDK does. */
const MARGIN = 30_000;

/** An application that proves itself. */
export interface BasicLogin {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** A form for the provider; with a login the client proves itself by HTTP Basic. */
export function formRequest(url: string, form: Form, login?: BasicLogin): LoginRequest {
  const fields = new URLSearchParams();
  const hidden: Secret[] = [];
  for (const [name, value] of Object.entries(form)) {
    if (value instanceof Secret) {
      hidden.push(value);
      fields.append(name, value.reveal());
    } else if (value !== undefined) {
      fields.append(name, value);
    }
  }
  const headers: Record<string, string> = {
    Accept: "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
  };
  if (login !== undefined) {
    hidden.push(login.clientSecret);
    // RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.
    headers["Authorization"] = `Basic ${btoa(`${encoded(login.clientId)}:${encoded(login.clientSecret.reveal())}`)}`;
  }
  return { method: "POST", url, headers, body: fields.toString(), hidden };
}

function encoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

/**
 * Sends a request to the provider.
 *
 * @throws {OAuth2Error} if it gave no answer
 */
export async function ask(request: LoginRequest, context: LoginContext, signal: AbortSignal): Promise<Answer> {
  try {
    return await context.send(request, signal);
  } catch (error) {
    if (error instanceof PygenConnectionError) {
      const message = `The identity provider at ${request.url} gave no answer: ${error.message}`;
      throw new OAuth2Error(message, { cause: error });
    }
    throw error;
  }
}

/** What the provider said instead of giving a token. */
export class Refusal {
  readonly status: number;
  /** The provider's error code. */
  readonly code: string | undefined;
  readonly #said: string;

  constructor(answer: Answer, hidden: readonly Secret[] = []) {
    const { error, error_description: description } = fieldsOf(answer);
    const said = [error, description].filter((part) => typeof part === "string").join(": ");
    this.status = answer.status;
    this.code = typeof error === "string" ? error : undefined;
    this.#said = hidden.reduce((text, secret) => secret.removedFrom(text), said);
  }

  asError(url: string, what: string, advice: string, code: string | undefined = this.code): OAuth2Error {
    const detail = this.#said && `, ${this.#said}`;
    return new OAuth2Error(
      `The identity provider at ${url} refused ${what} (status ${this.status}${detail}). ${advice}`,
      { error: code },
    );
  }
}

/**
 * Sends a form to a token endpoint.
 *
 * @throws {OAuth2Error} if the provider gave no answer
 */
export async function askForToken(
  request: LoginRequest,
  context: LoginContext,
  signal: AbortSignal,
): Promise<Token | Refusal> {
  const asked = context.clock.now();
  const answer = await ask(request, context, signal);
  const { access_token: text, expires_in: expiresIn, refresh_token: refresh } = fieldsOf(answer);
  if (isError(answer.status) || typeof text !== "string") {
    return new Refusal(answer, request.hidden);
  }
  const lifetime = milliseconds(expiresIn, DEFAULT_LIFETIME);
  return {
    text: new Secret(text),
    // Sooner for short lives, or such a token would be replaced for every request.
    outdated: asked + lifetime - Math.min(MARGIN, lifetime / 2),
    refresh: typeof refresh === "string" && refresh !== "" ? new Secret(refresh) : undefined,
  };
}

/** The fields of an answer; none if it is not a JSON object. */
export function fieldsOf(answer: Answer): Readonly<Record<string, unknown>> {
  try {
    const body = answer.json();
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

/** Milliseconds for a number of seconds in an answer, which may be missing or text. */
export function milliseconds(value: unknown, otherwise: number): number {
  const seconds = typeof value === "string" || typeof value === "number" ? Number(value) : NaN;
  return seconds > 0 && seconds < Infinity ? seconds * 1000 : otherwise;
}
