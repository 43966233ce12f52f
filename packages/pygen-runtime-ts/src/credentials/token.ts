import type { Credentials } from "../core/credentials.ts";
import { Secret } from "../core/secret.ts";

/** Gives a token each time it is asked. */
export type TokenSource = () => string | Promise<string>;

/**
 * A bearer token that the caller has already, or a function that gives one each time it is asked: before every request,
 * so it should be quick and keep its own token. White space around a token is dropped, such as the line break of a file.
 */
export function token(given: string | TokenSource): Credentials {
  return new TokenCredentials(given);
}

class TokenCredentials implements Credentials {
  readonly #given: Secret | TokenSource;

  constructor(given: string | TokenSource) {
    this.#given = typeof given === "string" ? new Secret(given.trim()) : given;
  }

  async token(): Promise<string> {
    return this.#given instanceof Secret ? this.#given.reveal() : (await this.#given()).trim();
  }

  async renew(): Promise<string | undefined> {
    return this.#given instanceof Secret ? undefined : (await this.#given()).trim();
  }
}
