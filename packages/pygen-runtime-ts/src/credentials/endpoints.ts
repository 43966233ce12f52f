import { isError } from "../core/apiError.ts";
import type { LoginContext } from "../core/credentials.ts";
import { checkedUrl } from "../core/urls.ts";
import { OAuth2Error, PygenError, PygenValidationError } from "../errors.ts";
import { ask, fieldsOf } from "./oauth2.ts";

/** Addresses of an identity provider. What is left out is looked up at `discoveryUrl`. */
export interface Endpoints {
  /** Gives tokens. */
  readonly tokenUrl?: string | undefined;
  /** Where a person logs in. */
  readonly authorizationUrl?: string | undefined;
  /** Begins the login of a device. */
  readonly deviceUrl?: string | undefined;
  /** Root of a provider that speaks OpenID Connect, with or without `/.well-known/openid-configuration`. */
  readonly discoveryUrl?: string | undefined;
  /** Take plain `http` for any host. Secrets then travel in the clear. */
  readonly allowInsecureHttp?: boolean | undefined;
}

type EndpointName = "tokenUrl" | "authorizationUrl" | "deviceUrl";

const METADATA: Readonly<Record<EndpointName, string>> = {
  tokenUrl: "token_endpoint",
  authorizationUrl: "authorization_endpoint",
  deviceUrl: "device_authorization_endpoint",
};

const WELL_KNOWN = "/.well-known/openid-configuration";

/**
 * Addresses of Microsoft Entra ID for a tenant, or at an authority such as
 * `https://login.microsoftonline.com/my-tenant`.
 */
export function entraEndpoints(tenantId: string, authorityUrl?: string): Endpoints {
  const authority = authorityUrl ?? `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}`;
  const root = `${authority.replace(/\/+$/, "")}/oauth2/v2.0`;
  return { tokenUrl: `${root}/token`, authorizationUrl: `${root}/authorize`, deviceUrl: `${root}/devicecode` };
}

/** Addresses of Cognite's own identity provider: one for all organisations. */
export function cogniteEndpoints(): Endpoints {
  return { tokenUrl: "https://auth.cognite.com/oauth2/token", discoveryUrl: "https://auth.cognite.com" };
}

/** What a person's login at Microsoft Entra ID asks for: all that the application may, and refresh tokens. */
export function entraScopes(baseUrl: string): readonly string[] {
  return [entraScope(baseUrl), "openid", "profile", "offline_access"];
}

/** What an application asks Microsoft Entra ID for. */
export function entraScope(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, "")}/.default`;
}

/**
 * Checks that addresses can be used, and that those which are needed are known or can be found.
 *
 * @throws {PygenValidationError} if not
 */
export function checkEndpoints(endpoints: Endpoints, ...needed: readonly EndpointName[]): void {
  for (const name of ["tokenUrl", "authorizationUrl", "deviceUrl", "discoveryUrl"] as const) {
    const url = endpoints[name];
    if (url !== undefined) {
      checkedUrl(name, url, { allowInsecureHttp: endpoints.allowInsecureHttp, allowQuery: true });
    }
  }
  const missing = needed.filter((name) => endpoints[name] === undefined);
  if (missing.length > 0 && endpoints.discoveryUrl === undefined) {
    throw new PygenValidationError(`Give ${missing.join(" and ")}, or discoveryUrl to find what is missing`);
  }
}

/**
 * One address of a provider.
 *
 * @throws {OAuth2Error} if the provider does not say it, or says what would send secrets in the clear
 */
export async function findEndpoint(
  endpoints: Endpoints,
  name: EndpointName,
  context: LoginContext,
  signal: AbortSignal,
): Promise<string> {
  const known = endpoints[name];
  if (known !== undefined) {
    return known;
  }
  const root = (endpoints.discoveryUrl ?? "").replace(/\/+$/, "");
  const url = root.endsWith(WELL_KNOWN) ? root : root + WELL_KNOWN;
  const answer = await ask({ method: "GET", url, headers: { Accept: "application/json" } }, context, signal);
  const found = fieldsOf(answer)[METADATA[name]];
  if (isError(answer.status) || typeof found !== "string") {
    throw new OAuth2Error(
      `The identity provider says no ${METADATA[name]} at ${url} (status ${answer.status}). Check discoveryUrl`,
    );
  }
  try {
    checkedUrl(name, found, { allowInsecureHttp: endpoints.allowInsecureHttp, allowQuery: true });
  } catch (error) {
    throw new OAuth2Error(`What ${url} says cannot be used: ${error instanceof PygenError ? error.message : ""}`);
  }
  return found;
}
