// Search, numbers, units, notices and changes through a hand-written SDK, against the emulator.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  avg,
  count,
  CursorExpiredError,
  equals,
  max,
  min,
  PygenValidationError,
  sum,
  UnexpectedAnswerError,
} from "@cognite/pygen-runtime";

import { groupApi } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";
import { fill } from "./wireData.ts";
import { wireService } from "./wireService.ts";

const { cdf, shop } = await wireService((shop) => fill(shop.client));

test("words are found in texts", async () => {
  const found = await shop.thing.search("saw", { properties: ["name"] });

  assert.deepEqual(found.map((one) => one.name), ["Saw"]);
});

test("a search says what it cannot do", async () => {
  await assert.rejects(shop.thing.search("saw", { limit: 5000 }), /1 to 1000 instances/);
  await assert.rejects(shop.thing.search("saw", { properties: [] }), /nothing to search in/);
  await assert.rejects(shop.thing.search("saw", { operator: "NOT" as "OR" }), /operator is "AND" or "OR"/);
});

test("instances are counted, all or those with a value", async () => {
  assert.equal(await shop.thing.count(), 4);
  assert.equal(await shop.thing.count({ property: "float64", group: "saws" }), 2);
});

test("numbers for each group", async () => {
  const rows = await shop.thing.aggregate({
    aggregates: [avg("float64"), max("float64"), min("float64"), sum("float64"), count(), count("name")],
    groupBy: "group",
    filter: (p) => equals(p.group, { space: "shop", externalId: "saws" }),
  });

  assert.deepEqual(rows, [{
    group: { group: { space: "shop", externalId: "saws" } },
    values: { avgFloat64: 8.25, maxFloat64: 12.5, minFloat64: 4, sumFloat64: 16.5, count: 2, countName: 2 },
  }]);
});

test("aggregates say what they cannot do", async () => {
  await assert.rejects(shop.thing.aggregate({}), /at least one function/);
  await assert.rejects(shop.thing.aggregate({ aggregates: [avg("name")] }), /name is no number.*sortBy/);
  await assert.rejects(shop.thing.aggregate({ groupBy: "name", limit: 0 }), /limit must be 1 to 1000 groups/);
  const six = ["name", "text", "kind", "camelCase", "boolean", "int32"] as const;
  await assert.rejects(shop.thing.aggregate({ groupBy: six }), /groups by at most 5/);
  await assert.rejects(shop.thing.histogram("float64", { interval: 0 }), /interval must be a number above 0/);
});

test("how many values lie in each interval", async () => {
  const buckets = await shop.thing.histogram("float64", { interval: 10 });

  assert.deepEqual(buckets.filter((one) => one.count > 0), [
    { start: 0, count: 1 },
    { start: 10, count: 1 },
    { start: 80, count: 1 },
  ]);
});

test("numbers come in the unit that is asked for", async () => {
  await shop.upsert(shop.thing.write({ externalId: "heavy", name: "Heavy", weight: 2 }));
  const targetUnits = { weight: "mass:gm" };

  const [listed] = await shop.thing.list({ name: "Heavy", targetUnits });
  const retrieved = await shop.thing.retrieve("heavy", { targetUnits });
  const [queried] = await shop.thing.query().where({ name: "Heavy" }).units(targetUnits).list();
  const found = await shop.thing.list({ minWeight: 1999, targetUnits });

  assert.deepEqual([listed?.weight, retrieved?.weight, queried?.weight], [2000, 2000, 2000]);
  assert.equal(found.length, 1);
  await shop.delete("heavy");
});

test("debug brings types and notices along", async () => {
  const found = await shop.thing.list({ debug: true, limit: 1 });

  assert.deepEqual(Object.keys(found.typing ?? {}).includes("timestamp"), true);
  assert.ok(Array.isArray(found.notices));
  assert.ok((await shop.thing.search("saw", { debug: true })).typing);
});

test("changes since last time, deletions included", async () => {
  const batches = async (cursor?: string) => {
    const found = [];
    for await (const batch of shop.group.sync(cursor === undefined ? {} : { cursor })) {
      found.push(batch);
    }
    return found;
  };
  await shop.upsert(shop.group.write({ externalId: "temporary", title: "Temporary" }));
  const [first] = await batches();
  assert.deepEqual(first?.upserted.map((one) => one.title).sort(), ["Saws", "Temporary", "Tools", "Top"]);

  await shop.delete("temporary");
  const [second] = await batches(first?.cursor);

  assert.deepEqual(second?.deleted, [{ space: "shop", externalId: "temporary" }]);
  assert.deepEqual(second.upserted.getIds(), []);
});

test("only what meets a condition is told, in batches", async () => {
  const titles: string[][] = [];
  for await (const batch of shop.group.sync({ where: (p) => equals(p.title, "Top"), chunkSize: 1 })) {
    titles.push(batch.upserted.map((one) => one.title));
  }

  assert.deepEqual(titles.flat(), ["Top"]);
});

test("a cursor that is too old is an error, or begins anew", async () => {
  let cursor = "";
  for await (const batch of shop.group.sync()) {
    cursor = batch.cursor;
  }
  await cdf.fail("POST /models/instances/sync cursor-expired x1");
  await assert.rejects(shop.group.sync({ cursor })[Symbol.asyncIterator]().next(), CursorExpiredError);

  await cdf.fail("POST /models/instances/sync cursor-expired x1");
  const restarted = await shop.group.sync({ cursor, onExpired: "restart" })[Symbol.asyncIterator]().next();

  await cdf.heal();
  assert.deepEqual([restarted.value?.restarted, restarted.value?.upserted.length], [true, 3]);
});

test("a sync that begins anew tells everything, also where only changes were wanted", async () => {
  const only = { backfill: false, onExpired: "restart" } as const;
  const first = await shop.group.sync(only).next();
  assert.deepEqual(first.value?.upserted.getIds(), []);

  await cdf.fail("POST /models/instances/sync cursor-expired x1");
  const { value } = await shop.group.sync({ ...only, cursor: first.value?.cursor ?? "" }).next();

  await cdf.heal();
  assert.deepEqual([value?.restarted, value?.upserted.length], [true, 3]);
});

test("an answer to a sync without cursor is an error: the next request would tell everything again", async () => {
  const service = new InstanceService({ items: { changes: [] }, nextCursor: {} });

  const failed = groupApi(service.client()).sync({ cursor: "stored" }).next();

  await assert.rejects(failed, (error) => error instanceof UnexpectedAnswerError && /no cursor/.test(error.message));
});

test("a sync says what it cannot do", async () => {
  const begin = (options: object): Promise<unknown> => shop.group.sync(options)[Symbol.asyncIterator]().next();

  await assert.rejects(begin({ chunkSize: 5000 }), /chunkSize must be 1 to 2000/);
  await assert.rejects(begin({ onExpired: "never" }), PygenValidationError);
});
