// What the checker knows of an SDK: results are exactly what was asked for. These tests are there to be compiled; a line
// below `@ts-expect-error` that has no error does not compile.
import assert from "node:assert/strict";
import { test } from "node:test";

import { and, avg, containsAny, equals, gt, type LinkTo, type NodeId, or, startsWith } from "@cognite/pygen-runtime";

import type { Group, Link, Thing } from "./byHand/wire/index.ts";
import { WireClient } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles if it is given true. */
function holds<T extends true>(..._: readonly T[]): void {}

const shop = new WireClient(new InstanceService().client());

test("without includes a query gives what is read", async () => {
  const [thing] = await shop.thing.query().list();

  holds<Same<typeof thing, Thing | undefined>>();
  // @ts-expect-error: the group was not included, so there is only its id
  assert.equal(thing?.group?.title, undefined);
  // @ts-expect-error: nor were the links
  assert.equal(thing?.links, undefined);
});

test("three levels deep everything that is included has its type, and nothing else", async () => {
  const rows = await shop.thing.query()
    .include({ group: { include: { things: { include: { links: { include: { group: true } } } } } } })
    .list();
  const things = rows[0]?.group?.things;
  const link = things?.[0]?.links[0];

  holds<Same<NonNullable<typeof link>["edge"], Link>>();
  const title: string | undefined = link?.node?.group?.title;
  const parent: NodeId | undefined = link?.node?.group?.parent;
  assert.deepEqual([title, parent], [undefined, undefined]);
  // @ts-expect-error: the fourth level holds ids
  assert.equal(link?.node?.group?.parent?.title, undefined);
  // @ts-expect-error: children were not included
  assert.equal(rows[0]?.group?.children, undefined);
});

test("lists, single relations and links are told apart", async () => {
  const [thing] = await shop.thing.query().include({ groups: true, place: true, near: true, group: true }).list();
  type Row = NonNullable<typeof thing>;

  holds<Same<Row["groups"], readonly Group[]>>();
  holds<Same<Row["group"], Group | undefined>>();
  holds<Row["near"] extends readonly LinkTo<object, Thing>[] ? true : false>();
  holds<NonNullable<Row["place"]>["node"] extends Group | undefined ? true : false>();
  assert.equal(thing, undefined);
});

test("a relation of a view to itself has as many levels as its depth", async () => {
  const [group] = await shop.group.query().include({ parent: { depth: 2 } }).list();

  const title: string | undefined = group?.parent?.parent?.title;
  const third: NodeId | undefined = group?.parent?.parent?.parent;
  assert.deepEqual([title, third], [undefined, undefined]);
  // @ts-expect-error: the third level holds ids
  assert.equal(group?.parent?.parent?.parent?.title, undefined);
});

test("includes and filters know the names of relations, properties and keywords", () => {
  const query = shop.thing.query();

  // @ts-expect-error: no such relation
  assert.throws(() => query.include({ grop: true }), /did you mean "group"/);
  // @ts-expect-error: no such relation of the group
  assert.throws(() => query.include({ group: { include: { thing: true } } }), /did you mean "things"/);
  // @ts-expect-error: no such property
  assert.throws(() => query.where((p) => equals(p.nam, "a")), /did you mean "name"/);
  // @ts-expect-error: no such property
  assert.throws(() => query.sort({ nam: "ascending" }), /did you mean "name"/);
  // @ts-expect-error: no such property
  assert.throws(() => query.select("nam"), /did you mean "name"/);
});

test("conditions take values of the property's type", async () => {
  const query = shop.thing.query();

  query.where((p) => and(gt(p.float64, 5), or(startsWith(p.name, "S"), containsAny(p.texts, ["new"]))));
  query.where((p) => gt(p.timestamp, new Date()));
  assert.throws(() => query.where((p) => gt(p.float64, NaN)), /Thing\.float64 takes a finite number, not NaN$/);
  // @ts-expect-error: a number is no text
  assert.throws(() => query.where((p) => equals(p.name, 5)), /Thing\.name takes text/);
  // @ts-expect-error: booleans have no order
  query.where((p) => gt(p.boolean, true));
  // @ts-expect-error: numbers do not begin with text
  assert.throws(() => query.where((p) => startsWith(p.float64, "S")), /float64/);
  // @ts-expect-error: no such keyword
  await assert.rejects(shop.thing.list({ nme: "a" }), /did you mean "name"/);
  // @ts-expect-error: a text has no lower bound among the keywords
  await assert.rejects(shop.thing.list({ minName: "a" }), /no keyword filter/);
});

test("functions take names of properties", async () => {
  // @ts-expect-error: no such property
  await assert.rejects(shop.thing.aggregate({ aggregates: [avg("flaot64")] }), /did you mean "float64"/);
  // @ts-expect-error: no such property
  await assert.rejects(shop.thing.aggregate({ aggregates: [avg("float64")], groupBy: "nam" }), /did you mean "name"/);
});

test("what was read can be changed with relations included, and without its properties it cannot", async () => {
  const included = await shop.thing.query().include({ group: true, groups: true, links: true, place: true }).list();
  const [selected] = await shop.thing.query().select("text").list();

  // @ts-expect-error: a thing has no title
  included.map((thing) => shop.thing.change(thing, { title: "New" }));
  assert.deepEqual(included.map((thing) => shop.thing.change(thing, { text: "new" })), []);
  // @ts-expect-error: the name was not read
  assert.equal(selected && shop.thing.change(selected), undefined);
  // @ts-expect-error: a group is no thing
  ((group: Group) => shop.thing.change(group));
});

test("what is written has the types and the names of the view", () => {
  // @ts-expect-error: name has to be given
  assert.throws(() => shop.thing.write({ externalId: "x" }), /name has to be given/);
  // @ts-expect-error: no such property
  assert.throws(() => shop.thing.write({ externalId: "x", name: "X", nmae: "Y" }), /did you mean "name"/);
  // @ts-expect-error: groups are no things
  shop.thing.write({ externalId: "x", name: "X", group: shop.thing.write({ externalId: "y", name: "Y" }) });
  // @ts-expect-error: an enum has its values
  assert.throws(() => shop.thing.write({ externalId: "x", name: "X", state: "half" }), /state takes one of its values/);
});
