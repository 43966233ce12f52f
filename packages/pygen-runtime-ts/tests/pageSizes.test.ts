// How large the pages of long reads are, on a clock of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { groupApi } from "./byHand/wire/index.ts";
import { InstanceService, refused, type Scripted } from "./instanceService.ts";

/** The sizes that a read of all asks for, first those of a list, where answers take so many milliseconds. */
async function sizes(
  millisecondsOf: (size: number) => number,
  options: { readonly pages?: number; readonly first?: Scripted } = {},
): Promise<number[]> {
  const { pages = 3, first } = options;
  const service = new InstanceService();
  service.views = { items: [] };
  const real = performance.now;
  let now = 0;
  performance.now = () => now;
  const answer = (cursor: string | undefined, isQuery: boolean): Scripted => () => {
    now += millisecondsOf(sizeOf(service.sent.at(-1)?.text ?? ""));
    return Response.json(
      isQuery ? { items: { all: [] }, nextCursor: { all: cursor } } : { items: [], nextCursor: cursor },
    );
  };
  service.answers.push(answer("a", false), ...first === undefined ? [] : [first]);
  service.answers.push(...Array.from({ length: pages }, (_, n) => answer(n < pages - 1 ? `${n}` : undefined, true)));
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
  assert.deepEqual(await sizes((size) => size < 2000 ? 2000 : 3000), [1000, 2500, 4166, 6943]);
});

test("a page that takes long is not followed by a smaller one", async () => {
  assert.deepEqual(await sizes(() => 9000), [1000, 1000, 1000, 1000]);
});

test("an answer that is late once does not keep pages small", async () => {
  let late = 0;

  assert.deepEqual(await sizes((size) => size === 4000 && late++ === 0 ? 7000 : 50, { pages: 4 }), [
    1000,
    4000,
    4000,
    10_000,
    10_000,
  ]);
});

test("what was too much once is not asked for again", async () => {
  const asked = await sizes(() => 50, { first: refused(408, "too heavy") });

  assert.deepEqual(asked, [1000, 4000, 2000, 2000, 2000]);
});
