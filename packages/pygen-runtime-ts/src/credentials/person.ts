import type { LoginContext } from "../core/credentials.ts";
import type { Secret } from "../core/secret.ts";
import { type Endpoints, findEndpoint } from "./endpoints.ts";
import { askForToken, type Form, formRequest, Refusal, type Token } from "./oauth2.ts";
import type { Login } from "./refreshing.ts";

/** What all logins of a person need to know. */
export interface PersonOptions {
  /** Id of the application, which must be a public client. */
  readonly clientId: string;
  /** Where the provider is: its addresses, or where to discover them. */
  readonly endpoints: Endpoints;
  /** Scopes to ask for; `offline_access` gets a refresh token from most providers. */
  readonly scopes?: readonly string[] | undefined;
  /** Audience to ask for, where the provider wants one. */
  readonly audience?: string | undefined;
  /** Milliseconds that the person has. By default 300,000. */
  readonly timeout?: number | undefined;
}

/** Milliseconds that a person has to log in, unless told otherwise. */
const LOGIN_TIMEOUT = 300_000;

/** A public client, and a refresh token, kept in memory, that spares the next login. */
export abstract class PersonLogin implements Login {
  protected readonly clientId: string;
  protected readonly endpoints: Endpoints;
  protected readonly scope: string | undefined;
  protected readonly audience: string | undefined;
  protected readonly timeout: number;

  constructor(options: PersonOptions) {
    this.clientId = options.clientId;
    this.endpoints = options.endpoints;
    this.scope = options.scopes?.join(" ") || undefined;
    this.audience = options.audience;
    this.timeout = options.timeout ?? LOGIN_TIMEOUT;
  }

  abstract logIn(context: LoginContext, signal: AbortSignal): Promise<Token>;

  async refresh(refresh: Secret, context: LoginContext, signal: AbortSignal): Promise<Token> {
    const form = { grant_type: "refresh_token", refresh_token: refresh, scope: this.scope };
    const { url, answer } = await this.ask(form, context, signal);
    if (answer instanceof Refusal) {
      throw answer.asError(url, "to refresh the login", "Log in again", answer.code ?? "invalid_grant");
    }
    // A provider that does not rotate refresh tokens gives none again (RFC 6749 section 6).
    return { ...answer, refresh: answer.refresh ?? refresh };
  }

  /** Asks the token endpoint, as this client. */
  protected async ask(
    form: Form,
    context: LoginContext,
    signal: AbortSignal,
  ): Promise<{ readonly url: string; readonly answer: Token | Refusal }> {
    const url = await findEndpoint(this.endpoints, "tokenUrl", context, signal);
    const request = formRequest(url, { ...form, client_id: this.clientId });
    return { url, answer: await askForToken(request, context, signal) };
  }

  /** How an error names this login. */
  protected get who(): string {
    return `the login with client ${JSON.stringify(this.clientId)}`;
  }
}
