// What a client takes, what it refuses before anything is sent, and what it tells of its requests.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";

import {
  ApiClient,
  browserLogin,
  type ClientConfig,
  clientCredentials,
  deviceCode,
  PygenConnectionError,
  PygenError,
  PygenValidationError,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
  token,
} from "@cognite/pygen-runtime";

import { ScriptedClock } from "./scriptedClock.ts";
import { ScriptedService } from "./scriptedService.ts";

const CONFIG: ClientConfig = { baseUrl: "https://cdf.example/", project: "p", credentials: token("own") };

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(() => assert.fail("no error"), (error: unknown) => error);
}

const REFUSED: readonly (readonly [string, Partial<ClientConfig>, RegExp])[] = [
  ["an address without a scheme", { baseUrl: "cdf.example" }, /baseUrl must look like https:/],
  ["an address with a query", { baseUrl: "https://cdf.example?x=1" }, /baseUrl must look like https:/],
  ["an address with a login", { baseUrl: "https://me:s3cr3t@cdf.example" }, /baseUrl must look like https:/],
  ["an address in the clear", { baseUrl: "http://cdf.example" }, /baseUrl .* in the clear: use https/],
  ["no project", { project: "" }, /project must be the url name/],
  ["a project that leads elsewhere", { project: "../x" }, /project must be the url name/],
  ["a project of dots", { project: ".." }, /project must be the url name/],
  ["a client name with a line break", { clientName: "a\nb" }, /clientName must be printable ASCII/],
  ["credentials that give no token", { credentials: {} as ClientConfig["credentials"] }, /credentials must be made/],
  ["a timeout of nothing", { timeout: 0 }, /timeout must be above 0/],
  ["a rate of nothing", { requestsPerSecond: 0 }, /requestsPerSecond must be above 0/],
  ["a number of retries that is none", { retry: { maxRetries: NaN } }, /retry.maxRetries must be at least 0/],
  ["no request at once", { concurrency: { read: 0 } }, /concurrency of read must be at least 1/],
];

for (const [what, config, message] of REFUSED) {
  test(`${what} is refused`, () => {
    assert.throws(() => new ApiClient({ ...CONFIG, ...config }), (error: unknown) => {
      assert.ok(error instanceof PygenValidationError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /s3cr3t/);
      return true;
    });
  });
}

for (const baseUrl of ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080", "http://cdf.localhost"]) {
  test(`${baseUrl} is this machine, so it needs no https`, () => {
    assert.equal(new ApiClient({ ...CONFIG, baseUrl }).baseUrl, baseUrl);
  });
}

test("plain http is taken for any host where the caller says so", () => {
  const client = new ApiClient({ ...CONFIG, baseUrl: "http://cdf.example", allowInsecureHttp: true });

  assert.equal(client.baseUrl, "http://cdf.example");
});

test("requests say where they go, who calls, and with what", async () => {
  const service = new ScriptedService(() => ({}));
  const client = new ApiClient({ ...CONFIG, clientName: "my-app", fetch: service.fetch });

  await client.get("/models/views", { limit: 10, includeGlobal: true, space: undefined });

  const [request] = service.requests;
  assert.equal(request?.url, "https://cdf.example/api/v1/projects/p/models/views?limit=10&includeGlobal=true");
  assert.equal(request?.headers.get("x-cdp-app"), "my-app");
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(request?.headers.get("x-cdp-sdk"), `PygenTypeScript:${version}`);
});

for (const path of ["models/spaces", "//elsewhere.example", "/../other/models", "/%2e%2e/other"]) {
  test(`the path ${path} is refused, for it could lead the token elsewhere`, async () => {
    const service = new ScriptedService(() => ({}));
    const client = new ApiClient({ ...CONFIG, fetch: service.fetch });

    assert.ok(await rejection(client.get(path)) instanceof PygenValidationError);
    assert.deepEqual(service.requests, []);
  });
}

test("a token that no header can hold is refused and not shown", async () => {
  const service = new ScriptedService(() => ({}));
  for (const text of ["", "s3cr3t\nt0ken", "s3cr3t t0ken", "s3cr3tü"]) {
    const client = new ApiClient({ ...CONFIG, credentials: { token: () => text }, fetch: service.fetch });

    const error = await rejection(client.get("/models/spaces"));

    assert.ok(error instanceof PygenError);
    assert.equal(error.name, "OAuth2Error");
    assert.doesNotMatch(error.message, /s3cr3t/);
  }
  assert.deepEqual(service.requests, []);
});

test("a fetch that repeats the token in its error does not show it", async () => {
  const service = new ScriptedService(({ headers }) =>
    new TypeError("fetch failed", { cause: new Error(`bad header ${headers.get("authorization")}`) })
  );
  const client = new ApiClient({
    ...CONFIG,
    credentials: token("s3cr3t"),
    fetch: service.fetch,
    retry: { maxConnectionRetries: 0 },
  });

  const error = await rejection(client.get("/models/spaces"));

  assert.ok(error instanceof PygenConnectionError);
  assert.match(error.message, /bad header Bearer \*\*\*/);
  assert.doesNotMatch(inspect(error, { depth: null, showHidden: true }) + error.stack, /s3cr3t/);
});

test("an error does not show the query of a request", async () => {
  const service = new ScriptedService(() => new TypeError("fetch failed"));
  const client = new ApiClient({ ...CONFIG, fetch: service.fetch, retry: { maxConnectionRetries: 0 } });

  const error = await rejection(client.get("/models/spaces", { cursor: "private" }));

  assert.doesNotMatch(String(error), /private/);
});

test("a page of a proxy that speaks of retries counts by its status", async () => {
  const service = new ScriptedService(() => new Response("<html>isAutoRetryable: true</html>", { status: 500 }));
  const client = new ApiClient({ ...CONFIG, fetch: service.fetch });

  await rejection(client.get("/models/spaces"));

  assert.equal(service.requests.length, 1);
});

test("by default an answer is asked for ten times more, and a connection three times more", async () => {
  const busy = new ScriptedService(() => new Response("{}", { status: 503 }));
  const gone = new ScriptedService(() => new TypeError("fetch failed"));

  for (const { fetch } of [busy, gone]) {
    await rejection(new ApiClient({ ...CONFIG, fetch, clock: new ScriptedClock() }).get("/models/spaces"));
  }

  assert.deepEqual([busy.requests.length, gone.requests.length], [11, 4]);
});

test("a host that refuses at all its addresses is named by the code of the system", async () => {
  const cause = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  const service = new ScriptedService(() => new TypeError("fetch failed", { cause }));
  const client = new ApiClient({ ...CONFIG, fetch: service.fetch, retry: { maxConnectionRetries: 0 } });

  const error = await rejection(client.get("/models/spaces"));

  assert.match(String(error), /cannot connect \(fetch failed: ECONNREFUSED\)/);
});

test("where a browser does not say what is wrong, the error names what it hides", async () => {
  const service = new ScriptedService(() => new TypeError("Failed to fetch"));
  const client = new ApiClient({ ...CONFIG, fetch: service.fetch, retry: { maxConnectionRetries: 0 } });

  const error = await rejection(client.get("/models/spaces"));

  assert.ok(error instanceof PygenConnectionError);
  assert.equal(error.mayHaveArrived, true);
  assert.match(error.message, /no answer came .*that the service lets pages of this origin ask it/);
});

test("printing a client, its config or its credentials shows no secret", async () => {
  const endpoints = {
    tokenUrl: "https://l.example/t",
    deviceUrl: "https://l.example/d",
    discoveryUrl: "https://l.example",
  };
  const login = new ScriptedService(({ url }) => url.endsWith("/t") ? { access_token: "s3cr3t-t0ken" } : {});
  const application = clientCredentials({ clientId: "id", clientSecret: "s3cr3t", tokenUrl: endpoints.tokenUrl });
  const config = { ...CONFIG, credentials: application, fetch: login.fetch };
  const client = new ApiClient(config);
  const answer = await client.get("/models/spaces");
  const person = { clientId: "id", endpoints, redirectUri: "https://app.example" };

  const shown = [client, config, application, token("s3cr3t"), deviceCode(person), browserLogin(person), answer];

  const text = shown.map((one) => `${inspect(one, { depth: null, showHidden: true })} ${JSON.stringify(one)} ${one}`);
  assert.doesNotMatch(text.join("\n"), /s3cr3t/);
});

test("hooks are told of requests, answers and retries, without query and secrets", async () => {
  const clock = new ScriptedClock(0.5);
  const replies = [
    new Response("{}", { status: 503, headers: { "x-request-id": "r1" } }),
    new TypeError("fetch failed"),
  ];
  const service = new ScriptedService(() => {
    clock.time += 7;
    return replies.shift() ?? Response.json({}, { headers: { "x-request-id": "r3" } });
  });
  const events: (RequestEvent | ResponseEvent | RetryEvent)[] = [];
  const keep = (event: RequestEvent | ResponseEvent | RetryEvent): void => void events.push(event);
  const hooks = [{ onRequest: keep, onResponse: keep, onRetry: keep }];
  const client = new ApiClient({ ...CONFIG, fetch: service.fetch, clock, hooks });

  await client.get("/models/spaces", { cursor: "private" });

  const [method, url] = ["GET", "https://cdf.example/api/v1/projects/p/models/spaces"];
  const request = (attempt: number) => ({ method, url, operationClass: "schema", attempt });
  const ended = { status: undefined, error: undefined, duration: 7, requestId: undefined };
  assert.deepEqual(events, [
    request(1),
    { ...ended, request: request(1), status: 503, requestId: "r1" },
    { method, url, attempt: 1, reason: "status 503", wait: 500, requestId: "r1" },
    request(2),
    { ...ended, request: request(2), error: "PygenConnectionError" },
    { method, url, attempt: 2, reason: "PygenConnectionError", wait: 500, requestId: undefined },
    request(3),
    { ...ended, request: request(3), status: 200, requestId: "r3" },
  ]);
});

test("a hook is told of a request that its caller gave up", async () => {
  const service = new ScriptedService(() => new Promise(() => undefined));
  const errors: (string | undefined)[] = [];
  const hooks = [{ onResponse: (event: ResponseEvent) => void errors.push(event.error) }];
  const client = new ApiClient({ ...CONFIG, fetch: service.fetch, hooks });

  await rejection(client.get("/models/spaces", {}, { signal: AbortSignal.timeout(10) }));

  assert.deepEqual(errors, ["aborted"]);
});

test("a hook that fails does not touch the request", async (context) => {
  const said = context.mock.method(console, "error", () => undefined);
  const service = new ScriptedService(() => ({}));
  const hooks = [{
    onRequest: () => {
      throw new Error("broken");
    },
  }];
  const client = new ApiClient({ ...CONFIG, fetch: service.fetch, hooks });

  const answer = await client.get("/models/spaces");

  assert.equal(answer.status, 200);
  assert.match(String(said.mock.calls[0]?.arguments[0]), /A hook of the client failed/);
});
