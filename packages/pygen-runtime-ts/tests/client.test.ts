// The client against the emulator: real sockets, real refusals, real trouble.
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { after, afterEach, before, test } from "node:test";

import {
  ApiClient,
  AuthenticationError,
  BadRequestError,
  type ClientConfig,
  PygenConnectionError,
  PygenTimeoutError,
  ServerError,
  token,
} from "@cognite/pygen-runtime";

import { Emulator } from "./emulator.ts";

let cdf: Emulator;

before(async () => {
  cdf = await Emulator.start({ spaces: ["shop"] });
});

afterEach(async () => await cdf.heal());

after(async () => await cdf.stop());

/** A client that tries again at once. */
function clientOf(config: Partial<ClientConfig> = {}): ApiClient {
  const { baseUrl, project } = cdf;
  return new ApiClient({ baseUrl, project, credentials: token(cdf.token), retry: { base: 1 }, ...config });
}

/** A port at which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(() => assert.fail("no error"), (error: unknown) => error);
}

test("a client reads what the service has", async () => {
  await using client = clientOf();

  const answer = await client.get("/models/spaces", { limit: 10 });

  assert.equal(answer.status, 200);
  assert.match(answer.text, /"shop"/);
});

test("what it writes arrives, as data or as JSON", async () => {
  await using client = clientOf();
  const nodes = (name: string) => ({ items: [{ instanceType: "node", space: "shop", externalId: name }] });

  await client.post("/models/instances", nodes("saw"));
  await client.post("/models/instances", JSON.stringify(nodes("blade")));

  const answer = await client.post("/models/instances/list", { instanceType: "node" });
  const { items } = answer.json() as { items: { externalId: string }[] };
  assert.deepEqual(items.map((item) => item.externalId).sort(), ["blade", "saw"]);
});

test("compressed bodies are understood", async () => {
  await using client = clientOf({ gzipFrom: 1 });
  const name = "naïve – 日本語 🦀";

  await client.post("/models/instances", { items: [{ instanceType: "node", space: "shop", externalId: name }] });

  const answer = await client.post("/models/instances/byids", {
    items: [{ instanceType: "node", space: "shop", externalId: name }],
  });
  assert.match(answer.text, /日本語 🦀/);
});

test("what stands beside projects is reached, too", async () => {
  await using client = clientOf();

  const answer = await client.get("/api/v1/token/inspect");

  assert.match(answer.text, new RegExp(cdf.project));
});

test("a request of any kind tells by its path what it does", async () => {
  const classes: string[] = [];
  await using client = clientOf({ hooks: [{ onRequest: (event) => void classes.push(event.operationClass) }] });

  await client.request("get", "/models/views");
  await client.request("POST", "/models/instances/list", { limit: 1 });
  await client.request("POST", "/models/instances", { items: [] }, { anyStatus: true });
  await client.request("POST", "/models/instances/delete", { items: [] }, { anyStatus: true });
  await client.request("POST", "/models/instances/query", {}, { anyStatus: true });
  await client.request("DELETE", "/models/views", undefined, { anyStatus: true });

  assert.deepEqual(classes, ["schema", "read", "write", "delete", "query", "delete"]);
});

test("a refusal has an error of its own, with what the service said", async () => {
  await using client = clientOf();

  const error = await rejection(client.post("/models/instances/list", { limits: 1 }));

  assert.ok(error instanceof BadRequestError);
  assert.match(error.serviceMessage, /limits/);
  assert.ok(error.requestId !== undefined && error.message.includes(error.requestId));
});

test("answers of any status are given where they are asked for", async () => {
  await using client = clientOf({ credentials: token("wrong") });

  const answer = await client.get("/models/spaces", {}, { anyStatus: true });

  assert.equal(answer.status, 401);
});

test("a wrong token is an error that does not show it", async () => {
  await using client = clientOf({ credentials: token("s3cr3t") });

  const error = await rejection(client.get("/models/spaces"));

  assert.ok(error instanceof AuthenticationError);
  assert.doesNotMatch(String(error.stack), /s3cr3t/);
});

test("trouble that passes is not seen", async () => {
  await cdf.fail("GET /models/spaces 503 x2", "GET /models/spaces 429 x1");
  const reasons: string[] = [];
  await using client = clientOf({ hooks: [{ onRetry: (event) => void reasons.push(event.reason) }] });

  const answer = await client.get("/models/spaces");

  assert.equal(answer.status, 200);
  assert.deepEqual(reasons.sort(), ["status 429", "status 503", "status 503"]);
});

test("trouble that stays is the error", async () => {
  await cdf.fail("GET /models/spaces 503");
  await using client = clientOf({ retry: { maxRetries: 2, base: 1 } });

  const error = await rejection(client.get("/models/spaces"));

  assert.ok(error instanceof ServerError);
  assert.equal(error.status, 503);
});

test("a connection that breaks is tried again, before and after the request has arrived", async () => {
  await cdf.fail("POST /models/instances/list drop-before x1", "POST /models/instances/list drop-after x1");
  await using client = clientOf();

  const answer = await client.post("/models/instances/list", {});

  assert.equal(answer.status, 200);
});

test("many calls at once get through a bad time, each with its own answer", async () => {
  const path = "POST /models/instances/list";
  await cdf.fail(`${path} 503 x20`, `${path} 429 x20`, `${path} drop-before x10`, `${path} drop-after x10`);
  await using client = clientOf({ retry: { maxRetries: 40, maxConnectionRetries: 20, base: 1, longest: 20 } });
  const ids = Array.from({ length: 60 }, (_, index) => `bad time ${index}`);
  await client.post("/models/instances", {
    items: ids.map((externalId) => ({ instanceType: "node", space: "shop", externalId })),
  });

  const found = await Promise.all(ids.map(async (externalId) => {
    const filter = { equals: { property: ["node", "externalId"], value: externalId } };
    const answer = await client.post("/models/instances/list", { instanceType: "node", filter });
    return (answer.json() as { items: { externalId: string }[] }).items.map((item) => item.externalId);
  }));

  assert.deepEqual(found, ids.map((externalId) => [externalId]));
});

test("what must not be carried out twice is not sent again after a connection broke", async () => {
  await cdf.fail("POST /models/instances drop-after");
  await using client = clientOf();
  const body = { items: [{ instanceType: "node", space: "shop", externalId: "once" }] };

  const error = await rejection(client.post("/models/instances", body, { idempotent: false }));

  assert.ok(error instanceof PygenConnectionError);
  assert.equal(error.mayHaveArrived, true);
  assert.deepEqual(error.tried, ["PygenConnectionError"]);
});

test("an answer that ends in the middle is no answer", async () => {
  await cdf.fail("POST /models/instances/list truncate");
  await using client = clientOf({ retry: { maxConnectionRetries: 1, base: 1 } });

  const error = await rejection(client.post("/models/instances/list", {}));

  assert.ok(error instanceof PygenConnectionError);
  assert.equal(error.tried.length, 2);
});

test("an answer that does not come in time is an error of time", async () => {
  await cdf.fail("GET /models/spaces latency=5s");
  await using client = clientOf({ timeout: 50, retry: { maxConnectionRetries: 1, base: 1 } });

  const error = await rejection(client.get("/models/spaces"));

  assert.ok(error instanceof PygenTimeoutError);
  assert.equal(error.mayHaveArrived, true);
  assert.deepEqual(error.tried, ["PygenTimeoutError", "PygenTimeoutError"]);
});

test("a deadline ends a request that is under way, and says what was tried", async () => {
  await cdf.fail("GET /models/spaces latency=5s");
  await using client = clientOf();

  const error = await rejection(client.get("/models/spaces", {}, { deadline: new Date(Date.now() + 100) }));

  assert.ok(error instanceof PygenTimeoutError);
  assert.equal(error.name, "DeadlineExceededError");
  assert.match(error.message, /Tried once: PygenTimeoutError/);
});

test("a signal ends a request that is under way, with its reason", async () => {
  await cdf.fail("GET /models/spaces latency=5s");
  await using client = clientOf();
  const reason = new Error("nobody wants it any more");
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 50);

  const error = await rejection(client.get("/models/spaces", {}, { signal: controller.signal }));

  assert.equal(error, reason);
});

test("a signal that was aborted before lets nothing leave", async () => {
  const sent: string[] = [];
  await using client = clientOf({ hooks: [{ onRequest: (event) => void sent.push(event.url) }] });

  const error = await rejection(client.get("/models/spaces", {}, { signal: AbortSignal.abort("no") }));

  assert.equal(error, "no");
  assert.deepEqual(sent, []);
});

test("closing ends what runs, and what comes later", async () => {
  await cdf.fail("GET /models/spaces latency=5s");
  const client = clientOf();
  const running = rejection(client.get("/models/spaces"));

  client.close();
  client.close();

  assert.match(String(await running), /The client is closed/);
  assert.match(String(await rejection(client.get("/models/spaces"))), /The client is closed/);
});

test("a host that is not there has got nothing", async () => {
  await using client = clientOf({
    baseUrl: `http://127.0.0.1:${await freePort()}`,
    retry: { maxConnectionRetries: 1, base: 1 },
  });

  const error = await rejection(client.get("/models/spaces"));

  assert.ok(error instanceof PygenConnectionError);
  assert.equal(error.mayHaveArrived, false, error.message);
  assert.match(error.message, /cannot connect .* Check the address and the network/);
});

test("who sends is told when the request has left, once and before the answer comes", async () => {
  await cdf.fail("POST /models/instances/list latency=1s");
  await using client = clientOf();
  const begin = performance.now();
  const sent: number[] = [];

  await client.post("/models/instances/list", {}, { onSent: () => sent.push(performance.now() - begin) });

  const [first = Infinity, ...others] = sent;
  assert.ok(first < 900, `${first} ms`);
  assert.deepEqual(others, []);
});
