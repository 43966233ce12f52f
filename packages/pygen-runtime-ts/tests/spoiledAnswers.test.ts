// Whatever a service answers: objects, or an error of Pygen's that can be caught. Answers are spoiled at random, from a
// seed that failures name.
import assert from "node:assert/strict";
import { test } from "node:test";

import { avg, DeleteResult, type InstanceId, PygenError, sum, UpsertResult, verify } from "@cognite/pygen-runtime";
import { type AnyView, ViewApi } from "@cognite/pygen-runtime/codegen";

import { group, WireClient } from "./byHand/wire/index.ts";
import { InstanceService, refused } from "./instanceService.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const SEED = 20_261_120;
const TRIES = 150;
const SHELF: AnyView = {
  id: { space: "m", externalId: "Shelf", version: "v1" },
  name: "Shelf",
  usedFor: "node",
  properties: { size: "int64", label: "text", builtOn: "timestamp", sizes: "int64[]" } as AnyView["properties"],
  relations: {},
  keywords: { label: "is text" },
};
const META = { instanceType: "node", space: "shop", version: 1, createdTime: 1, lastUpdatedTime: 1 };
const PROPERTIES = { size: 9, label: "x", builtOn: "2026-01-01T00:00:00Z", sizes: [1, 2] };
const ITEM: Json = { ...META, externalId: "s", properties: { m: { "Shelf/v1": PROPERTIES } } };
const TYPING: Json = { m: { "Shelf/v1": { size: {}, label: {}, builtOn: {}, sizes: {} } } };
const JUNK: readonly Json[] = [null, true, 0, -1.5, 1e308, "", "\0", "__proto__", "NaN", [], {}, [null], [[]], {
  m: null,
}];

/** Numbers that anyone with the seed can make again (a linear congruential generator, constants of Numerical Recipes). */
class Random {
  private state = SEED;

  below(end: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * end);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

const random = new Random();

/** The way to each value within a value. */
function places(value: Json): (readonly string[])[] {
  if (value === null || typeof value !== "object") {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...places(inner).map((way) => [key, ...way])]);
}

/** The value with one to three places replaced, left out, or put into an array; now and then only half of its text. */
function spoiled(value: Json): string {
  const changed = structuredClone(value) as Record<string, Json>;
  for (let left = 1 + random.below(3); left > 0; left--) {
    const way = random.of(places(changed));
    const last = way?.at(-1);
    if (way === undefined || last === undefined) {
      break;
    }
    const holder = way.slice(0, -1).reduce<Json>((one, key) => (one as Record<string, Json>)[key] as Json, changed);
    const inner = (holder as Record<string, Json>)[last] as Json;
    const kind = random.below(3);
    if (kind === 0) {
      Reflect.deleteProperty(holder as object, last);
    } else {
      (holder as Record<string, Json>)[last] = kind === 1 ? structuredClone(random.of(JUNK)) : [inner];
    }
  }
  const text = JSON.stringify(changed);
  return random.below(5) === 0 ? text.slice(0, random.below(text.length)) : text;
}

type Use = (service: InstanceService) => PromiseLike<unknown>;

const shelves = (service: InstanceService): ViewApi<never> =>
  new ViewApi<never>(service.client(), SHELF, { instanceSpace: "shop" } as never);
const shop = (service: InstanceService): WireClient => new WireClient(service.client());

async function all(found: AsyncIterable<unknown>): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const one of found) {
    rows.push(one);
  }
  return rows;
}

const to = (externalId: string): Json => ({ space: "shop", externalId });
const node = (view: string, externalId: string, properties: Json): Json => ({
  ...META,
  externalId,
  properties: { vectors: { [`${view}/v1`]: properties } },
});
const edge = (type: string, view: string, properties: Json): Json => ({
  ...node(view, type, properties) as object,
  instanceType: "edge",
  type: { space: "vectors", externalId: type },
  startNode: to("saw"),
  endNode: to("tools"),
});
const SAW = node("Thing", "saw", { name: "Saw", serial: 1, group: to("tools"), groups: [to("tools"), to("top")] });
const TOOLS = node("Group", "tools", { title: "Tools", parent: to("tools") });

const GROUP_VIEW: Json = {
  space: "vectors",
  externalId: "Group",
  version: "v1",
  writable: true,
  properties: {
    title: {
      type: { type: "text", list: false },
      nullable: false,
      container: { space: "vectors", externalId: "Group" },
      containerPropertyIdentifier: "title",
    },
    things: { connectionType: "multi_reverse_direct_relation", through: { identifier: "group" } },
  },
};

/** How the service is used, and the answers to that, of which one is spoiled. */
const USES: Readonly<Record<string, readonly [Use, ...Json[]]>> = {
  list: [(service) => shelves(service).list({ limit: 1 } as never), {
    items: [ITEM],
    typing: TYPING,
    nextCursor: "c",
  }],
  retrieve: [(service) => shelves(service).retrieve("s"), { items: [ITEM], typing: TYPING }],
  search: [(service) => shelves(service).search("x"), { items: [ITEM], typing: TYPING }],
  count: [(service) => shelves(service).count(), {
    items: [{ instanceType: "node", aggregates: [{ aggregate: "count", value: 3 }] }],
  }],
  aggregate: [
    (service) =>
      shop(service).thing.aggregate({
        aggregates: [sum("int64"), avg("float64")],
        groupBy: ["serial", "name", "group"],
      }),
    {
      items: [{
        instanceType: "node",
        group: { serial: 3, name: "x", group: to("tools") },
        aggregates: [{ aggregate: "sum", value: 9 }, { aggregate: "avg", value: 1.5 }],
      }],
    },
  ],
  histogram: [(service) => shop(service).thing.histogram("int32", { interval: 5 }), {
    items: [{ instanceType: "node", aggregates: [{ aggregate: "histogram", buckets: [{ start: 5, count: 2 }] }] }],
  }],
  "query with direct relations and edges": [
    (service) => shop(service).thing.query().include({ group: true, groups: true, links: true, place: true }).list(),
    {
      items: {
        root: [SAW],
        root__group: [TOOLS],
        root__groups: [TOOLS],
        root__links__edges: [edge("link", "Link", { note: "fits", strength: 1 })],
        root__links: [SAW],
        root__place__edges: [edge("place", "Plain", { remark: "x" })],
        root__place: [TOOLS],
      },
      nextCursor: { root: null, root__links__edges: null },
    },
  ],
  "query with relations that point back": [
    (service) => shop(service).group.query().include({ things: true, children: { depth: 2 }, members: true }).list(),
    {
      items: { root: [TOOLS], root__things: [SAW], root__children: [TOOLS], root__children__children: [TOOLS] },
      nextCursor: { root: null },
    },
    { items: { root__members: [SAW] }, nextCursor: { root__members: null } },
  ],
  "a long read": [
    (service) => all(shop(service).group.iterate()),
    { items: [TOOLS], nextCursor: "c" },
    { items: [{ space: "vectors", externalId: "Group", version: "v1", properties: { title: {} } }] },
    { items: { all: [TOOLS] }, nextCursor: { all: "c" } },
    { items: { all: [TOOLS] }, nextCursor: {} },
  ],
  verify: [(service) => verify(service.client(), [group]), { items: [GROUP_VIEW] }],
  "explain with indexes": [
    (service) => shop(service).group.query().where({ title: "Tools" }).explain({ indexes: true }),
    { items: [GROUP_VIEW] },
    { items: [{ space: "vectors", externalId: "Group", indexes: { titles: { properties: ["title"] } } }] },
  ],
  sync: [(service) => all(shop(service).group.sync()), {
    items: { changes: [TOOLS, { ...TOOLS as object, deletedTime: 5 }] },
    nextCursor: { changes: "c" },
  }],
};

for (const [name, [use, ...answers]] of Object.entries(USES)) {
  test(`${name} gives objects, or an error of Pygen's`, async () => {
    assert.ok(isSound(await use(new InstanceService(...answers as object[]))), "unspoiled answers can be used");
    for (let tries = 0; tries < TRIES; tries++) {
      const at = random.below(answers.length);
      const text = spoiled(answers[at] as Json);
      const service = new InstanceService(...answers.map((answer, index) => index === at ? text : answer as object));
      await outcome(text, async () => {
        const found = await use(service);
        assert.ok(isSound(found), `seed ${SEED}, answer ${text}: ${JSON.stringify(found, textual)}`);
      });
    }
  });
}

/** What it comes to; only errors of Pygen's are fine. */
async function outcome(text: string, call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof PygenError)) {
      throw new Error(`seed ${SEED}, answer ${text}`, { cause: error });
    }
  }
}

/** For JSON, which has no words for bigint, and null for invalid dates and for numbers that are none. */
function textual(_: string, value: unknown): unknown {
  return typeof value === "bigint" || typeof value === "number" ? String(value) : value;
}

/** Whether callers can work with it: no number that is none, no invalid date, and every instance has an id. */
function isSound(value: unknown): boolean {
  if (value instanceof Date) {
    return !Number.isNaN(value.getTime());
  }
  if (typeof value !== "object" || value === null) {
    return typeof value !== "number" || Number.isFinite(value);
  }
  const { instanceType, space, externalId } = value as Readonly<Record<string, unknown>>;
  const isNamed = typeof space === "string" && typeof externalId === "string";
  return (instanceType === undefined || isNamed) && Object.values(value).every(isSound);
}

const MOMENT = "2026-01-01T00:00:00.000Z";
const WRITTEN = { ...META, externalId: "a", wasModified: true };
type Written = typeof WRITTEN;

for (const mode of ["apply", "update"] as const) {
  test(`upsert in mode ${mode} tells nothing that no answer told`, async () => {
    const before = {
      items: [node("Thing", "a", { name: "Old", texts: ["x"], timestamps: [MOMENT], json: { a: { b: 1 } } })],
    };
    for (let tries = 0; tries < TRIES; tries++) {
      const after = spoiled({ items: [WRITTEN, { ...WRITTEN, externalId: "b", lastUpdatedTime: 2 }] });
      const read = random.below(2) === 0 ? spoiled(before) : JSON.stringify(before);
      const answers = mode === "apply" ? [after] : [read, read, after];
      const client = shop(new InstanceService(...answers, refused(503, "no more"), refused(503, "no more")));
      const result = new UpsertResult();
      const values = { name: "New", texts: ["y"], timestamps: [new Date(MOMENT)], json: { a: { c: 2 } } };
      const writes = ["a", "b"].map((externalId) =>
        client.thing.write({ externalId, ...externalId === "a" && { existingVersion: 1 }, ...values })
      );

      await outcome(answers.join(" "), async () => void await client.upsert(writes, { mode, resume: result }));

      const { created, updated, unchanged, failed, unknown, notSent, skipped } = result;
      const all = [created, updated, unchanged, skipped, notSent, [...failed, ...unknown].map(({ id }) => id)].flat();
      const context = `seed ${SEED}, answers ${answers.join(" ")}`;
      assert.deepEqual(all.map((one) => one.externalId).sort(), ["a", "b"], context);
      const has = (one: Written): boolean => one.wasModified === true;
      const told: readonly (readonly [readonly InstanceId[], (one: Written) => boolean])[] = [
        [created, (one) => has(one) && one.createdTime === one.lastUpdatedTime],
        [updated, (one) => has(one) && one.createdTime !== one.lastUpdatedTime],
        [unchanged, (one) => one.wasModified === false],
        // An update reads again what is skipped.
        [mode === "apply" ? skipped : [], (one) => one.wasModified === false && one.version > 1],
      ];
      for (const [ids, isTold] of told) {
        for (const { externalId } of ids) {
          const found = itemsIn(after).filter((one) => one.space === "shop" && one.externalId === externalId);
          assert.ok(found.some(isTold), context);
        }
      }
    }
  });
}

test("delete tells nothing that no answer told", async () => {
  for (let tries = 0; tries < TRIES; tries++) {
    const text = spoiled({
      items: ["a", "b"].map((externalId) => ({ instanceType: "node", space: "shop", externalId })),
    });
    const result = new DeleteResult();

    await outcome(text, async () => void await shop(new InstanceService(text)).delete(["a", "b"], { resume: result }));

    const { deleted, notFound, unknown, failed } = result;
    const isTold = (name: string): boolean =>
      itemsIn(text).some((one) => one.instanceType === "node" && one.space === "shop" && one.externalId === name);
    const all = [...deleted, ...notFound, ...[...unknown, ...failed].map(({ id }) => id)];
    assert.deepEqual(all.map((one) => one.externalId).sort(), ["a", "b"], text);
    assert.ok(deleted.every(({ externalId }) => isTold(externalId)), text);
    assert.ok(!notFound.some(({ externalId }) => isTold(externalId)), text);
    assert.equal(failed.length, 0, `whether it was carried out nobody knows: ${text}`);
  }
});

/** The items of an answer that can be read. */
function itemsIn(text: string): Written[] {
  try {
    const items: unknown = JSON.parse(text)?.items;
    return Array.isArray(items) ? items.filter((one) => one instanceof Object) : [];
  } catch {
    return [];
  }
}
