// The shared cases of tests/vectors/errors: from an answer to the error that a user sees.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { ApiClient, clientCredentials, OAuth2Error, PygenAPIError, PygenError, token } from "@cognite/pygen-runtime";

import { testVectors, type VectorCase } from "./vectorCases.ts";

interface Case extends VectorCase {
  readonly answer: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly text?: string;
  };
  readonly error: Readonly<Record<string, unknown>> & { readonly type: string };
  readonly says?: readonly string[];
  readonly silent?: readonly string[];
}

const LOGIN = "https://login.example/token";
const TOKEN = "s3cr3t-t0ken";
const SECRET = "s3cr3t-s3cr3t";

/** Cases that this runtime does not pass, by name, with the reason. */
const UNSUPPORTED: Readonly<Record<string, string>> = {};

function responseOf({ status, headers, body, text }: Case["answer"]): Response {
  return new Response(text ?? JSON.stringify(body ?? null), { status, ...(headers === undefined ? {} : { headers }) });
}

function clientOf(given: Case, isLogin: boolean): ApiClient {
  return new ApiClient({
    baseUrl: "https://cdf.example",
    project: "project",
    credentials: isLogin ? clientCredentials({ clientId: "id", clientSecret: SECRET, tokenUrl: LOGIN }) : token(TOKEN),
    retry: { maxRetries: 0 },
    fetch: (url) => {
      assert.equal(url === LOGIN, isLogin);
      return Promise.resolve(responseOf(given.answer));
    },
  });
}

/** What an error carries, in the words of the cases. */
function carried(error: PygenError): Record<string, unknown> {
  if (error instanceof PygenAPIError) {
    const { status, code = null, serviceMessage: message, requestId = null, missing, duplicated } = error;
    return { type: error.name, status, code, message, requestId, missing, duplicated };
  }
  return { type: error.name, ...(error instanceof OAuth2Error ? { code: error.error ?? null } : {}) };
}

async function run(given: Case, isLogin: boolean): Promise<void> {
  const error = await clientOf(given, isLogin).get("/models/spaces").then((answer) => answer.json()).then(
    () => assert.fail("no error"),
    (error: unknown) => error,
  );

  assert.ok(error instanceof PygenError, inspect(error));
  const found = carried(error);
  assert.deepEqual(Object.fromEntries(Object.keys(given.error).map((name) => [name, found[name]])), given.error);
  for (const part of given.says ?? []) {
    assert.ok(error.message.includes(part), `${error.message} does not say ${part}`);
  }
  for (const part of given.silent ?? []) {
    assert.ok(!error.message.includes(part), `${error.message} says ${part}`);
  }
  const everything = `${error.stack} ${inspect(error, { depth: null, showHidden: true })} ${JSON.stringify(error)}`;
  assert.ok(!everything.includes(TOKEN) && !everything.includes(SECRET), everything);
}

testVectors<Case>("errors", UNSUPPORTED, (given, file) => run(given, file === "logins"));

test("redirects are told in browsers, too, where fetch shows nothing of them", async () => {
  const hidden = (isLogin: boolean): ApiClient =>
    new ApiClient({
      baseUrl: "https://cdf.example",
      project: "project",
      credentials: isLogin
        ? clientCredentials({ clientId: "id", clientSecret: SECRET, tokenUrl: LOGIN })
        : token(TOKEN),
      fetch: () => Promise.resolve(Response.error()),
    });

  await assert.rejects(hidden(false).get("/models/spaces"), (error) => {
    assert.ok(error instanceof PygenAPIError);
    assert.equal(error.status, 0);
    assert.match(error.message, /redirects elsewhere\. Check the base URL/);
    return true;
  });
  await assert.rejects(hidden(true).get("/models/spaces"), OAuth2Error);
});
