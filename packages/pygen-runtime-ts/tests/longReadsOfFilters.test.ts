// Long reads of views with filters of their own: they show what lists show, whatever the SDK knows of the filter.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiClient, type IterateOptions, PermissionDeniedError, token, ViewReader } from "@cognite/pygen-runtime";
import type { ViewRef } from "@cognite/pygen-runtime/codegen";

import { group, type GroupTypes, thing, thingApi, type ThingTypes } from "./byHand/wire/index.ts";
import { GROUP, THING } from "./byHand/wire/views.ts";
import { InstanceService } from "./instanceService.ts";
import { wireService } from "./wireService.ts";

const COUNT = 2500;

/** The view of the groups whose title begins with "Few". */
const FEW: ViewRef = { space: "vectors", externalId: "Few", version: "v1" };
const FILTER = { prefix: { property: ["vectors", "Group", "title"], value: "Few" } };
const FEW_COUNT = 1100;

const { cdf } = await wireService(async (shop) => {
  const container = { type: "container", space: "vectors", externalId: "Group" };
  const properties = Object.fromEntries(
    ["title", "parent"].map((name) => [name, { container, containerPropertyIdentifier: name }]),
  );
  await shop.client.post("/models/views", { items: [{ ...FEW, filter: FILTER, properties }] });
  await shop.upsert(
    Array.from(
      { length: COUNT },
      (_, n) => shop.group.write({ externalId: `g${n}`, title: `${n < FEW_COUNT ? "Few" : "Many"} ${n}` }),
    ),
  );
});
let asked: string[];

/** Reads the groups through a view as an SDK knows it. */
function readerOf(id: ViewRef): ViewReader<GroupTypes> {
  asked = [];
  const { baseUrl, project } = cdf;
  const hook = { onRequest: (event: { readonly url: string }) => asked.push(event.url.split("/models/")[1] ?? "") };
  const client = new ApiClient({ baseUrl, project, credentials: token(cdf.token), hooks: [hook] });
  return new ViewReader(client, { ...group, id });
}

async function idsOf(id: ViewRef, options: IterateOptions<GroupTypes> = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const one of readerOf(id).iterate(options)) {
    found.push(one.externalId);
  }
  return found.sort();
}

test("a filter that the view has been given counts", async () => {
  const listed = await idsOf(FEW, { chunkSize: 1000 });
  assert.equal(listed.length, FEW_COUNT);

  assert.deepEqual(await idsOf(FEW), listed);
  assert.deepEqual(asked.filter((path) => path === "views/byids").length, 1);
  assert.deepEqual(await idsOf(FEW, { chunkSize: 5000 }), listed);
});

test("a filter that the view has lost counts no more", async () => {
  const old = { ...GROUP, filter: FILTER };

  assert.equal((await idsOf(old)).length, COUNT);

  const first = await readerOf(old).iterate({ chunkSize: 2000 }).pages().next();
  const cursor = first.value?.nextCursor ?? "";
  assert.equal((await idsOf(old, { cursor })).length, COUNT - 2000);
});

test("a filter that the SDK knows is asked with at once", async () => {
  const { property, value } = FILTER.prefix;

  const found = await idsOf({ ...FEW, filter: { prefix: { value, property } } }, { chunkSize: 5000 });

  assert.equal(found.length, FEW_COUNT);
  assert.deepEqual(asked.sort(), ["instances/query", "views/byids"]);
});

test("who may not read the view reads pages of lists", async () => {
  await cdf.fail("POST /models/views/byids 403");

  const all = await idsOf(GROUP);
  const some = await idsOf(GROUP, { chunkSize: 4000, limit: 1500 });
  const found = await readerOf(GROUP).list({ limit: 6000 });
  const lists = asked.filter((path) => path === "instances/list").length;
  const { value } = await readerOf(GROUP).iterate({ chunkSize: 4000 }).pages().next();

  await cdf.heal();
  assert.deepEqual([all.length, new Set(all).size, some.length, found.length], [COUNT, COUNT, 1500, COUNT]);
  assert.equal(lists, 4); // The first, of which nobody knew that it is not the last, and three pages.
  assert.doesNotMatch(value?.nextCursor ?? "", /^query:/);
});

test("a read that goes on from a query needs the view", async () => {
  const first = await readerOf(GROUP).iterate({ chunkSize: 2000 }).pages().next();
  await cdf.fail("POST /models/views/byids 403");

  await assert.rejects(idsOf(GROUP, { cursor: first.value?.nextCursor ?? "" }), PermissionDeniedError);

  await cdf.heal();
});

test("a filter with whole numbers of 64 bits keeps their digits", async () => {
  const service = new InstanceService();
  const filter = '{"range":{"property":["vectors","Thing","int64"],"gte":9007199254740993}}';
  const view = { space: "vectors", externalId: "Thing", version: "v1", properties: {} };
  service.views = () => new Response(`{"items":[${JSON.stringify(view).slice(0, -1)},"filter":${filter}}]}`);

  await thingApi(service.client()).iterate({ chunkSize: 5000 }).pages().next();

  assert.match(service.sent[1]?.text ?? "", /"filter":\{"range":\{[^}]*"gte":9007199254740993\}\}/);
  // What the SDK knows says the same, so the page is not asked for again.
  const known = { range: { property: ["vectors", "Thing", "int64"], gte: 9007199254740993n } };
  const same = new ViewReader<ThingTypes>(service.client(), { ...thing, id: { ...THING, filter: known } });
  await same.iterate({ chunkSize: 5000 }).pages().next();
  assert.equal(service.sent.length, 3);
});

test("units do not go with the cursor of a query, whose conditions are in stored ones", async () => {
  const things = thingApi(new InstanceService().client());

  await assert.rejects(
    things.iterate({ cursor: "query:c", targetUnits: { weight: "mass:gm" } }).pages().next(),
    /cursor is that of a read without targetUnits/,
  );
});
