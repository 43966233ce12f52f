import type { Credentials, LoginContext } from "../core/credentials.ts";
import type { Secret } from "../core/secret.ts";
import { OAuth2Error } from "../errors.ts";
import { Flight } from "./flight.ts";
import type { Token } from "./oauth2.ts";

/** How a token is got. The signal is aborted when nobody waits for it any more. */
export interface Login {
  /** Gets a first token. Rejects with `OAuth2Error` if there is none. */
  logIn(context: LoginContext, signal: AbortSignal): Promise<Token>;
  /** Gets a token for a refresh token. Rejects with an `OAuth2Error` that has a code if the provider refuses. */
  refresh?(refresh: Secret, context: LoginContext, signal: AbortSignal): Promise<Token>;
}

/**
 * Logs in when a token is first needed, keeps it in memory, and replaces it before it ends. One object may serve many
 * calls and clients: of those who need a new token one fetches it, the others wait for the same.
 */
export class RefreshingCredentials implements Credentials {
  readonly #login: Login;
  #current: Token | undefined;
  #flight: Flight<Token> | undefined;

  constructor(login: Login) {
    this.#login = login;
  }

  async token(context: LoginContext): Promise<string> {
    const current = this.#current;
    const isGood = current !== undefined && context.clock.now() < current.outdated;
    return (isGood ? current : await this.#replaced(context)).text.reveal();
  }

  async renew(refused: string, context: LoginContext): Promise<string> {
    const current = this.#current;
    const isOther = current !== undefined && current.text.reveal() !== refused;
    return (isOther ? current : await this.#replaced(context)).text.reveal();
  }

  async #replaced(context: LoginContext): Promise<Token> {
    let flight = this.#flight;
    if (flight === undefined || flight.isOver) {
      flight = new Flight(async (signal) => this.#current = await this.#fetched(context, signal));
      this.#flight = flight;
    }
    return await flight.join(context.signal);
  }

  async #fetched(context: LoginContext, signal: AbortSignal): Promise<Token> {
    const refresh = this.#current?.refresh;
    if (refresh !== undefined && this.#login.refresh !== undefined) {
      try {
        return await this.#login.refresh(refresh, context, signal);
      } catch (error) {
        // Where the provider refused only a new login helps; if it gave no answer, that would not help either.
        if (!(error instanceof OAuth2Error) || error.error === undefined) {
          throw error;
        }
      }
    }
    return await this.#login.logIn(context, signal);
  }
}
