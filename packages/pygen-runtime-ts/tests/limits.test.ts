// How many requests run at once, how many go in a second, and what becomes of those that wait.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ApiClient,
  type ClientConfig,
  DeadlineExceededError,
  PygenValidationError,
  token,
} from "@cognite/pygen-runtime";

import { ScriptedClock } from "./scriptedClock.ts";
import { ScriptedService } from "./scriptedService.ts";

/** A service that answers when it is told to. */
class SlowService {
  /** Requests that wait for their answer. */
  readonly open: (() => void)[] = [];
  /** The most that waited at once. */
  most = 0;
  readonly service: ScriptedService = new ScriptedService(async () => {
    await new Promise<void>((resolve) => {
      this.open.push(resolve);
      this.most = Math.max(this.most, this.open.length);
    });
    return {};
  });

  /** Answers until nobody waits. */
  async answerAll(): Promise<void> {
    for (let idle = 0; idle < 3; idle++) {
      await new Promise((resolve) => setTimeout(resolve));
      for (let answer = this.open.shift(); answer !== undefined; answer = this.open.shift()) {
        answer();
        idle = 0;
      }
    }
  }
}

function clientOf(fetch: ClientConfig["fetch"], config: Partial<ClientConfig> = {}): ApiClient {
  return new ApiClient({
    baseUrl: "https://cdf.example",
    project: "p",
    credentials: token("own"),
    ...config,
    ...(fetch === undefined ? {} : { fetch }),
  });
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(() => assert.fail("no error"), (error: unknown) => error);
}

test("no more requests of a class run at once than its limit, and all get their turn", async () => {
  const slow = new SlowService();
  const client = clientOf(slow.service.fetch, { concurrency: { read: 2 } });
  const reads = Array.from({ length: 5 }, (_, limit) => client.post("/models/instances/list", { limit }));

  await slow.answerAll();

  assert.deepEqual((await Promise.all(reads)).map((answer) => answer.status), [200, 200, 200, 200, 200]);
  assert.equal(slow.most, 2);
  assert.deepEqual(slow.service.requests.map((request) => JSON.parse(request.body).limit), [0, 1, 2, 3, 4]);
});

test("turns that were given back are no more than before", async () => {
  const slow = new SlowService();
  const client = clientOf(slow.service.fetch, { concurrency: { read: 2 } });
  const read = () => client.post("/models/instances/list", {});
  const first = [read(), read()];
  await slow.answerAll();
  await Promise.all(first);

  const second = [read(), read(), read(), read()];
  await slow.answerAll();
  await Promise.all(second);

  assert.equal(slow.most, 2);
});

test("a client tells its limits, with the defaults of those that were not given", () => {
  const client = clientOf(undefined, { concurrency: { read: 2 } });

  assert.deepEqual([client.concurrency.read, client.concurrency.write], [2, 2]);
});

test("a class does not wait for another one", async () => {
  const slow = new SlowService();
  const client = clientOf(slow.service.fetch, { concurrency: { read: 1, write: 1 } });
  const read = client.post("/models/instances/list", {});
  const write = client.post("/models/instances", {});

  await slow.answerAll();
  await Promise.all([read, write]);

  assert.equal(slow.most, 2);
});

test("who waits for a turn leaves when the signal says so, and the turn goes to the next", async () => {
  const slow = new SlowService();
  const client = clientOf(slow.service.fetch, { concurrency: { read: 1 } });
  const controller = new AbortController();
  const first = client.post("/models/instances/list", { limit: 1 });
  const second = rejection(client.post("/models/instances/list", { limit: 2 }, { signal: controller.signal }));
  const third = client.post("/models/instances/list", { limit: 3 });
  await new Promise((resolve) => setTimeout(resolve));

  controller.abort("enough");
  assert.equal(await second, "enough");
  await slow.answerAll();
  await Promise.all([first, third]);

  assert.deepEqual(slow.service.requests.map((request) => JSON.parse(request.body).limit), [1, 3]);
});

test("who waits for a turn until the deadline has sent nothing", async () => {
  const slow = new SlowService();
  const client = clientOf(slow.service.fetch, { concurrency: { read: 1 } });
  const first = client.post("/models/instances/list", {});

  const error = await rejection(
    client.post("/models/instances/list", {}, { deadline: new Date(Date.now() + 30) }),
  );

  assert.ok(error instanceof DeadlineExceededError);
  assert.deepEqual([error.mayHaveArrived, error.tried], [false, []]);
  await slow.answerAll();
  await first;
});

test("a failure gives its turn back", async () => {
  const service = new ScriptedService(() => new Response("{}", { status: 400 }));
  const client = clientOf(service.fetch, { concurrency: { read: 1 } });

  await rejection(client.post("/models/instances/list", {}));
  await rejection(client.post("/models/instances/list", {}));

  assert.equal(service.requests.length, 2);
});

test("requests beyond a second's worth are spread over time", async () => {
  const service = new ScriptedService(() => ({}));
  const clock = new ScriptedClock();
  const client = clientOf(service.fetch, { requestsPerSecond: 2, clock });

  for (let count = 0; count < 4; count++) {
    await client.get("/models/spaces");
  }
  clock.time += 10_000;
  await client.get("/models/spaces");

  assert.deepEqual(clock.waits, [500, 500]);
});

test("a deadline that the rate limit cannot keep is an error at once, and costs no turn", async () => {
  const service = new ScriptedService(() => ({}));
  const clock = new ScriptedClock();
  const client = clientOf(service.fetch, { requestsPerSecond: 0.5, clock });
  await client.get("/models/spaces");

  const error = await rejection(client.get("/models/spaces", {}, { deadline: new Date(clock.time + 1000) }));
  await client.get("/models/spaces");

  assert.ok(error instanceof DeadlineExceededError);
  assert.match(error.message, /rate limit/);
  assert.deepEqual(clock.waits, [2000]);
});

test("waiting for the next try ends with the signal", async () => {
  const service = new ScriptedService(() => new Response("{}", { status: 429, headers: { "retry-after": "30" } }));
  const client = clientOf(service.fetch);
  const controller = new AbortController();
  setTimeout(() => controller.abort("enough"), 20);

  const error = await rejection(client.get("/models/spaces", {}, { signal: controller.signal }));

  assert.equal(error, "enough");
  assert.equal(service.requests.length, 1);
});

test("waits of the system are as long as they should be", async () => {
  let count = 0;
  const service = new ScriptedService(() => count++ === 0 ? new Response("{}", { status: 503 }) : {});
  const waits: number[] = [];
  const client = clientOf(service.fetch, {
    retry: { base: 20 },
    hooks: [{ onRetry: ({ wait }) => void waits.push(wait) }],
  });
  const begin = performance.now();

  await client.get("/models/spaces");

  const [wait = Infinity] = waits;
  assert.ok(wait <= 40);
  assert.ok(performance.now() - begin >= wait - 2);
});

test("a deadline that passes while a request is under way says that it may have arrived", async () => {
  const service = new ScriptedService(() => new Promise(() => undefined));
  // This clock stands still, as if the timer of the deadline had rung a little early.
  const clock = new ScriptedClock();
  const client = clientOf(service.fetch, { clock });

  const error = await rejection(client.get("/models/spaces", {}, { deadline: new Date(clock.time + 20) }));

  assert.ok(error instanceof DeadlineExceededError);
  assert.deepEqual([error.mayHaveArrived, error.tried], [true, ["PygenTimeoutError"]]);
});

test("a deadline that is no time is refused", async () => {
  const service = new ScriptedService(() => ({}));
  const client = clientOf(service.fetch);

  const error = await rejection(client.get("/models/spaces", {}, { deadline: new Date("soon") }));

  assert.ok(error instanceof PygenValidationError);
  assert.deepEqual(service.requests, []);
});

test("a deadline far away does not come early", async () => {
  const service = new ScriptedService(() => ({}));
  const client = clientOf(service.fetch);

  const answer = await client.get("/models/spaces", {}, { deadline: new Date(Date.now() + 2 ** 40) });

  assert.equal(answer.status, 200);
});
