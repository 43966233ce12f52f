// How large the pages of long reads are, on a clock of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { groupApi } from "./byHand/wire/index.ts";
import { InstanceService, refused, type Scripted } from "./instanceService.ts";

/** The sizes that a read of all asks for, list first, where each answer takes so many milliseconds for 1,000 instances. */
async function sizes(millisecondsOf: (size: number) => number, ...more: readonly Scripted[]): Promise<number[]> {
  const service = new InstanceService();
  const real = performance.now;
  let now = 0;
  performance.now = () => now;
  const answer = (cursor: string | undefined, isQuery: boolean): Scripted => () => {
    now += millisecondsOf(sizeOf(service.sent.at(-1)?.text ?? ""));
    return Response.json(
      isQuery ? { items: { all: [] }, nextCursor: { all: cursor } } : { items: [], nextCursor: cursor },
    );
  };
  service.answers.push(answer("a", false), answer("b", true), ...more, answer("c", true), answer(undefined, true));
  try {
    await groupApi(service.client()).list({ limit: Infinity });
  } finally {
    performance.now = real;
  }
  return service.sent.map(({ text }) => sizeOf(text));
}

function sizeOf(text: string): number {
  const body = JSON.parse(text);
  return body.limit ?? body.with.all.limit;
}

test("pages grow to four times as many, up to the 10,000 of the service", async () => {
  assert.deepEqual(await sizes(() => 50), [1000, 4000, 10_000, 10_000]);
});

test("pages are not larger than what is likely to come in five seconds", async () => {
  assert.deepEqual(await sizes((size) => size * 2), [1000, 2500, 2500, 2500]);
});

test("a page that takes long is not followed by a smaller one", async () => {
  assert.deepEqual(await sizes(() => 9000), [1000, 1000, 1000, 1000]);
});

test("what was too much once is not asked for again", async () => {
  assert.deepEqual(await sizes(() => 50, refused(408, "too heavy")), [1000, 4000, 10_000, 5000, 5000]);
});
