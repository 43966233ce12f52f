import type { Credentials, LoginContext } from "../core/credentials.ts";
import type { LoginRequest } from "../core/credentials.ts";
import { Secret } from "../core/secret.ts";
import {
  checkEndpoints,
  cogniteEndpoints,
  type Endpoints,
  entraEndpoints,
  entraScope,
  findEndpoint,
} from "./endpoints.ts";
import { askForToken, type Form, formRequest, Refusal, type Token } from "./oauth2.ts";
import { type Login, RefreshingCredentials } from "./refreshing.ts";

/** An application that logs in with its own id and secret. */
export interface Application {
  /** Id of the application. */
  readonly clientId: string;
  /**
   * Its secret; or a function that gives a signed JWT each time it is asked (RFC 7523), for applications that prove
   * themselves with a certificate or a federated identity.
   */
  readonly clientSecret: string | (() => string | Promise<string>);
}

/** Where an application logs in, and what for. */
export interface ClientCredentialsOptions extends Application {
  /** Token endpoint of the identity provider. */
  readonly tokenUrl?: string | undefined;
  /** Where to find the token endpoint instead: the root of a provider that speaks OpenID Connect. */
  readonly discoveryUrl?: string | undefined;
  /** Scopes to ask for. */
  readonly scopes?: readonly string[] | undefined;
  /** Audience to ask for, where the provider wants one. */
  readonly audience?: string | undefined;
  /** Take plain `http` for any host. The secret then travels in the clear. */
  readonly allowInsecureHttp?: boolean | undefined;
}

/**
 * Logs an application in (OAuth2 client credentials), keeps the token in memory, and gets a new one half a minute before
 * it ends. One object may serve many clients: of those who need a new token one fetches it, the others wait. Not for
 * browsers, where a secret is none.
 *
 * @throws {PygenValidationError} if an address is missing or cannot be used
 */
export function clientCredentials(options: ClientCredentialsOptions): Credentials {
  checkEndpoints(options, "tokenUrl");
  return new RefreshingCredentials(new ApplicationLogin(options));
}

/** {@link clientCredentials} for Microsoft Entra ID: token URL from the tenant, scope from the cluster's base URL. */
export function entraClientCredentials(
  options: Application & { readonly tenantId: string; readonly baseUrl: string },
): Credentials {
  const { tokenUrl } = entraEndpoints(options.tenantId);
  return clientCredentials({ ...options, tokenUrl, scopes: [entraScope(options.baseUrl)] });
}

/** {@link clientCredentials} for Cognite's own identity provider, which takes neither scope nor audience. */
export function cogniteClientCredentials(options: Application): Credentials {
  return clientCredentials({ ...options, tokenUrl: cogniteEndpoints().tokenUrl });
}

class ApplicationLogin implements Login {
  readonly #clientId: string;
  readonly #secret: Secret | (() => string | Promise<string>);
  readonly #endpoints: Endpoints;
  readonly #form: Form;

  constructor(options: ClientCredentialsOptions) {
    const { clientId, clientSecret, tokenUrl, discoveryUrl, allowInsecureHttp, scopes = [], audience } = options;
    this.#clientId = clientId;
    this.#secret = typeof clientSecret === "string" ? new Secret(clientSecret) : clientSecret;
    this.#endpoints = { tokenUrl, discoveryUrl, allowInsecureHttp };
    this.#form = { grant_type: "client_credentials", scope: scopes.join(" ") || undefined, audience };
  }

  async logIn(context: LoginContext, signal: AbortSignal): Promise<Token> {
    const url = await findEndpoint(this.#endpoints, "tokenUrl", context, signal);
    const answer = await askForToken(await this.#request(url), context, signal);
    if (answer instanceof Refusal) {
      const who = `the login of client ${JSON.stringify(this.#clientId)}`;
      throw answer.asError(url, who, "Check client id, secret and scopes");
    }
    return answer;
  }

  async #request(url: string): Promise<LoginRequest> {
    if (this.#secret instanceof Secret) {
      return formRequest(url, this.#form, { clientId: this.#clientId, clientSecret: this.#secret });
    }
    return formRequest(url, {
      ...this.#form,
      client_id: this.#clientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: new Secret(await this.#secret()),
    });
  }
}
