import type { ClientConfig } from "./clientConfig.ts";
import type { Credentials } from "./core/credentials.ts";
import { DEFAULT_CONCURRENCY, type OperationClass } from "./core/operationClass.ts";
import { clientCredentials } from "./credentials/clientCredentials.ts";
import { deviceCode } from "./credentials/deviceCode.ts";
import { cogniteEndpoints, type Endpoints, entraEndpoints, entraScope, entraScopes } from "./credentials/endpoints.ts";
import { token } from "./credentials/token.ts";
import { PygenValidationError } from "./errors.ts";

/** Variables by name, such as `process.env` or what `Deno.env.toObject()` gives. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The config that environment variables describe, by the names that the Cognite Toolkit uses.
 *
 * `CDF_PROJECT` and `CDF_CLUSTER` (or `CDF_URL`) say where. `LOGIN_FLOW` says how: `client_credentials` (the default),
 * `device_code` or `token`; `CDF_TOKEN` without `IDP_CLIENT_ID` means the last. `PROVIDER` is `entra_id` (the default;
 * needs `IDP_TENANT_ID` or `IDP_AUTHORITY_URL`), `cdf`, `auth0` or `other` (both need `IDP_TOKEN_URL` or
 * `IDP_DISCOVERY_URL`, device codes the latter). `IDP_CLIENT_ID` and `IDP_CLIENT_SECRET` log in, `IDP_SCOPES` (comma
 * separated) and `IDP_AUDIENCE` say what for. `CDF_CLIENT_TIMEOUT` sets the timeout in seconds; no operation class has
 * more than `CDF_CLIENT_MAX_WORKERS` requests at once.
 *
 * @throws {PygenValidationError} if a variable is missing or cannot be used; the message names it
 */
export function configFromEnv(environment: Environment): ClientConfig {
  const variables = new Variables(environment);
  const cluster = variables.get("CDF_CLUSTER");
  if (cluster?.includes("/") || cluster?.endsWith(".cognitedata.com")) {
    const written = JSON.stringify(cluster);
    throw new PygenValidationError(
      `CDF_CLUSTER is the name of a cluster, such as westeurope-1, not ${written}: give an address as CDF_URL`,
    );
  }
  const baseUrl = variables.get("CDF_URL") ?? (cluster && `https://${cluster}.cognitedata.com`);
  if (baseUrl === undefined) {
    throw new PygenValidationError("Set CDF_CLUSTER (for example westeurope-1) or CDF_URL in the environment");
  }
  const project = variables.required("CDF_PROJECT");
  const timeout = variables.above0("CDF_CLIENT_TIMEOUT");
  const workers = variables.above0("CDF_CLIENT_MAX_WORKERS");
  return {
    baseUrl,
    project,
    credentials: credentialsOf(variables, baseUrl, project),
    ...(timeout !== undefined && { timeout: timeout * 1000 }),
    ...(workers !== undefined && { concurrency: atMost(workers) }),
  };
}

function atMost(workers: number): Record<OperationClass, number> {
  const limits = { ...DEFAULT_CONCURRENCY };
  for (const key of Object.keys(limits) as OperationClass[]) {
    limits[key] = Math.min(limits[key], workers);
  }
  return limits;
}

class Variables {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** A value; undefined if it is missing or empty. */
  get(name: string): string | undefined {
    return this.#environment[name] || undefined;
  }

  required(name: string): string {
    const value = this.get(name);
    if (value === undefined) {
      throw new PygenValidationError(`Set ${name} in the environment`);
    }
    return value;
  }

  /** A value that is one of several; the first by default. */
  choice<C extends string>(name: string, choices: readonly [C, ...C[]]): C {
    const value = this.get(name)?.toLowerCase() ?? choices[0];
    const found = choices.find((one) => one === value);
    if (found === undefined) {
      throw new PygenValidationError(`${name} must be one of ${choices.join(", ")}, not ${JSON.stringify(value)}`);
    }
    return found;
  }

  /** A value that is a list, separated by commas. */
  list(name: string): readonly string[] | undefined {
    const texts = (this.get(name) ?? "").split(",").map((text) => text.trim()).filter(Boolean);
    return texts.length > 0 ? texts : undefined;
  }

  above0(name: string): number | undefined {
    const text = this.get(name);
    if (text !== undefined && !(Number(text) > 0)) {
      throw new PygenValidationError(`${name} must be a number above 0, not ${JSON.stringify(text)}`);
    }
    return text === undefined ? undefined : Number(text);
  }
}

const PROVIDERS = ["entra_id", "cdf", "auth0", "other"] as const;

function credentialsOf(variables: Variables, baseUrl: string, project: string): Credentials {
  const isOpen = variables.get("LOGIN_FLOW") === undefined && variables.get("IDP_CLIENT_ID") === undefined;
  const hasToken = variables.get("CDF_TOKEN") !== undefined;
  if (isOpen && !hasToken) {
    throw new PygenValidationError(
      "There is no login: set CDF_TOKEN, or IDP_CLIENT_ID, IDP_CLIENT_SECRET and IDP_TENANT_ID, in the environment",
    );
  }
  const flow = isOpen ? "token" : variables.choice("LOGIN_FLOW", ["client_credentials", "device_code", "token"]);
  if (flow === "token") {
    return token(variables.required("CDF_TOKEN"));
  }
  const provider = variables.choice("PROVIDER", PROVIDERS);
  const endpoints = endpointsOf(variables, provider);
  const clientId = variables.required("IDP_CLIENT_ID");
  const audience = variables.get("IDP_AUDIENCE") ??
    (provider === "auth0" ? `https://${project}.fusion.cognite.com/${project}` : undefined);
  const scopes = variables.list("IDP_SCOPES");
  if (flow === "device_code") {
    return deviceCode({ clientId, endpoints, audience, scopes: scopes ?? personScopes(provider, baseUrl) });
  }
  const clientSecret = variables.required("IDP_CLIENT_SECRET");
  const { tokenUrl, discoveryUrl } = endpoints;
  if (provider === "cdf") {
    // Cognite's own identity provider takes neither scope nor audience.
    return clientCredentials({ clientId, clientSecret, tokenUrl });
  }
  const asked = scopes ?? applicationScopes(provider, baseUrl);
  return clientCredentials({ clientId, clientSecret, tokenUrl, discoveryUrl, audience, scopes: asked });
}

type Provider = typeof PROVIDERS[number];

function endpointsOf(variables: Variables, provider: Provider): Endpoints {
  const tokenUrl = variables.get("IDP_TOKEN_URL");
  const discoveryUrl = variables.get("IDP_DISCOVERY_URL");
  if (provider === "cdf") {
    return { ...cogniteEndpoints(), ...(tokenUrl !== undefined && { tokenUrl }) };
  }
  if (provider === "entra_id" && tokenUrl === undefined && discoveryUrl === undefined) {
    const authority = variables.get("IDP_AUTHORITY_URL");
    return entraEndpoints(authority === undefined ? variables.required("IDP_TENANT_ID") : "", authority);
  }
  return { tokenUrl: tokenUrl ?? (discoveryUrl ? undefined : variables.required("IDP_TOKEN_URL")), discoveryUrl };
}

// Defaults of the Toolkit.
const AUTH0_SCOPES = ["IDENTITY", "user_impersonation"];

function applicationScopes(provider: Provider, baseUrl: string): readonly string[] | undefined {
  if (provider === "entra_id") {
    return [entraScope(baseUrl)];
  }
  return provider === "auth0" ? AUTH0_SCOPES : undefined;
}

function personScopes(provider: Provider, baseUrl: string): readonly string[] {
  if (provider === "entra_id") {
    return entraScopes(baseUrl);
  }
  return provider === "auth0" ? [...AUTH0_SCOPES, "offline_access"] : ["openid", "offline_access"];
}
