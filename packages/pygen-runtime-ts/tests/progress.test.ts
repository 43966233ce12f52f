// How far long reads have come: who is told what, and when nobody is.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { groupApi, WireClient } from "./byHand/wire/index.ts";
import { Screen } from "./screen.ts";
import { clientOf } from "./wireSchema.ts";
import { wireService } from "./wireService.ts";

const { cdf } = await wireService(async (shop) => {
  const top = shop.group.write({ externalId: "top", title: "Top" });
  const groups = Array.from(
    { length: 2299 },
    (_, n) => shop.group.write({ externalId: `g${n}`, title: "Group", parent: "top" }),
  );
  await shop.upsert([top, ...groups]);
});
let screen: Screen;
let shop: WireClient;

beforeEach(() => {
  screen = new Screen();
  shop = new WireClient(clientOf(cdf), { progress: screen });
});

const reading = { description: "Reading Group", closed: 1 };

test("lists and queries tell how far they are; a limit is the total", async () => {
  for await (const _ of shop.group.iterate({ chunkSize: 1000 })) {
    // What is read does not matter here.
  }
  await shop.group.list({ limit: 1500 });
  await shop.group.query().limit(2000).list();

  assert.deepEqual(screen.tasks, [
    { ...reading, total: undefined, done: 2300 },
    { ...reading, total: 1500, done: 1500 },
    { ...reading, total: 2000, done: 2000 },
  ]);
});

test("who leaves early closes the task", async () => {
  const pages = shop.group.iterate({ chunkSize: 500 }).pages();
  await pages.next();
  await pages.next();
  await pages.return();

  assert.deepEqual(screen.tasks, [{ ...reading, total: undefined, done: 1000 }]);
});

test("what is followed is told by the view at the other end", async () => {
  const api = groupApi(clientOf(cdf), { progress: screen });
  const followed: string[] = [];
  for await (const child of api.follow("children", "top")) {
    followed.push(child.externalId);
  }

  assert.deepEqual(screen.tasks, [{ ...reading, total: undefined, done: followed.length }]);
});

test("what takes one request is not worth a word", async () => {
  await shop.group.list();
  await shop.group.retrieve(["g1", "g2"]);
  await shop.group.query().where({ title: "Top" }).list();

  assert.deepEqual(screen.tasks, []);
});

test("a query counts whatever its limit, and gives the first", async () => {
  const groups = shop.group.query().where({ title: "Group" });

  assert.equal(await groups.limit(3).count(), 2299);
  assert.equal(await shop.group.query().where({ title: [] }).count(), 0);
  assert.equal((await groups.sort({ externalId: "descending" }).first())?.externalId, "g999");
  assert.equal(await groups.where({ externalIdPrefix: "none" }).first(), undefined);
});
