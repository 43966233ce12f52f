import assert from "node:assert/strict";
import { before, test } from "node:test";
import { client, deploy, fill, ids, pump, refused, site } from "./project.ts";

const SPACE = "js_graph";
const VIEW = pump(SPACE);
const cdf = client();

const property = (name: string) => [SPACE, "Pump/v1", name];
const pumps = { hasData: [VIEW] };

before(async () => {
  await deploy(cdf, SPACE);
  await fill(cdf, SPACE);
});

test("a query follows edges from node to node", async () => {
  const answer = await cdf.instances.query({
    with: {
      start: { nodes: { filter: { equals: { property: property("name"), value: "Pump number1" } } } },
      pipes: { edges: { from: "start", direction: "outwards", maxDistance: 2 } },
      fed: { nodes: { from: "pipes" } },
    },
    select: {
      start: {},
      pipes: {},
      fed: { sources: [{ source: VIEW, properties: ["name"] }], sort: [{ property: property("name") }] },
    },
  });
  assert.deepEqual(ids(answer.items["start"] ?? []), ["p1"]);
  assert.deepEqual(ids(answer.items["pipes"] ?? []).sort(), ["e1", "e2"]);
  assert.deepEqual(
    answer.items["fed"]?.map((item) => item.properties?.[SPACE]?.["Pump/v1"]),
    [{ name: "Pump number2" }, { name: "Pump number3" }],
  );
});

test("a query follows a direct relation both ways", async () => {
  const through = { source: VIEW, identifier: "site" };
  const answer = await cdf.instances.query({
    with: {
      pump: { nodes: { filter: { equals: { property: property("name"), value: "Pump number4" } } } },
      site: { nodes: { from: "pump", through, direction: "outwards" } },
      neighbours: { nodes: { from: "site", through, direction: "inwards" } },
    },
    select: {
      site: { sources: [{ source: site(SPACE), properties: ["*"] }] },
      neighbours: { sort: [{ property: ["node", "externalId"] }] },
    },
  });
  assert.deepEqual(Object.keys(answer.items).sort(), ["neighbours", "site"]);
  assert.deepEqual(answer.items["site"]?.[0]?.properties?.[SPACE]?.["Site/v1"], { name: "Site south" });
  assert.deepEqual(ids(answer.items["neighbours"] ?? []), ["p3", "p4"]);
});

test("a query goes on by cursors", async () => {
  const request = {
    with: { all: { nodes: { filter: pumps }, sort: [{ property: property("name") }], limit: 2 } },
    select: { all: {} },
  };
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const answer = await cdf.instances.query(cursor === undefined ? request : { ...request, cursors: { all: cursor } });
    found.push(...ids(answer.items["all"] ?? []));
    cursor = answer.nextCursor["all"];
  } while (cursor !== undefined);
  assert.deepEqual(found, ["p0", "p1", "p2", "p3", "p4"]);
});

test("set operations combine results", async () => {
  const stage = (value: number) => ({ nodes: { filter: { equals: { property: property("stages"), value } } } });
  const answer = await cdf.instances.query({
    with: {
      even: stage(0),
      odd: stage(1),
      last: { nodes: { filter: { equals: { property: property("name"), value: "Pump number4" } } } },
      most: { union: ["even", "odd"], except: ["last"] },
    },
    select: { most: {} },
  });
  assert.deepEqual(ids(answer.items["most"] ?? []).sort(), ["p0", "p1", "p2", "p3"]);
});

test("a query without properties in a source is refused", async () => {
  const request = { with: { all: { nodes: {} } }, select: { all: { sources: [{ source: VIEW }] } } };
  const error = await refused(cdf.instances.query(JSON.parse(JSON.stringify(request))), 400);
  assert.match(error.message, /\[properties must not be null\]/);
});

test("sync tells what changed since the last call, deletions included", async () => {
  const request = {
    with: { all: { nodes: { filter: { prefix: { property: ["node", "externalId"], value: "sync" } } } } },
    select: { all: { sources: [{ source: VIEW, properties: ["name"] }] } },
  };
  const written = (name: string) => ({
    instanceType: "node" as const,
    space: SPACE,
    externalId: "sync",
    sources: [{ source: VIEW, properties: { name } }],
  });
  const first = await cdf.instances.sync(request);
  assert.deepEqual(first.items["all"], []);

  await cdf.instances.upsert({ items: [written("S")] });
  const second = await cdf.instances.sync({ ...request, cursors: first.nextCursor });
  assert.deepEqual(ids(second.items["all"] ?? []), ["sync"]);

  await cdf.instances.delete([{ instanceType: "node", space: SPACE, externalId: "sync" }]);
  const third = await cdf.instances.sync({ ...request, cursors: second.nextCursor });
  assert.deepEqual(ids(third.items["all"] ?? []), ["sync"]);
  assert.ok(third.items["all"]?.[0]?.deletedTime);
});

test("search finds words", async () => {
  const answer = await cdf.instances.search({ view: VIEW, query: "number3", instanceType: "node", limit: 10 });
  assert.deepEqual(ids(answer.items), ["p3"]);
});

test("search by an unknown property is refused", async () => {
  const error = await refused(cdf.instances.search({ view: VIEW, query: "x", properties: ["none"] }), 400);
  assert.match(error.message, /Unknown property/);
});

test("aggregate counts, sums and groups", async () => {
  const whole = await cdf.instances.aggregate({
    view: VIEW,
    filter: pumps,
    aggregates: [{ count: {} }, { sum: { property: "power" } }, { max: { property: "stages" } }],
  });
  assert.deepEqual(
    whole.items.map((item) => item.aggregates.map((value) => ("value" in value ? value.value : undefined))),
    [[5, 15, 1]],
  );
  const grouped = await cdf.instances.aggregate({
    view: VIEW,
    groupBy: ["stages"],
    aggregates: [{ count: { property: "name" } }],
  });
  const counts = grouped.items.map((item) => [item.group?.["stages"], ...item.aggregates.map((value) => value)]);
  assert.deepEqual(
    counts.sort((one, other) => Number(one[0]) - Number(other[0])),
    [
      [0, { aggregate: "count", property: "name", value: 3 }],
      [1, { aggregate: "count", property: "name", value: 2 }],
    ],
  );
});

test("a histogram has buckets", async () => {
  const answer = await cdf.instances.aggregate({
    view: VIEW,
    aggregates: [{ histogram: { property: "power", interval: 3 } }],
  });
  const [histogram] = answer.items[0]?.aggregates ?? [];
  assert.ok(histogram && "buckets" in histogram);
  assert.deepEqual(histogram.buckets, [
    { start: 0, count: 2 },
    { start: 3, count: 2 },
    { start: 6, count: 1 },
  ]);
});

test("inspect tells which views and containers an instance is in", async () => {
  const answer = await cdf.instances.inspect({
    items: [{ instanceType: "node", space: SPACE, externalId: "p0" }],
    inspectionOperations: { involvedViews: {}, involvedContainers: {} },
  });
  const [found] = answer.items;
  assert.deepEqual(found?.inspectionResults.involvedViews, [VIEW]);
  assert.deepEqual(found.inspectionResults.involvedContainers, [
    { type: "container", space: SPACE, externalId: "Pump" },
  ]);
});
