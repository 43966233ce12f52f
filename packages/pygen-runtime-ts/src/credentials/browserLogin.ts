import type { Credentials, LoginContext } from "../core/credentials.ts";
import { isRecord } from "../core/apiError.ts";
import { Secret } from "../core/secret.ts";
import { OAuth2Error } from "../errors.ts";
import { checkEndpoints, entraEndpoints, entraScopes, findEndpoint } from "./endpoints.ts";
import { type LoginPage, popup } from "./loginPage.ts";
import { Refusal, type Token } from "./oauth2.ts";
import { PersonLogin, type PersonOptions } from "./person.ts";
import { RefreshingCredentials } from "./refreshing.ts";

/** How a browser logs a person in. */
export interface BrowserLoginOptions extends PersonOptions {
  /** Where the provider sends the browser back to, as registered with it. */
  readonly redirectUri: string;
  /**
   * The way to the provider's page and back: `popup()` by default, `samePage()`, or one of the caller's own, such as a
   * program that opens a browser and listens on a port of its machine.
   */
  readonly page?: LoginPage | undefined;
}

/**
 * Sends a person to the page of the identity provider to log in (authorization code with PKCE, RFC 7636). The login
 * happens when a token is first needed, and again only when the refresh token, which is kept in memory, is refused.
 *
 * @throws {PygenValidationError} if an address is missing or cannot be used
 */
export function browserLogin(options: BrowserLoginOptions): Credentials {
  checkEndpoints(options.endpoints, "tokenUrl", "authorizationUrl");
  return new RefreshingCredentials(new BrowserLogin(options));
}

/** {@link browserLogin} for Microsoft Entra ID: addresses from the tenant, scopes from the cluster's base URL. */
export function entraBrowserLogin(
  options: Pick<BrowserLoginOptions, "clientId" | "redirectUri" | "page" | "timeout"> & {
    readonly tenantId: string;
    readonly baseUrl: string;
  },
): Credentials {
  return browserLogin({
    ...options,
    endpoints: entraEndpoints(options.tenantId),
    scopes: entraScopes(options.baseUrl),
  });
}

/** What proves that who comes back is who went: both are random, and only this program knows them. */
interface Proof {
  readonly state: Secret;
  readonly verifier: Secret;
}

const STORAGE_KEY = "@cognite/pygen-runtime/login";

class BrowserLogin extends PersonLogin {
  readonly #redirectUri: string;
  readonly #page: LoginPage;

  constructor(options: BrowserLoginOptions) {
    super(options);
    this.#redirectUri = options.redirectUri;
    this.#page = options.page ?? popup();
  }

  override async logIn(context: LoginContext, signal: AbortSignal): Promise<Token> {
    const kept = this.#takeProof();
    const cameBack = kept && returned(this.#page.cameBackTo ?? "", kept);
    if (kept !== undefined && cameBack !== undefined) {
      return await this.#exchange(cameBack, kept, context, signal);
    }
    const proof = newProof();
    return await this.#exchange(await this.#visit(proof, context, signal), proof, context, signal);
  }

  async #visit(proof: Proof, context: LoginContext, signal: AbortSignal): Promise<URLSearchParams> {
    const url = new URL(await findEndpoint(this.endpoints, "authorizationUrl", context, signal));
    const query: Readonly<Record<string, string | undefined>> = {
      response_type: "code",
      client_id: this.clientId,
      redirect_uri: this.#redirectUri,
      scope: this.scope,
      audience: this.audience,
      state: proof.state.reveal(),
      code_challenge: await challenge(proof.verifier),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        url.searchParams.set(name, value);
      }
    }
    this.#keep(proof);
    const inTime = new AbortController();
    const end = (): void => inTime.abort(signal.reason);
    signal.addEventListener("abort", end, { once: true });
    const timer = setTimeout(() => inTime.abort(tooLate(this.timeout)), this.timeout);
    try {
      const address = await this.#page.open(url.href, this.#redirectUri, inTime.signal);
      const found = returned(address, proof);
      if (found === undefined) {
        throw new OAuth2Error("The browser came back from another login than the one that is waited for. Log in again");
      }
      return found;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      this.#takeProof();
    }
  }

  async #exchange(query: URLSearchParams, proof: Proof, context: LoginContext, signal: AbortSignal): Promise<Token> {
    const code = query.get("code");
    const error = query.get("error") ?? (code ? undefined : "no code came back");
    if (!code || error !== undefined) {
      const said = [error, query.get("error_description")].filter(Boolean).join(": ");
      throw new OAuth2Error(`The login failed (${said}). Log in again`, { error });
    }
    const { url, answer } = await this.ask(
      {
        grant_type: "authorization_code",
        code: new Secret(code),
        redirect_uri: this.#redirectUri,
        code_verifier: proof.verifier,
      },
      context,
      signal,
    );
    if (answer instanceof Refusal) {
      throw answer.asError(url, this.who, "Check client id and redirect URI");
    }
    return answer;
  }

  #keep(proof: Proof): void {
    const kept = { state: proof.state.reveal(), verifier: proof.verifier.reveal() };
    this.#page.storage?.setItem(STORAGE_KEY, JSON.stringify(kept));
  }

  /** What was kept, once: a code serves one time only. */
  #takeProof(): Proof | undefined {
    const text = this.#page.storage?.getItem(STORAGE_KEY);
    this.#page.storage?.removeItem(STORAGE_KEY);
    const kept: unknown = text ? JSON.parse(text) : undefined;
    if (!isRecord(kept) || typeof kept["state"] !== "string" || typeof kept["verifier"] !== "string") {
      return undefined;
    }
    return { state: new Secret(kept["state"]), verifier: new Secret(kept["verifier"]) };
  }
}

/** The query with which the browser came back, if it belongs to this login. */
function returned(address: string, proof: Proof): URLSearchParams | undefined {
  const query = URL.canParse(address) ? new URL(address).searchParams : undefined;
  return query?.get("state") === proof.state.reveal() ? query : undefined;
}

function tooLate(timeout: number): OAuth2Error {
  return new OAuth2Error(`Nobody logged in within ${timeout / 1000} seconds. Log in again`);
}

function newProof(): Proof {
  return { state: new Secret(randomText()), verifier: new Secret(randomText()) };
}

/** 43 characters that can stand in an address. */
function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challenge(verifier: Secret): Promise<string> {
  const bytes = new TextEncoder().encode(verifier.reveal());
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
