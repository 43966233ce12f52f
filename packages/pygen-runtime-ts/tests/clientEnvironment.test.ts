// Configs by the environment variables of the Toolkit.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiClient, configFromEnv, type Environment, PygenValidationError } from "@cognite/pygen-runtime";

import { ScriptedClock } from "./scriptedClock.ts";
import { ScriptedService } from "./scriptedService.ts";

const WHERE = { CDF_CLUSTER: "westeurope-1", CDF_PROJECT: "p" } as const;
const APPLICATION = { ...WHERE, IDP_CLIENT_ID: "id", IDP_CLIENT_SECRET: "s3cr3t" } as const;

/** Where a login goes first, and what it asks for. */
async function loginOf(environment: Environment): Promise<{ url: string; form: Readonly<Record<string, string>> }> {
  const service = new ScriptedService(({ url }) => {
    const begun = { device_code: "d", user_code: "u", verification_uri: "https://idp.example" };
    const found = {
      token_endpoint: "https://idp.example/token",
      device_authorization_endpoint: "https://idp.example/d",
    };
    return url.includes("well-known") ? found : { ...begun, access_token: "one" };
  });
  const client = new ApiClient({ ...configFromEnv(environment), fetch: service.fetch, clock: new ScriptedClock() });
  await client.get("/models/spaces");
  const login = service.requests.find((request) => request.method === "POST");
  return { url: login?.url ?? "", form: Object.fromEntries(new URLSearchParams(login?.body)) };
}

test("a token alone is a login", async () => {
  const config = configFromEnv({ ...WHERE, CDF_TOKEN: "t", CDF_CLIENT_TIMEOUT: "30", CDF_CLIENT_MAX_WORKERS: "2" });

  assert.equal(config.baseUrl, "https://westeurope-1.cognitedata.com");
  assert.equal(config.project, "p");
  assert.equal(config.timeout, 30_000);
  assert.deepEqual([config.concurrency?.read, config.concurrency?.delete], [2, 1]);
  assert.equal((await loginOf({ ...WHERE, CDF_TOKEN: "t" })).url, "");
});

test("an address of its own stands above the cluster", () => {
  assert.equal(
    configFromEnv({ ...WHERE, CDF_URL: "http://localhost:1", CDF_TOKEN: "t" }).baseUrl,
    "http://localhost:1",
  );
});

const LOGINS: readonly (readonly [string, Environment, string, Readonly<Record<string, string>>])[] = [
  [
    "an application at Entra ID",
    { ...APPLICATION, IDP_TENANT_ID: "tenant" },
    "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
    { grant_type: "client_credentials", scope: "https://westeurope-1.cognitedata.com/.default" },
  ],
  [
    "an application at an authority, with scopes and audience",
    { ...APPLICATION, IDP_AUTHORITY_URL: "https://authority.example/t/", IDP_SCOPES: "a, b", IDP_AUDIENCE: "aud" },
    "https://authority.example/t/oauth2/v2.0/token",
    { grant_type: "client_credentials", scope: "a b", audience: "aud" },
  ],
  [
    "an application at Cognite's own provider, which takes neither",
    { ...APPLICATION, PROVIDER: "cdf", IDP_SCOPES: "a" },
    "https://auth.cognite.com/oauth2/token",
    { grant_type: "client_credentials" },
  ],
  [
    "an application at another address of that provider",
    { ...APPLICATION, PROVIDER: "CDF", IDP_TOKEN_URL: "https://cdf-idp.example/token" },
    "https://cdf-idp.example/token",
    { grant_type: "client_credentials" },
  ],
  [
    "an application at Auth0",
    { ...APPLICATION, PROVIDER: "auth0", IDP_TOKEN_URL: "https://me.auth0.example/token" },
    "https://me.auth0.example/token",
    {
      grant_type: "client_credentials",
      scope: "IDENTITY user_impersonation",
      audience: "https://p.fusion.cognite.com/p",
    },
  ],
  [
    "an application at a provider that is discovered",
    { ...APPLICATION, PROVIDER: "other", IDP_DISCOVERY_URL: "https://idp.example" },
    "https://idp.example/token",
    { grant_type: "client_credentials" },
  ],
  [
    "a person at Entra ID",
    { ...APPLICATION, LOGIN_FLOW: "device_code", IDP_TENANT_ID: "tenant" },
    "https://login.microsoftonline.com/tenant/oauth2/v2.0/devicecode",
    { client_id: "id", scope: "https://westeurope-1.cognitedata.com/.default openid profile offline_access" },
  ],
  [
    "a person at a provider that is discovered",
    { ...APPLICATION, LOGIN_FLOW: "device_code", PROVIDER: "other", IDP_DISCOVERY_URL: "https://idp.example" },
    "https://idp.example/d",
    { client_id: "id", scope: "openid offline_access" },
  ],
  [
    "a person at Auth0",
    { ...APPLICATION, LOGIN_FLOW: "device_code", PROVIDER: "auth0", IDP_DISCOVERY_URL: "https://idp.example" },
    "https://idp.example/d",
    {
      client_id: "id",
      scope: "IDENTITY user_impersonation offline_access",
      audience: "https://p.fusion.cognite.com/p",
    },
  ],
];

for (const [who, environment, url, form] of LOGINS) {
  test(`${who} logs in`, async (context) => {
    context.mock.method(console, "warn", () => undefined);

    assert.deepEqual(await loginOf(environment), { url, form });
  });
}

const REFUSED: readonly (readonly [string, Environment, RegExp])[] = [
  ["no place", { CDF_PROJECT: "p" }, /Set CDF_CLUSTER .* or CDF_URL/],
  ["no project", { CDF_CLUSTER: "c" }, /Set CDF_PROJECT/],
  ["no login", WHERE, /There is no login: set CDF_TOKEN, or IDP_CLIENT_ID, IDP_CLIENT_SECRET and IDP_TENANT_ID, in/],
  ["no tenant", APPLICATION, /Set IDP_TENANT_ID/],
  ["an address as a cluster", { ...WHERE, CDF_CLUSTER: "https://c.cognitedata.com" }, /CDF_CLUSTER .* as CDF_URL/],
  ["no secret", { ...APPLICATION, IDP_TENANT_ID: "t", IDP_CLIENT_SECRET: "" }, /Set IDP_CLIENT_SECRET/],
  ["no provider's address", { ...APPLICATION, PROVIDER: "other" }, /Set IDP_TOKEN_URL/],
  ["no token", { ...APPLICATION, LOGIN_FLOW: "token" }, /Set CDF_TOKEN/],
  ["a flow that is none", { ...APPLICATION, LOGIN_FLOW: "magic" }, /LOGIN_FLOW must be one of client_credentials, /],
  ["a provider that is none", { ...APPLICATION, PROVIDER: "me" }, /PROVIDER must be one of entra_id, /],
  ["a timeout that is none", { ...WHERE, CDF_CLIENT_TIMEOUT: "soon" }, /CDF_CLIENT_TIMEOUT must be a number above 0/],
];

for (const [what, environment, message] of REFUSED) {
  test(`${what} is refused, by the name of the variable`, () => {
    assert.throws(() => configFromEnv(environment), (error: unknown) => {
      assert.ok(error instanceof PygenValidationError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /s3cr3t/);
      return true;
    });
  });
}
