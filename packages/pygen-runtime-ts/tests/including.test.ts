// Queries with relations, through a hand-written SDK, against the emulator.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  and,
  containsAny,
  equals,
  gt,
  nested,
  or,
  type Properties,
  PygenValidationError,
  startsWith,
} from "@cognite/pygen-runtime";
import { type AnyView, type PlainNode, type ToMany, type View, ViewApi } from "@cognite/pygen-runtime/codegen";

import { group, groupApi, type GroupTypes, thingApi } from "./byHand/wire/index.ts";
import { GROUP } from "./byHand/wire/views.ts";
import { fill } from "./wireData.ts";
import { clientOf } from "./wireSchema.ts";
import { wireService } from "./wireService.ts";

const { cdf, shop } = await wireService((shop) => fill(shop.client));

test("a direct relation that is included holds the object, three levels deep", async () => {
  const [saw] = await shop.thing.query()
    .where((p) => equals(p.name, "Saw"))
    .include({ group: { include: { parent: { include: { parent: true } } } } })
    .list();

  assert.equal(saw?.group?.title, "Saws");
  assert.equal(saw.group.parent?.title, "Tools");
  assert.equal(saw.group.parent.parent?.title, "Top");
});

test("what is not included is an id", async () => {
  const [saw] = await shop.thing.query().where({ name: "Saw" }).list();

  assert.deepEqual(saw?.group, { space: "shop", externalId: "saws" });
});

test("edges come with their properties and the nodes at their other ends", async () => {
  const [saw] = await shop.thing.query()
    .where({ name: "Saw" })
    .include({ links: { sort: { strength: "descending" }, include: { group: true } } })
    .list();

  assert.deepEqual(saw?.links.map(({ edge, node }) => [edge.note, node?.name, node?.group?.title]), [
    ["fits", "Blade", "Saws"],
    ["beside", "Drill", "Tools"],
  ]);
});

test("nodes that are read through no view are sorted by what every node has", async () => {
  interface Types extends GroupTypes {
    readonly relations: GroupTypes["relations"] & { readonly below: ToMany<PlainNode> };
  }
  const relations = { below: { kind: "reverse", through: [GROUP, "parent"] } } as const;
  const view = { ...group as AnyView, relations } as View<Types>;
  const groups = new ViewApi(clientOf(cdf), view, { instanceSpace: "shop" });
  const ids = ["low3", "low1", "low2"];
  await shop.upsert(ids.map((externalId) => shop.group.write({ externalId, title: "Low", parent: "saws" })));
  const sort = { externalId: "descending" } as const;

  const [saws] = await groups.query().where({ title: "Saws" }).include({ below: { sort } }).list();

  await shop.delete(ids);
  assert.deepEqual(saws?.below.map((one) => one.externalId), ["low3", "low2", "low1"]);
  const byTitle = { title: "ascending" } as object;
  assert.throws(() => groups.query().include({ below: { sort: byTitle } }), PygenValidationError);
});

test("conditions on edges and on nodes, and a limit for each", async () => {
  const strong = await shop.thing.query().include({ links: { where: (_, link) => gt(link.strength!, 0.5) } }).list();
  const first = await shop.thing.query().include({ links: { limit: 1 } }).where({ name: "Saw" }).list();
  const drills = await shop.thing.query().include({ links: { where: (p) => startsWith(p.name, "D") } }).list();

  const notes = (rows: typeof strong): string[] => rows.flatMap((one) => one.links.map(({ edge }) => edge.note));
  assert.deepEqual(notes(strong), ["fits"]);
  assert.equal(first[0]?.links.length, 1);
  assert.deepEqual(notes(drills), ["beside"]);
});

test("with an order a limit keeps the first of each", async () => {
  const [saw] = await shop.thing.query().where({ name: "Saw" })
    .include({ links: { sort: { strength: "ascending" }, limit: 1 } }).list();

  assert.deepEqual(saw?.links.map(({ edge }) => edge.note), ["beside"]);
});

test("a single connection holds one link, or none", async () => {
  const rows = await shop.thing.query().sort({ name: "descending" }).include({ place: true, near: true }).list();

  assert.deepEqual(rows.map((one) => one.place?.node?.title), ["Top", undefined, undefined, undefined]);
  assert.equal(rows[0]?.place?.edge.remark, "shelf");
  assert.equal(rows[0]?.near[0]?.node?.name, "Blade");
});

test("what was read with its relations is changed, and keeps every reference", async () => {
  const none = { where: (p: Properties<GroupTypes>) => equals(p.title, "None") };
  const query = shop.thing.query().where({ name: "Saw" });
  const [saw] = await query.include({ group: true, groups: true, links: true, place: true }).list();
  await shop.upsert(saw === undefined ? [] : [shop.thing.change(saw, { text: "one" })]);
  const [bare] = await query.include({ group: none, groups: none }).list();
  assert.deepEqual([bare?.text, bare?.group, bare?.groups], ["one", undefined, []]);
  await shop.upsert(bare === undefined ? [] : [shop.thing.change(bare, { text: "two" })], { mode: "replace" });

  const found = await shop.thing.retrieve("saw");

  const to = (externalId: string): object => ({ space: "shop", externalId });
  assert.deepEqual([found?.text, found?.group, found?.groups], ["two", to("saws"), [to("tools"), to("top")]]);
  const moved = await shop.thing.query().where({ name: "Saw" }).include({ group: none }).first();
  assert.deepEqual(moved && shop.thing.change(moved, { group: "top" }).relations["group"], "top");
});

test("reverse relations, of single references and of lists", async () => {
  const rows = await shop.group.query()
    .sort({ title: "ascending" })
    .include({ things: { sort: { name: "ascending" } }, members: { sort: { name: "ascending" } } })
    .list();

  const names = rows.map((one) => [one.title, one.things.map((it) => it.name), one.members.map((it) => it.name)]);
  assert.deepEqual(names, [
    ["Saws", ["Blade", "Saw"], []],
    ["Tools", ["Drill"], ["Drill", "Saw"]],
    ["Top", [], ["Saw"]],
  ]);
});

test("a relation of a view to itself over several levels", async () => {
  const [saws] = await shop.group.query().where({ title: "Saws" }).include({ parent: { depth: 2 } }).list();

  assert.equal(saws?.parent?.parent?.title, "Top");
});

test("a list of relations holds the objects that are in the view", async () => {
  const [saw] = await shop.thing.query().where({ name: "Saw" }).include({ groups: true }).list();

  assert.deepEqual(saw?.groups.map((one) => one.title), ["Tools", "Top"]);
});

test("conditions combine, also about what a relation leads to", async () => {
  const found = await shop.thing.query()
    .where((p) =>
      or(
        and(gt(p.float64, 5), containsAny(p.texts, ["new"])),
        nested(p.group, (it) => equals(it.title, "Tools")),
      )
    )
    .list();

  assert.deepEqual(found.map((one) => one.name).sort(), ["Drill", "Saw"]);
});

test("some properties can be selected", async () => {
  const [saw] = await shop.thing.query().where({ name: "Saw" }).select("name", "timestamp").list();

  assert.deepEqual(saw?.timestamp, new Date("2024-02-29T10:00:00Z"));
  assert.equal(saw.externalId, "saw");
  assert.ok(!("float64" in saw));
});

test("what a view leads to is read without loading its view", async () => {
  const [saws] = await groupApi(shop.client).query().where({ title: "Saws" }).include({ things: true }).list();

  const saw = saws?.things.find((one) => one.name === "Saw");
  assert.deepEqual(saw?.timestamp, new Date("2024-02-29T10:00:00Z"));
});

test("relations of what a view leads to take that view, and the error says so", async () => {
  const deep = { group: { include: { parent: true } } } as const;

  assert.throws(() => thingApi(shop.client).query().include(deep), /relations of Group.*views/);
  const [saw] = await thingApi(shop.client, { views: [group] }).query().where({ name: "Saw" }).include(deep).list();
  assert.equal(saw?.group?.parent?.title, "Tools");
});

test("a relation is followed from ids, each node once", async () => {
  const names = async (found: AsyncIterable<{ readonly name: string }>): Promise<string[]> => {
    const all: string[] = [];
    for await (const one of found) {
      all.push(one.name);
    }
    return all.sort();
  };

  assert.deepEqual(await names(shop.group.follow("things", ["saws", "tools"])), ["Blade", "Drill", "Saw"]);
  assert.deepEqual(await names(shop.group.follow("members", ["tools", "top"])), ["Drill", "Saw"]);
  assert.deepEqual(await names(shop.thing.follow("links", "saw")), ["Blade", "Drill"]);
});

test("a direct relation is followed from ids", async () => {
  const titles: string[] = [];
  for await (const one of shop.thing.follow("group", ["saw", "blade", "drill", "loose"])) {
    titles.push(one.title);
  }

  assert.deepEqual(titles.sort(), ["Saws", "Tools"]);
});

test("what a relation leads to is followed with its own relations, and a condition", async () => {
  const found: (string | undefined)[][] = [];
  const drills = shop.thing.follow("links", "saw", { include: { group: true }, where: (p) => gt(p.float64, 5) });
  for await (const one of drills) {
    found.push([one.name, one.group?.title]);
  }

  assert.deepEqual(found, [["Drill", "Tools"]]);
});

test("a query reads all its pages, however small, with everything that belongs to each", async () => {
  const names: string[] = [];
  for await (const page of shop.thing.query().include({ group: true }).iterate({ chunkSize: 1 }).pages()) {
    names.push(...page.items.map((one) => `${one.name} in ${one.group?.title}`));
  }

  assert.deepEqual(names.sort(), ["Blade in Saws", "Drill in Tools", "Loose in undefined", "Saw in Saws"]);
});

test("a plan tells what is asked, and what it costs", async () => {
  const query = shop.thing.query().where((p) => gt(p.float64, 5)).include({ links: true }).sort({ name: "ascending" });

  assert.match(await query.explain(), /3 of at most 50 result sets[^]*root__links__edges: edges of vectors:Link\(v1\)/);
  assert.match(await query.explain({ indexes: true }), /float64 of Thing\/v1: no index/);
  assert.deepEqual(Object.keys(query.plan.with), ["root", "root__links__edges", "root__links"]);
});
