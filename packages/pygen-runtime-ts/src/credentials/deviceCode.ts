import type { Answer } from "../core/answer.ts";
import { isError } from "../core/apiError.ts";
import type { Credentials, LoginContext } from "../core/credentials.ts";
import { Secret } from "../core/secret.ts";
import { OAuth2Error } from "../errors.ts";
import { checkEndpoints, entraEndpoints, entraScopes, findEndpoint } from "./endpoints.ts";
import { ask, fieldsOf, formRequest, milliseconds, Refusal, type Token } from "./oauth2.ts";
import { PersonLogin, type PersonOptions } from "./person.ts";
import { RefreshingCredentials } from "./refreshing.ts";

/** What to tell the person who logs in. */
export interface DevicePrompt {
  /** The page to open. */
  readonly url: string;
  /** The code to type there. */
  readonly userCode: string;
  /** The page with the code filled in, if the provider has one; for a link or a QR code. */
  readonly completeUrl: string | undefined;
  /** Milliseconds in which to do it. */
  readonly expiresIn: number;
  /** All of it as a sentence. */
  readonly message: string;
}

/** How a device logs a person in. */
export interface DeviceCodeOptions extends PersonOptions {
  /** Called with what to tell the person; by default it is written to the console. */
  readonly prompt?: ((prompt: DevicePrompt) => void) | undefined;
}

/**
 * Shows a code; a person types it on a page of the identity provider, with a browser on any device, and logs in there
 * (RFC 8628). The login happens when a token is first needed, and again only when the refresh token, which is kept in
 * memory, is refused. Identity providers do not take it from pages in a browser: see `browserLogin`.
 *
 * @throws {PygenValidationError} if an address is missing or cannot be used
 */
export function deviceCode(options: DeviceCodeOptions): Credentials {
  checkEndpoints(options.endpoints, "tokenUrl", "deviceUrl");
  return new RefreshingCredentials(new DeviceLogin(options));
}

/** {@link deviceCode} for Microsoft Entra ID: addresses from the tenant, scopes from the cluster's base URL. */
export function entraDeviceCode(
  options: Pick<DeviceCodeOptions, "clientId" | "prompt" | "timeout"> & {
    readonly tenantId: string;
    readonly baseUrl: string;
  },
): Credentials {
  return deviceCode({
    ...options,
    endpoints: entraEndpoints(options.tenantId),
    scopes: entraScopes(options.baseUrl),
  });
}

/** A login that has begun and waits for the person. */
interface Begun {
  readonly code: Secret;
  readonly prompt: DevicePrompt;
  readonly interval: number;
}

/** Milliseconds to add when the provider says `slow_down` (RFC 8628 section 3.5). */
const SLOWER = 5_000;

class DeviceLogin extends PersonLogin {
  readonly #prompt: (prompt: DevicePrompt) => void;

  constructor(options: DeviceCodeOptions) {
    super(options);
    this.#prompt = options.prompt ?? ((prompt) => console.warn(prompt.message));
  }

  override async logIn(context: LoginContext, signal: AbortSignal): Promise<Token> {
    const { code, prompt, interval: first } = await this.#begin(context, signal);
    this.#prompt(prompt);
    const end = context.clock.now() + prompt.expiresIn;
    const form = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: code };
    for (let interval = first; context.clock.now() + interval <= end;) {
      await context.clock.sleep(interval, signal);
      const { url, answer } = await this.ask(form, context, signal);
      if (!(answer instanceof Refusal)) {
        return answer;
      }
      if (answer.code === "slow_down") {
        interval += SLOWER;
      } else if (answer.code !== "authorization_pending") {
        throw answer.asError(url, this.who, "Log in again");
      }
    }
    throw new OAuth2Error(`Nobody entered the code within ${prompt.expiresIn / 1000} seconds. Log in again`, {
      error: "expired_token",
    });
  }

  async #begin(context: LoginContext, signal: AbortSignal): Promise<Begun> {
    const url = await findEndpoint(this.endpoints, "deviceUrl", context, signal);
    const form = { client_id: this.clientId, scope: this.scope, audience: this.audience };
    const answer = await ask(formRequest(url, form), context, signal);
    const begun = isError(answer.status) ? undefined : this.#read(answer);
    if (begun === undefined) {
      const advice = "Check client id and scopes, and that the application may use device code";
      throw new Refusal(answer).asError(url, "to begin a login", advice);
    }
    return begun;
  }

  #read(answer: Answer): Begun | undefined {
    const body = fieldsOf(answer);
    // Some providers call the address of the page by the name of an early draft.
    const url = body["verification_uri"] ?? body["verification_url"];
    const { device_code: code, user_code: userCode, verification_uri_complete: complete } = body;
    if (typeof url !== "string" || typeof code !== "string" || typeof userCode !== "string") {
      return undefined;
    }
    const completeUrl = typeof complete === "string" ? complete : undefined;
    const expiresIn = Math.min(this.timeout, milliseconds(body["expires_in"], this.timeout));
    const minutes = Math.round(expiresIn / 60_000);
    const message = `To log in, open ${completeUrl ?? url} and enter the code ${userCode} within ${minutes} minutes.`;
    const prompt = { url, userCode, completeUrl, expiresIn, message };
    // RFC 8628 section 3.2: five seconds where the provider says nothing.
    return { code: new Secret(code), prompt, interval: milliseconds(body["interval"], 5_000) };
  }
}
