// Logins of applications, against the emulator and against a provider that does what a test wants.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  ApiClient,
  clientCredentials,
  type ClientCredentialsOptions,
  cogniteClientCredentials,
  type Credentials,
  entraClientCredentials,
  OAuth2Error,
  PygenValidationError,
  type ResponseEvent,
  token,
} from "@cognite/pygen-runtime";

import { Emulator } from "./emulator.ts";
import { ScriptedClock } from "./scriptedClock.ts";
import { type Reply, ScriptedService, type SentRequest } from "./scriptedService.ts";

const LOGIN = "https://login.example/token";
const APPLICATION = { clientId: "my app", clientSecret: "s3cr3t&=%", tokenUrl: LOGIN } as const;

let cdf: Emulator;

before(async () => {
  cdf = await Emulator.start();
});

after(async () => await cdf.stop());

/** A client of a service that takes any token; its provider gives `one`, `two` and so on, unless told otherwise. */
function clientOf(credentials: Credentials, login?: (request: SentRequest) => Reply | Promise<Reply>) {
  const clock = new ScriptedClock();
  let count = 0;
  const given = () => ({ access_token: ["one", "two", "three"][count++], expires_in: 3600 });
  const service = new ScriptedService((request) => {
    if (request.url.startsWith("https://cdf.example")) {
      return {};
    }
    return request.url.includes(".well-known") || login !== undefined ? login?.(request) ?? {} : given();
  });
  const client = new ApiClient({
    baseUrl: "https://cdf.example",
    project: "p",
    credentials,
    clock,
    retry: { maxRetries: 0, maxConnectionRetries: 0 },
    fetch: service.fetch,
  });
  return { client, service, clock };
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(() => assert.fail("no error"), (error: unknown) => error);
}

test("an application logs in with its secret", async () => {
  const { baseUrl, project, clientId, clientSecret, tokenUrl } = cdf;
  const credentials = clientCredentials({ clientId, clientSecret, tokenUrl });
  await using client = new ApiClient({ baseUrl, project, credentials });

  const answer = await client.get("/models/spaces");

  assert.equal(answer.status, 200);
});

test("a token that expires early is replaced, and nobody sees it", async () => {
  const { baseUrl, project, clientId, clientSecret, tokenUrl } = cdf;
  const credentials = clientCredentials({ clientId, clientSecret, tokenUrl });
  const statuses: (number | undefined)[] = [];
  const hooks = [{ onResponse: ({ status }: ResponseEvent) => void statuses.push(status) }];
  await using client = new ApiClient({ baseUrl, project, credentials, hooks });
  await cdf.fail("GET /models/spaces token-expired x1");

  await client.get("/models/spaces");

  assert.deepEqual(statuses, [200, 401, 200, 200]);
});

test("a wrong secret is an error that names the client and not the secret", async () => {
  const { baseUrl, project, clientId, tokenUrl } = cdf;
  const credentials = clientCredentials({ clientId, clientSecret: "s3cr3t", tokenUrl });
  await using client = new ApiClient({ baseUrl, project, credentials });

  const error = await rejection(client.get("/models/spaces"));

  assert.ok(error instanceof OAuth2Error);
  assert.equal(error.error, "invalid_client");
  assert.match(error.message, new RegExp(`the login of client "${clientId}".*Check client id, secret and scopes`));
  assert.doesNotMatch(error.message, /s3cr3t/);
});

test("id and secret travel by HTTP Basic, form-encoded, and scopes and audience in the form", async () => {
  const { client, service } = clientOf(clientCredentials({ ...APPLICATION, scopes: ["a", "b"], audience: "aud" }));

  await client.get("/models/spaces");

  const [login] = service.to(LOGIN);
  assert.equal(atob(login?.headers.get("authorization")?.replace("Basic ", "") ?? ""), "my+app:s3cr3t%26%3D%25");
  assert.deepEqual(Object.fromEntries(new URLSearchParams(login?.body)), {
    grant_type: "client_credentials",
    scope: "a b",
    audience: "aud",
  });
});

test("many requests at once need one login", async () => {
  const { client, service } = clientOf(clientCredentials(APPLICATION));

  await Promise.all(Array.from({ length: 10 }, () => client.get("/models/spaces")));

  assert.equal(service.to(LOGIN).length, 1);
});

test("one object serves many clients with one login", async () => {
  const credentials = clientCredentials(APPLICATION);
  const one = clientOf(credentials);
  const other = clientOf(credentials);

  await Promise.all([one.client.get("/models/spaces"), other.client.get("/models/spaces")]);

  assert.equal(one.service.to(LOGIN).length + other.service.to(LOGIN).length, 1);
});

test("who gives up does not take the login from the others", async () => {
  let give = (_reply: Reply): void => undefined;
  const given = new Promise<Reply>((resolve) => give = resolve);
  const { client } = clientOf(clientCredentials(APPLICATION), () => given);
  const impatient = new AbortController();
  const first = rejection(client.get("/models/spaces", {}, { signal: impatient.signal }));
  const second = client.get("/models/spaces");

  impatient.abort("enough");
  give({ access_token: "one" });

  assert.equal(await first, "enough");
  assert.equal((await second).status, 200);
});

test("a client that is closed does not take the login from another one", async () => {
  let give = (_reply: Reply): void => undefined;
  const given = new Promise<Reply>((resolve) => give = resolve);
  const credentials = clientCredentials(APPLICATION);
  const one = clientOf(credentials, () => given);
  const other = clientOf(credentials);
  const first = rejection(one.client.get("/models/spaces"));
  const second = other.client.get("/models/spaces");

  one.client.close();
  give({ access_token: "one" });

  assert.match(String(await first), /closed/);
  assert.equal((await second).status, 200);
});

test("a login that nobody waits for is given up, and the next one begins anew", async () => {
  let logins = 0;
  const { client } = clientOf(
    clientCredentials(APPLICATION),
    () => ++logins === 1 ? new Promise<Reply>(() => undefined) : { access_token: "two" },
  );
  const impatient = new AbortController();
  const first = rejection(client.get("/models/spaces", {}, { signal: impatient.signal }));
  await new Promise((resolve) => setTimeout(resolve));
  impatient.abort("enough");
  await first;

  const answer = await client.get("/models/spaces");

  assert.equal(answer.status, 200);
  assert.equal(logins, 2);
});

test("a deadline bounds the login, too", async () => {
  const { client, clock } = clientOf(clientCredentials(APPLICATION), () => new Promise<Reply>(() => undefined));

  const error = await rejection(client.get("/models/spaces", {}, { deadline: new Date(clock.time + 20) }));

  assert.equal((error as Error).name, "DeadlineExceededError");
});

test("applications that sign prove themselves with an assertion, a new one for each login", async () => {
  let count = 0;
  const clientSecret = () => Promise.resolve(`signed ${++count}`);
  const { client, service, clock } = clientOf(clientCredentials({ ...APPLICATION, clientSecret }));

  await client.get("/models/spaces");
  clock.time += 3_600_000;
  await client.get("/models/spaces");

  const forms = service.to(LOGIN).map((request) => Object.fromEntries(new URLSearchParams(request.body)));
  assert.deepEqual(forms.map((form) => form["client_assertion"]), ["signed 1", "signed 2"]);
  assert.equal(forms[0]?.["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  assert.equal(service.to(LOGIN)[0]?.headers.get("authorization"), null);
});

test("the token endpoint is discovered where it is not known", async () => {
  const { client, service } = clientOf(
    clientCredentials({ clientId: "id", clientSecret: "secret", discoveryUrl: "https://login.example/" }),
    (request) => request.url.includes(".well-known") ? { token_endpoint: LOGIN } : { access_token: "one" },
  );

  await client.get("/models/spaces");

  assert.deepEqual(service.requests.map((request) => request.url), [
    "https://login.example/.well-known/openid-configuration",
    LOGIN,
    "https://cdf.example/api/v1/projects/p/models/spaces",
  ]);
});

const DISCOVERED: readonly (readonly [string, Reply, RegExp])[] = [
  ["says nothing", {}, /says no token_endpoint at .*Check discoveryUrl/],
  ["is not there", new Response("", { status: 404 }), /status 404/],
  [
    "sends secrets in the clear",
    { token_endpoint: "http://login.example/token" },
    /cannot be used: tokenUrl .* in the clear/,
  ],
];

for (const [what, reply, message] of DISCOVERED) {
  test(`a discovery that ${what} is an error`, async () => {
    const options = { clientId: "id", clientSecret: "secret", discoveryUrl: "https://login.example" };
    const { client } = clientOf(clientCredentials(options), () => reply);

    const error = await rejection(client.get("/models/spaces"));

    assert.ok(error instanceof OAuth2Error);
    assert.match(error.message, message);
  });
}

test("Entra ID and Cognite's own provider have shortcuts", async () => {
  const application = { clientId: "id", clientSecret: "secret" };
  const entra = clientOf(
    entraClientCredentials({ ...application, tenantId: "my-tenant", baseUrl: "https://westeurope-1.cognitedata.com/" }),
  );
  const cognite = clientOf(cogniteClientCredentials(application));

  await entra.client.get("/models/spaces");
  await cognite.client.get("/models/spaces");

  const [entraLogin] = entra.service.requests;
  assert.equal(entraLogin?.url, "https://login.microsoftonline.com/my-tenant/oauth2/v2.0/token");
  assert.match(decodeURIComponent(entraLogin?.body ?? ""), /scope=https:\/\/westeurope-1.cognitedata.com\/.default/);
  const [cogniteLogin] = cognite.service.requests;
  assert.equal(cogniteLogin?.url, "https://auth.cognite.com/oauth2/token");
  assert.equal(cogniteLogin?.body, "grant_type=client_credentials");
});

const REFUSED: readonly (readonly [string, Partial<ClientCredentialsOptions>, RegExp])[] = [
  ["no address", { tokenUrl: undefined }, /Give tokenUrl, or discoveryUrl/],
  ["an address in the clear", { tokenUrl: "http://login.example/token" }, /tokenUrl .* in the clear/],
  ["what is no address", { tokenUrl: "login.example" }, /tokenUrl must look like https:/],
];

for (const [what, options, message] of REFUSED) {
  test(`${what} is refused before anything is sent`, () => {
    assert.throws(() => clientCredentials({ ...APPLICATION, ...options }), (error: unknown) => {
      assert.ok(error instanceof PygenValidationError);
      assert.match(error.message, message);
      return true;
    });
  });
}

test("a function gives the token of each request, and another one after a refusal", async () => {
  const tokens = ["old", "new\n"];
  const service = new ScriptedService(({ headers }) =>
    headers.get("authorization") === "Bearer new" ? {} : new Response("{}", { status: 401 })
  );
  const client = new ApiClient({
    baseUrl: "https://cdf.example",
    project: "p",
    credentials: token(() => tokens.shift() ?? "none"),
    fetch: service.fetch,
  });

  const answer = await client.get("/models/spaces");

  assert.equal(answer.status, 200);
  assert.deepEqual(service.requests.map(({ headers }) => headers.get("authorization")), ["Bearer old", "Bearer new"]);
});

test("an object of the caller's own gives tokens, too", async () => {
  const { client, service } = clientOf({ token: () => "own" });

  await client.get("/models/spaces");

  assert.equal(service.requests[0]?.headers.get("authorization"), "Bearer own");
});
