// Reading through a hand-written SDK, against the emulator.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ViewReader } from "@cognite/pygen-runtime";

import { thing, thingApi } from "./byHand/wire/index.ts";
import { wireService } from "./wireService.ts";

const source = { type: "view", space: "vectors", externalId: "Thing", version: "v1" };
const { shop } = await wireService(async (shop) => {
  const items = Array.from({ length: 30 }, (_, n) => ({
    instanceType: "node",
    space: "shop",
    externalId: `t${n}`,
    sources: [{ source, properties: { name: `Thing ${n}`, int32: n, timestamp: "2024-02-29T12:00:00+02:00" } }],
  }));
  await shop.client.post("/models/instances", { items });
});

test("one instance is read by its id, with dates as Date", async () => {
  const found = await shop.thing.retrieve("t7");

  assert.equal(found?.name, "Thing 7");
  assert.deepEqual(found.timestamp, new Date("2024-02-29T10:00:00Z"));
});

test("what does not exist is undefined", async () => {
  assert.equal(await shop.thing.retrieve({ space: "shop", externalId: "gone" }), undefined);
});

test("several are read in the order of their ids, without those that do not exist", async () => {
  const found = await shop.thing.retrieve(["t2", { space: "shop", externalId: "t1" }, "gone", {
    space: "shop",
    externalId: "t2",
  }]);

  assert.deepEqual(found.map((one) => one.externalId), ["t2", "t1", "t2"]);
});

test("a list stops at 25, and says where reading goes on", async () => {
  const found = await shop.thing.list();

  assert.equal(found.length, 25);
  assert.equal(typeof found.nextCursor, "string");
});

test("keyword filters, an order and a limit", async () => {
  const found = await shop.thing.list({
    minInt32: 10,
    namePrefix: "Thing",
    sortBy: "int32",
    sortDirection: "descending",
    limit: 3,
  });

  assert.deepEqual(found.map((one) => one.int32), [29, 28, 27]);
});

test("all instances come one after another", async () => {
  const names = new Set<string>();
  for await (const one of shop.thing.iterate({ chunkSize: 7 })) {
    names.add(one.name);
  }

  assert.equal(names.size, 30);
});

test("a view can be used without the client of the SDK", async () => {
  const api = thingApi(shop.client);

  assert.equal((await api.list({ limit: Infinity })).length, 30);
});

test("a program that only reads can do with less", async () => {
  const reader = new ViewReader(shop.client, thing, { instanceSpace: "shop" });

  assert.equal((await reader.retrieve("t1"))?.name, "Thing 1");
});
