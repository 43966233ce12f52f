import assert from "node:assert/strict";
import { before, test } from "node:test";
import { client, deploy, fill, ids, pump, refused } from "./project.ts";

const SPACE = "js_instances";
const VIEW = pump(SPACE);
const cdf = client();

const node = (externalId: string, properties: Record<string, string | number | boolean | string[]>) => ({
  instanceType: "node" as const,
  space: SPACE,
  externalId,
  sources: [{ source: VIEW, properties }],
});
const property = (name: string) => [SPACE, "Pump/v1", name];

before(async () => {
  await deploy(cdf, SPACE);
  await fill(cdf, SPACE);
});

test("what is written is read back", async () => {
  const [written] = (
    await cdf.instances.upsert({
      items: [node("new", { name: "New", tags: ["b", "a"], built: "2024-02-29T12:00:00.250Z" })],
    })
  ).items;
  assert.equal(written?.wasModified, true);
  const [read] = (
    await cdf.instances.retrieve({
      items: [{ instanceType: "node", space: SPACE, externalId: "new" }],
      sources: [{ source: VIEW }],
    })
  ).items;
  assert.equal(read?.version, written.version);
  assert.deepEqual(read.properties?.[SPACE]?.["Pump/v1"], {
    name: "New",
    tags: ["b", "a"],
    built: "2024-02-29T12:00:00.25+00:00",
    running: false,
  });
});

test("writing the same again changes nothing", async () => {
  const item = node("same", { name: "Same" });
  const [first] = (await cdf.instances.upsert({ items: [item] })).items;
  const [second] = (await cdf.instances.upsert({ items: [item] })).items;
  assert.deepEqual(second, { ...first, wasModified: false });
});

test("a version conflict fails the whole request", async () => {
  await cdf.instances.upsert({ items: [node("guarded", { name: "One" })] });
  const error = await refused(
    cdf.instances.upsert({
      items: [{ ...node("guarded", { name: "Two" }), existingVersion: 0 }, node("beside", { name: "B" })],
    }),
    409,
  );
  assert.match(error.message, /A version conflict caused the ingest to fail\./);
  const items = [{ instanceType: "node" as const, space: SPACE, externalId: "beside" }];
  assert.deepEqual((await cdf.instances.retrieve({ items })).items, []);
});

test("a required property must be given", async () => {
  const error = await refused(cdf.instances.upsert({ items: [node("bad", { power: 1 })] }), 400);
  assert.match(error.message, /name/);
});

test("an unknown view is refused by name", async () => {
  const source = { type: "view", space: SPACE, externalId: "None", version: "v1" } as const;
  const error = await refused(cdf.instances.list({ sources: [{ source }] }), 400);
  assert.match(error.message, new RegExp(`One or more views do not exist: '${SPACE}:None/v1'`));
});

const FILTERS = {
  equals: [{ equals: { property: property("name"), value: "Pump number1" } }, ["p1"]],
  in: [{ in: { property: property("stages"), values: [1] } }, ["p1", "p3"]],
  range: [{ range: { property: property("power"), gt: 1.5, lte: 4.5 } }, ["p2", "p3"]],
  prefix: [{ prefix: { property: property("name"), value: "Pump n" } }, ["p0", "p1", "p2", "p3", "p4"]],
  exists: [{ not: { exists: { property: property("tags") } } }, []],
  containsAny: [{ containsAny: { property: property("tags"), values: ["size1", "size4"] } }, ["p1", "p4"]],
  containsAll: [{ containsAll: { property: property("tags"), values: ["water", "size2"] } }, ["p2"]],
  nested: [
    {
      nested: {
        scope: property("site"),
        filter: { equals: { property: [SPACE, "Site/v1", "name"], value: "Site south" } },
      },
    },
    ["p3", "p4"],
  ],
  instanceReferences: [{ instanceReferences: [{ space: SPACE, externalId: "p4" }] }, ["p4"]],
} as const;

for (const [name, [filter, expected]] of Object.entries(FILTERS)) {
  test(`the filter ${name}`, async () => {
    const pumps = { prefix: { property: ["node", "externalId"], value: "p" } };
    const page = await cdf.instances.list({
      sources: [{ source: VIEW }],
      filter: JSON.parse(JSON.stringify({ and: [pumps, filter] })),
      sort: [{ property: ["node", "externalId"] }],
    });
    assert.deepEqual(ids(page.items), expected);
  });
}

test("pages follow each other by cursor", async () => {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await cdf.instances.list({
      sources: [{ source: VIEW }],
      filter: { prefix: { property: ["node", "externalId"], value: "p" } },
      sort: [{ property: property("power"), direction: "descending" }],
      limit: 2,
      ...(cursor === undefined ? {} : { cursor }),
    });
    pages.push(ids(page.items));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  assert.deepEqual(pages.flat(), ["p4", "p3", "p2", "p1", "p0"]);
  assert.ok(pages.every((page) => page.length <= 2));
});

test("edges are listed by what they connect", async () => {
  const page = await cdf.instances.list({
    instanceType: "edge",
    filter: { equals: { property: ["edge", "startNode"], value: { space: SPACE, externalId: "p1" } } },
  });
  assert.deepEqual(ids(page.items), ["e1"]);
});

test("typing tells the type of each property", async () => {
  const page = await cdf.instances.list({ sources: [{ source: VIEW }], includeTyping: true, limit: 1 });
  assert.deepEqual(page.typing?.[SPACE]?.["Pump/v1"]?.["power"]?.type, { type: "float64", list: false });
});

test("a deleted node takes its edges along", async () => {
  const ends = ["from", "to"];
  await cdf.instances.upsert({
    items: [
      ...ends.map((externalId) => node(externalId, { name: externalId })),
      {
        instanceType: "edge",
        space: SPACE,
        externalId: "between",
        type: { space: SPACE, externalId: "other" },
        startNode: { space: SPACE, externalId: "from" },
        endNode: { space: SPACE, externalId: "to" },
      },
    ],
  });
  await cdf.instances.delete([{ instanceType: "node", space: SPACE, externalId: "from" }]);
  const items = [
    { instanceType: "node" as const, space: SPACE, externalId: "to" },
    { instanceType: "edge" as const, space: SPACE, externalId: "between" },
  ];
  assert.deepEqual(ids((await cdf.instances.retrieve({ items })).items), ["to"]);
});
