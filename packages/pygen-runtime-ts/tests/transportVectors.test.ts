// The shared cases of tests/vectors/transport: what becomes of requests that meet trouble on their way.
import assert from "node:assert/strict";

import {
  ApiClient,
  type CallOptions,
  clientCredentials,
  type Fetch,
  halveOnTimeout,
  MultiRequestError,
  OAuth2Error,
  PygenAPIError,
  PygenConnectionError,
  PygenError,
  splitOnTimeout,
  token,
} from "@cognite/pygen-runtime";

import { ScriptedClock } from "./scriptedClock.ts";
import { testVectors, type VectorCase } from "./vectorCases.ts";

interface Step {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly lost?: string;
  readonly took?: number;
  readonly token?: string;
  readonly expiresIn?: number;
}

interface Case extends VectorCase {
  readonly request: { readonly kind: string; readonly items?: readonly string[]; readonly size?: number };
  readonly policy?: {
    readonly maxRetries?: number;
    readonly maxConnectionRetries?: number;
    readonly base?: number;
    readonly longest?: number;
  };
  readonly deadline?: number;
  readonly logins?: readonly Step[];
  readonly again?: number;
  readonly script: readonly Step[];
  readonly waits?: readonly (readonly [number, number])[];
  readonly tokens?: readonly string[];
  readonly sent?: readonly unknown[];
  readonly outcome: Readonly<Record<string, unknown>>;
}

const URL_OF_SERVICE = "https://cdf.example";
const LOGIN = "https://login.example/token";

/** Cases that this runtime does not pass, by name, with the reason. */
const UNSUPPORTED: Readonly<Record<string, string>> = {};

/** As node's fetch says it. */
const LOST: Readonly<Record<string, string>> = {
  "before": "ECONNREFUSED",
  "connect-timeout": "UND_ERR_CONNECT_TIMEOUT",
  "after": "ECONNRESET",
  "read-timeout": "UND_ERR_HEADERS_TIMEOUT",
};

/** The service and the identity provider of a case: each request meets what comes next. */
class Script {
  readonly left: { readonly answers: Step[]; readonly logins: Step[] };
  readonly tokens: string[] = [];
  readonly sent: unknown[] = [];
  readonly #clock: ScriptedClock;

  constructor(given: Case, clock: ScriptedClock) {
    this.left = { answers: [...given.script], logins: [...given.logins ?? []] };
    this.#clock = clock;
  }

  readonly fetch: Fetch = (url, init) => {
    const step = url === LOGIN ? this.#login(init) : this.#answer(init);
    this.#clock.time += (step.took ?? 0) * 1000;
    if (step.lost !== undefined) {
      const cause = Object.assign(new Error("scripted"), { code: LOST[step.lost] });
      return Promise.reject(new TypeError("fetch failed", { cause }));
    }
    const given = step.headers === undefined ? {} : { headers: step.headers };
    return Promise.resolve(new Response(JSON.stringify(step.body ?? {}), { status: step.status ?? 200, ...given }));
  };

  #login(init: RequestInit): Step {
    assert.equal(new URLSearchParams(String(init.body)).get("grant_type"), "client_credentials");
    const step = this.left.logins.shift();
    assert.ok(step, "a login more than the case has");
    return step.token === undefined
      ? step
      : { ...step, body: { access_token: step.token, expires_in: step.expiresIn } };
  }

  #answer(init: RequestInit): Step {
    this.tokens.push(new Headers(init.headers).get("authorization")?.replace("Bearer ", "") ?? "");
    const body = JSON.parse(String(init.body));
    this.sent.push(body.items ?? body.limit);
    const step = this.left.answers.shift();
    assert.ok(step, "a request more than the case has");
    return step;
  }
}

function clientOf(given: Case, clock: ScriptedClock, fetch: Fetch): ApiClient {
  const { base, longest, ...counts } = given.policy ?? {};
  return new ApiClient({
    baseUrl: URL_OF_SERVICE,
    project: "project",
    credentials: given.logins === undefined
      ? token("own")
      : clientCredentials({ clientId: "id", clientSecret: "secret", tokenUrl: LOGIN }),
    retry: {
      maxRetries: 3,
      maxConnectionRetries: 2,
      ...counts,
      ...(base === undefined ? {} : { base: base * 1000 }),
      ...(longest === undefined ? {} : { longest: longest * 1000 }),
    },
    fetch,
    clock,
  });
}

/** What the case asks for, and what it gives. */
async function call(client: ApiClient, given: Case, options: CallOptions): Promise<Record<string, unknown>> {
  const { kind, items = [], size = 0 } = given.request;
  const path = kind === "once" || kind === "batch" ? "/models/instances" : "/models/instances/list";
  const post = (body: unknown) => client.post(path, body, { ...options, idempotent: kind !== "once" });
  if (kind === "batch") {
    const results = await splitOnTimeout(items, async (part) => {
      await post({ items: part });
      return part;
    });
    return { results };
  }
  if (kind === "page") {
    const page = await halveOnTimeout(size, (limit) => post({ limit }));
    return { size: page.size };
  }
  const answer = await post({});
  return { status: answer.status, body: answer.json() };
}

/** An error in the words of the cases. */
function told(error: unknown): Record<string, unknown> {
  assert.ok(error instanceof PygenError, String(error));
  const found: Record<string, unknown> = { error: error.name };
  if (error instanceof MultiRequestError) {
    const { succeeded, failed, unknown, notSent } = error;
    const items = (requests: typeof failed) => requests.map((request) => request.items);
    return { ...found, succeeded, failed: items(failed), unknown: items(unknown), notSent };
  }
  if (error instanceof PygenConnectionError) {
    return { ...found, mayHaveArrived: error.mayHaveArrived, tried: error.tried };
  }
  if (error instanceof PygenAPIError) {
    return { ...found, status: error.status };
  }
  return error instanceof OAuth2Error ? { ...found, code: error.error ?? null } : found;
}

async function run(given: Case, chance: number): Promise<void> {
  const clock = new ScriptedClock(chance);
  const script = new Script(given, clock);
  const client = clientOf(given, clock, script.fetch);
  const options = given.deadline === undefined ? {} : { deadline: new Date(clock.time + given.deadline * 1000) };
  let outcome: Record<string, unknown>;
  try {
    outcome = await call(client, given, options);
    if (given.again !== undefined) {
      clock.time += given.again * 1000;
      outcome = await call(client, given, options);
    }
  } catch (error) {
    outcome = told(error);
  }
  const said = Object.fromEntries(Object.keys(given.outcome).map((name) => [name, outcome[name]]));
  assert.deepEqual(said, given.outcome);
  assert.equal("error" in outcome, "error" in given.outcome);
  assert.deepEqual(script.left, { answers: [], logins: [] });
  assert.deepEqual(clock.waits, (given.waits ?? []).map(([least, most]) => 1000 * (chance === 0 ? least : most)));
  assert.deepEqual(script.sent, given.sent ?? script.sent);
  assert.deepEqual(script.tokens, given.tokens ?? script.tokens);
}

testVectors<Case>("transport", UNSUPPORTED, async (given) => {
  await run(given, 0);
  await run(given, 1);
});
