// What a query tells of itself before it is sent.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  and,
  between,
  containsAll,
  containsAny,
  equals,
  type Filter,
  gt,
  gte,
  hasData,
  inList,
  instanceReferences,
  isMissing,
  nested,
  not,
  or,
  overlaps,
  type Properties,
  startsWith,
} from "@cognite/pygen-runtime";
import { ViewApi } from "@cognite/pygen-runtime/codegen";

import { group, type ThingTypes, WireClient } from "./byHand/wire/index.ts";
import { GROUP } from "./byHand/wire/views.ts";
import { InstanceService } from "./instanceService.ts";

const shop = new WireClient(new InstanceService().client());

test("each way to a result set is told, with conditions, order and limits", async () => {
  const text = await shop.group.query()
    .where((p) => equals(p.title, "Tools"))
    .include({
      children: { limit: 3, sort: { title: "ascending" }, include: { parent: true } },
      members: true,
      things: { include: { links: { limit: 2 } } },
    })
    .limit(5)
    .explain();
  const told = text.split("\n");

  assert.match(told[0] ?? "", /^Query: 6 of at most 50 result sets in each request; the root in pages of 5/);
  assert.deepEqual(told.slice(1), [
    "  root: nodes of vectors:Group(v1)",
    "    where has data in Group(v1) and title = 'Tools'",
    "    root__children: nodes of vectors:Group(v1) whose parent points here, at most 3 for each (the service gives all)",
    "      where has data in Group(v1)",
    "      sorted by title ascending",
    "      root__children__parent: nodes of vectors:Group(v1) that parent points to",
    "        where has data in Group(v1)",
    "    root__things: nodes of vectors:Thing(v1) whose group points here",
    "      where has data in Thing(v1)",
    "      root__things__links__edges: edges of vectors:Link(v1) that start here, at most 2 for each",
    "        where has data in Link(v1) and type = vectors:link",
    "        root__things__links: nodes of vectors:Thing(v1) at the other end",
    "          where has data in Thing(v1)",
    "    root__members: nodes of vectors:Thing(v1) whose list groups points here",
    "      where has data in Thing(v1)",
    "Cost:",
    "  requests: one for each page of the root, here one",
    "  one more whenever one of root__children, root__children__parent, root__things, root__things__links__edges has more " +
    "than 10000 instances for a page of the root",
    "  root__members is a query of its own for every 1000 of root: the service cannot follow lists of relations backwards",
  ]);
});

test("a condition on what a relation leads to can be slow, and says so", async () => {
  const told = await shop.thing.query().where((p) => nested(p.group, (one) => equals(one.title, "Tools"))).explain();

  assert.match(told, /\n {2}a nested condition can be slow together with paging$/);
});

const CONDITIONS: readonly (readonly [string, (p: Properties<ThingTypes>) => Filter])[] = [
  ["name in ['A', 'B', 'C' and 1 more]", (p) => inList(p.name, ["A", "B", "C", "D"])],
  ["name begins with 'say \"\\n\"'", (p) => startsWith(p.name, 'say "\n"')],
  ['name = "it\'s"', (p) => equals(p.name, "it's")],
  [
    "texts has any of ['a'] and texts has all of ['b', 'c']",
    (p) => and(containsAny(p.texts, ["a"]), containsAll(p.texts, ["b", "c"])),
  ],
  [
    "(weight >= 1.5 and weight <= 20 or int64 = 9007199254740993)",
    (p) => or(between(p.weight, 1.5, 20), equals(p.int64, 9007199254740993n)),
  ],
  ["not text exists and externalId = 'a'", (p) => and(isMissing(p.text), equals(p.externalId, "a"))],
  ["timestamp >= '2026-01-01T00:00:00.000Z'", (p) => gte(p.timestamp, new Date("2026-01-01"))],
  ["group leads to (title = 'Tools')", (p) => nested(p.group, (one) => equals(one.title, "Tools"))],
  ["group in [shop:a, shop:b] and is one of [shop:c]", (p) => {
    const [a, b, c] = ["a", "b", "c"].map((externalId) => ({ space: "shop", externalId }));
    return and(inList(p.group, [a!, b!]), instanceReferences([c!]));
  }],
  ["not has data in Group(v1), Stored", () => not(hasData(group, { space: "vectors", externalId: "Stored" }))],
  ["int32 to weight overlaps >= 1 and <= 2", (p) => overlaps(p.int32, p.weight, { from: 1, to: 2 })],
];

for (const [told, condition] of CONDITIONS) {
  test(`a condition is told in words: ${told}`, async () => {
    const text = await shop.thing.query().where(condition).explain();

    assert.ok(text.includes(`where has data in Thing(v1) and ${told}\n`), text);
  });
}

for (
  const [told, filter] of [
    ["near {'to': 'here'}", { near: { to: "here" } }],
    ["near null", { near: null }],
    ["near [{'property': 'x'}]", { near: [{ property: "x" }] }],
  ] as const
) {
  test(`a filter of a view that is of a newer kind is told as it is: ${told}`, async () => {
    const service = new InstanceService();
    const query = new ViewApi(service.client(), { ...group, id: { ...GROUP, filter } }).query().where({
      title: "Tools",
    });

    const text = await query.explain({ indexes: true });

    assert.ok(text.includes(`where ${told} and title = 'Tools'\n`), text);
    assert.match(text, /title of Group\/v1: no index/);
  });
}

test("indexes that a condition or an order can use are told by name", async () => {
  const container = { space: "vectors", externalId: "Stored" };
  const service = new InstanceService(
    {
      items: [{
        space: "vectors",
        externalId: "Thing",
        version: "v1",
        properties: {
          float64: { container, containerPropertyIdentifier: "amount" },
          name: { container, containerPropertyIdentifier: "name" },
          links: { connectionType: "multi_edge_connection" },
        },
      }],
    },
    {
      items: [{
        ...container,
        indexes: {
          amounts: { properties: ["amount", "name"], indexType: "btree", cursorable: true, bySpace: true },
          names: { properties: ["kind", "name"], indexType: "btree" },
        },
      }],
    },
  );
  const query = new WireClient(service.client()).thing.query().where((p) => gt(p.float64, 5)).sort({
    name: "ascending",
  });

  const lines = (await query.explain({ indexes: true })).split("\n").slice(-2);

  assert.deepEqual(lines, [
    "  float64 of Thing/v1: btree index amounts, also for sorted paging, within a space",
    "  name of Thing/v1: no index, so the service may read everything",
  ]);
  assert.deepEqual(service.sent.map(({ path, text }) => [path, JSON.parse(text)]), [
    ["/models/views/byids", { items: [{ space: "vectors", externalId: "Thing", version: "v1" }] }],
    ["/models/containers/byids", { items: [container] }],
  ]);
});
