// What a page that only reads one view begins with.
import assert from "node:assert/strict";
import { test } from "node:test";

import { PygenValidationError, ViewReader } from "@cognite/pygen-runtime/reader";

import { group, thing } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";

const MACHINE = { instanceType: "node", space: "shop", version: 1, createdTime: 1, lastUpdatedTime: 1 } as const;

test("a relation is followed from one view alone, and read by what the answer says of its types", async () => {
  const saw = { ...MACHINE, externalId: "saw", properties: { vectors: { "Thing/v1": { name: "Saw" } } } };
  const typing = { vectors: { "Thing/v1": { name: { type: { type: "text" } } } } };
  const service = new InstanceService({ items: { root__things: [saw] }, typing: { root__things: typing } });
  const groups = new ViewReader(service.client(), group, { instanceSpace: "shop" });

  const names: (string | undefined)[] = [];
  for await (const one of groups.follow("things", "tools")) {
    names.push(one.name);
  }

  assert.deepEqual(names, ["Saw"]);
  assert.equal(service.sent.length, 1);
});

test("what cannot be followed is told where it is read", async () => {
  const groups = new ViewReader(new InstanceService().client(), group);
  const begun = groups.follow("thing" as "things", "tools").pages();

  await assert.rejects(begun.next(), (error: Error) => {
    assert.ok(error instanceof PygenValidationError);
    assert.match(error.message, /no relation 'thing'; did you mean "things"/);
    return true;
  });
});

test("everything that waits for the service is there", async () => {
  const service = new InstanceService(
    { items: [] },
    { items: [{ aggregates: [{ value: 3 }] }] },
    { items: [{ aggregates: [{ buckets: [{ start: 0, count: 2 }] }] }] },
    { items: { changes: [] }, nextCursor: { changes: "c" } },
  );
  const things = new ViewReader(service.client(), thing);

  assert.deepEqual([...await things.search("saw")], []);
  assert.equal(await things.count({ name: "Saw" }), 3);
  assert.deepEqual(await things.histogram("float64", { interval: 1 }), [{ start: 0, count: 2 }]);
  const batches = [];
  for await (const batch of things.sync()) {
    batches.push(batch);
  }
  assert.deepEqual(batches.map(({ cursor }) => cursor), ["c"]);
  assert.deepEqual(service.sent.map(({ path }) => path.split("/").at(-1)), [
    "search",
    "aggregate",
    "aggregate",
    "sync",
  ]);
});
