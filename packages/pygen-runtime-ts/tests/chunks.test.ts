// Many items in many requests, and what became of each.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  BadRequestError,
  inChunks,
  MultiRequestError,
  PygenConnectionError,
  PygenError,
  splitOnTimeout,
} from "@cognite/pygen-runtime";

const ITEMS = [1, 2, 3, 4, 5, 6, 7];

async function failure(promise: Promise<unknown>): Promise<MultiRequestError> {
  const error = await promise.then(() => assert.fail("no error"), (error: unknown) => error);
  assert.ok(error instanceof MultiRequestError, String(error));
  return error;
}

test("results come in the order of the items, whatever is done first", async () => {
  const results = await inChunks(ITEMS, 2, 4, async (part) => {
    await new Promise((resolve) => setTimeout(resolve, 20 / (part[0] ?? 1)));
    return part.map((item) => item * 10);
  });

  assert.deepEqual(results, [10, 20, 30, 40, 50, 60, 70]);
});

test("nothing to send is no request", async () => {
  assert.deepEqual(await inChunks([], 2, 4, () => assert.fail("sent")), []);
});

test("no more requests run at once than said", async () => {
  let running = 0;
  let most = 0;

  await inChunks(ITEMS, 1, 3, async (part) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve));
    running -= 1;
    return part;
  });

  assert.equal(most, 3);
});

test("the error of the only request is the error", async () => {
  const refusal = new BadRequestError("No.", { status: 400 });

  await assert.rejects(inChunks([1, 2], 5, 1, () => Promise.reject(refusal)), refusal);
});

test("what failed, what may have been done and what was not sent is told apart", async () => {
  const refusal = new BadRequestError("No.", { status: 400 });
  const lost = new PygenConnectionError("gone", { mayHaveArrived: true });
  const error = await failure(inChunks(ITEMS, 2, 3, async (part) => {
    await new Promise((resolve) => setTimeout(resolve, part.includes(1) ? 30 : 0));
    if (part.includes(3)) {
      throw refusal;
    }
    if (part.includes(5)) {
      throw lost;
    }
    return part;
  }));

  assert.deepEqual(error.succeeded, [1, 2]);
  assert.deepEqual(error.failed, [{ items: [3, 4], error: refusal }]);
  assert.deepEqual(error.unknown, [{ items: [5, 6], error: lost }]);
  assert.deepEqual(error.notSent, [7]);
  assert.equal(error.cause, refusal);
  assert.match(error.message, /^2 succeeded, 2 failed, 2 unknown, 1 not sent. First error: No. \(status 400\)$/);
});

test("requests that never left have failed, and those that the caller ended may have been done", async () => {
  const never = new PygenConnectionError("no host");
  const closed = new PygenError("closed");
  const error = await failure(inChunks(ITEMS, 3, 3, async (part) => {
    await new Promise((resolve) => setTimeout(resolve));
    throw part.includes(1) ? never : part.includes(4) ? closed : "enough";
  }));

  assert.deepEqual(error.failed.map((one) => one.error), [never, closed]);
  assert.deepEqual(error.unknown, [{ items: [7], error: "enough" }]);
});

test("what became of the halves of a chunk is part of the whole", async () => {
  const refusal = new BadRequestError("No.", { status: 400 });
  const send = async (part: readonly number[]): Promise<readonly number[]> => {
    await new Promise((resolve) => setTimeout(resolve));
    if (part.length > 2) {
      throw new BadRequestError("Too large.", { status: 413 });
    }
    if (part.includes(4)) {
      throw refusal;
    }
    return part;
  };

  const error = await failure(inChunks(ITEMS, 6, 1, (part) => splitOnTimeout(part, send)));

  assert.deepEqual(error.succeeded, [1, 2, 3]);
  assert.deepEqual(error.failed, [{ items: [4, 5], error: refusal }]);
  assert.deepEqual(error.notSent, [6, 7]);
});
