// Writing and deleting through a hand-written SDK, against the emulator.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ConflictError, PartialUpsertError, PygenValidationError, UpsertResult } from "@cognite/pygen-runtime";

import { WireClient } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";
import { wireService } from "./wireService.ts";

const { shop } = await wireService();

const names = (ids: readonly { readonly externalId: string }[]): string[] => ids.map((one) => one.externalId);

test("what is written is created, then unchanged, then updated", async () => {
  const saw = shop.thing.write({ externalId: "w1", name: "Saw", timestamp: new Date("2024-02-29T10:00:00Z") });

  assert.deepEqual(names((await shop.upsert(saw)).created), ["w1"]);
  assert.deepEqual(names((await shop.upsert(saw)).unchanged), ["w1"]);
  assert.deepEqual(names((await shop.upsert(shop.thing.write({ externalId: "w1", name: "New" }))).updated), ["w1"]);
  assert.deepEqual((await shop.thing.retrieve("w1"))?.timestamp, new Date("2024-02-29T10:00:00Z"));
});

test("nested nodes and edges are written along", async () => {
  const tools = shop.group.write({
    externalId: "tools2",
    title: "Tools",
    parent: shop.group.write({ externalId: "top2", title: "Top" }),
  });
  const blade = shop.thing.write({ externalId: "blade2", name: "Blade" });
  const saw = shop.thing.write({
    externalId: "saw2",
    name: "Saw",
    group: tools,
    links: [shop.link.write({ endNode: blade, note: "fits" })],
    near: ["blade2"],
    place: tools,
  });

  const { created } = await shop.upsert(saw);

  assert.deepEqual(names(created).sort(), [
    "blade2",
    "saw2",
    "saw2:vectors/link:blade2",
    "saw2:vectors/near:blade2",
    "saw2:vectors/place:tools2",
    "tools2",
    "top2",
  ]);
  const [found] = await shop.thing.query().where({ name: "Saw", group: "tools2" }).include({ links: true }).list();
  assert.deepEqual(found?.links.map(({ edge, node }) => [edge.note, node?.name]), [["fits", "Blade"]]);
});

test("what was read is written back with changes, guarded by the version that was read", async () => {
  await shop.upsert(shop.thing.write({ externalId: "w3", name: "Saw", texts: ["a"], int64: 9007199254740993n }));
  const saw = await shop.thing.retrieve("w3");
  assert.ok(saw);

  await shop.upsert(shop.thing.change(saw, { text: "sharp" }));

  const changed = await shop.thing.retrieve("w3");
  assert.equal(changed?.text, "sharp");
  assert.equal(changed.int64, 9007199254740993n);
  await assert.rejects(shop.upsert(shop.thing.change(saw, { text: "blunt" })), ConflictError);
  const skipped = await shop.upsert(shop.thing.change(saw, { text: "blunt" }), { skipOnVersionConflict: true });
  assert.deepEqual(names(skipped.skipped), ["w3"]);
});

test("replace clears what is not given, apply leaves it alone, null clears it", async () => {
  const texts = async (): Promise<unknown> => {
    const found = await shop.thing.retrieve("w4");
    return [found?.text, found?.kind];
  };
  await shop.upsert(shop.thing.write({ externalId: "w4", name: "Saw", text: "a", kind: "b" }));
  await shop.upsert(shop.thing.write({ externalId: "w4", name: "Saw", text: null }));
  assert.deepEqual(await texts(), [undefined, "b"]);

  await shop.upsert(shop.thing.write({ externalId: "w4", name: "Saw", text: "c" }), { mode: "replace" });
  assert.deepEqual(await texts(), ["c", "plain"]);
});

test("update adds to lists and to JSON, also to whole numbers beyond 2^53", async () => {
  const [big, later] = [9007199254740993n, new Date("2024-02-29T10:00:00Z")];
  const write = (values: object) => shop.thing.write({ externalId: "w5", name: "Saw", ...values });
  await shop.upsert(
    write({ texts: ["a"], int64s: [big], timestamps: [later], float32s: [0.1], json: { a: { b: 1 } } }),
  );

  const more = { texts: ["b", "a"], int64s: [big, 1n], timestamps: [later], float32s: [0.1], json: { a: { c: 2 } } };
  await shop.upsert(write(more), { mode: "update" });

  const found = await shop.thing.retrieve("w5");
  assert.deepEqual(found?.texts, ["a", "b"]);
  assert.deepEqual(found.int64s, [big, 1n]);
  assert.equal(found.timestamps?.length, 1);
  assert.equal(found.float32s?.length, 1);
  assert.deepEqual(found.json, { a: { b: 1, c: 2 } });
});

test("an update is refused if the stored version is newer than the one that was given", async () => {
  const write = (existingVersion: number) =>
    shop.thing.write({ externalId: "w6", name: "Saw", texts: ["a"], existingVersion });
  await shop.upsert(shop.thing.write({ externalId: "w6", name: "Saw" }));

  await assert.rejects(shop.upsert(write(0), { mode: "update" }), ConflictError);
  const { skipped } = await shop.upsert(write(0), { mode: "update", skipOnVersionConflict: true });
  assert.deepEqual(names(skipped), ["w6"]);
  const { failed } = await shop.upsert(write(0), { mode: "update", onRejected: "isolate" });
  assert.deepEqual(failed.map((one) => [one.id.externalId, one.isConflict]), [["w6", true]]);
});

test("more than 1,000 are written in several requests, edges after their ends", async () => {
  const things = Array.from(
    { length: 1500 },
    (_, n) => shop.thing.write({ externalId: `many${n}`, name: "Many", near: [`many${(n + 1) % 1500}`] }),
  );

  const { created } = await shop.upsert(things);

  assert.equal(created.length, 3000);
});

test("edges are sent when the requests with their ends are answered", async () => {
  let sentBefore = 0;
  const service = new InstanceService(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    sentBefore = service.sent.length;
    const items = JSON.parse(service.sent[0]?.text ?? "").items as object[];
    const more = { version: 1, wasModified: true, createdTime: 1, lastUpdatedTime: 1 };
    return Response.json({ items: items.map((one) => ({ ...one, ...more })) });
  });
  const scripted = new WireClient(service.client());
  const last = scripted.thing.write({ externalId: "e999", name: "E", near: ["e0"] });
  const things = Array.from({ length: 999 }, (_, n) => scripted.thing.write({ externalId: `e${n}`, name: "E" }));

  await scripted.upsert([...things, last]);

  assert.deepEqual([sentBefore, service.sent.length], [1, 2]);
});

test("numbers of 32 bits are the same with the digits that the service keeps", async () => {
  const stored = {
    instanceType: "node",
    space: "shop",
    externalId: "f",
    version: 1,
    createdTime: 1,
    lastUpdatedTime: 1,
  };
  const properties = { vectors: { "Thing/v1": { name: "F", float32s: [0.10000000149011612] } } };
  const service = new InstanceService({ items: [stored] }, { items: [{ ...stored, properties }] });
  const scripted = new WireClient(service.client());

  await scripted.upsert(scripted.thing.write({ externalId: "f", name: "F", float32s: [0.1, 0.2] }), { mode: "update" });

  const [item] = JSON.parse(service.sent[2]?.text ?? "").items;
  assert.deepEqual(item.sources[0].properties.float32s, [0.10000000149011612, 0.2]);
});

test("what conflicts is told apart from what is wrong", async () => {
  await shop.upsert(shop.thing.write({ externalId: "c1", name: "C" }));
  const guarded = shop.thing.write({ externalId: "c1", name: "D", existingVersion: 0 });

  const { failed } = await shop.upsert(guarded, { onRejected: "isolate" });

  assert.deepEqual(failed.map((one) => [one.id.externalId, one.isConflict]), [["c1", true]]);
});

test("what is wrong is found, and all the rest is written", async () => {
  const wrong = shop.link.write({ edgeType: "t", startNode: "nowhere", endNode: "gone", note: "n" });
  const right = shop.thing.write({ externalId: "w8", name: "Right" });

  const result = await shop.upsert([wrong, right], { onRejected: "isolate" });

  assert.deepEqual(names(result.created), ["w8"]);
  assert.deepEqual(result.failed.map((one) => [one.id.externalId, one.atFault]), [["nowhere:t:gone", true]]);
});

test("after a refusal the error tells what became of everything", async () => {
  const things = Array.from({ length: 2000 }, (_, n) => shop.thing.write({ externalId: `part${n}`, name: "Part" }));
  const guarded = shop.thing.write({ externalId: "part0", name: "Newer", existingVersion: 0 });
  await shop.upsert(things.slice(0, 1));

  await assert.rejects(shop.upsert([guarded, ...things.slice(1)]), (error: unknown) => {
    assert.ok(error instanceof PartialUpsertError);
    const { failed, notSent, created, unknown } = error.result;
    assert.equal(failed.length + notSent.length + created.length + unknown.length, 2000);
    assert.equal(failed.length, 1000);
    assert.ok(error.cause instanceof ConflictError);
    return true;
  });
});

test("what was interrupted can be gone on with, and is written once", async () => {
  const stop = new AbortController();
  const result = new UpsertResult();
  const service = new InstanceService(() => {
    stop.abort(new Error("enough"));
    return new Response("{}", { status: 500 });
  });
  const scripted = new WireClient(service.client());
  const things = Array.from({ length: 1500 }, (_, n) => scripted.thing.write({ externalId: `r${n}`, name: "R" }));
  const write = { externalId: "r0", name: "R", existingVersion: 3 };
  const all = [scripted.thing.write(write), ...things.slice(1)];

  await assert.rejects(scripted.upsert(all, { resume: result, signal: stop.signal }), /enough/);
  assert.equal(result.unknown.length + result.notSent.length + result.created.length, 1500);
  assert.ok(result.unknown.some((one) => one.id.externalId === "r0"));

  const stored = {
    instanceType: "node",
    space: "shop",
    externalId: "r0",
    version: 4,
    createdTime: 1,
    lastUpdatedTime: 2,
  };
  const properties = { vectors: { "Thing/v1": { name: "R" } } };
  service.answers.push({ items: [stored] }, { items: [{ ...stored, properties }] });
  await scripted.upsert(all, { resume: result });

  assert.deepEqual(names(result.updated), ["r0"]);
  assert.equal(result.created.length, 1499);
});

test("instances are deleted, edges and nodes, and what does not exist is told", async () => {
  await shop.upsert(shop.thing.write({ externalId: "d1", name: "One", near: ["d2"] }), { autoCreateEndNodes: true });
  const edge = { instanceType: "edge", space: "shop", externalId: "d1:vectors/near:d2" } as const;

  const result = await shop.delete(["d1", edge, { space: "shop", externalId: "gone" }]);

  assert.deepEqual(names(result.deleted).sort(), ["d1", "d1:vectors/near:d2"]);
  assert.deepEqual(names(result.notFound), ["gone"]);
  assert.deepEqual([result.failed, result.unknown, result.notSent], [[], [], []]);
});

test("values that cannot be written are refused before anything is sent, with the property", () => {
  const refuses = (values: object, message: RegExp): void => {
    assert.throws(() => shop.thing.write({ externalId: "x", name: "X", ...values }), (error: Error) => {
      assert.ok(error instanceof PygenValidationError);
      assert.match(error.message, message);
      return true;
    });
  };

  refuses({ float64: NaN }, /Thing\.float64 takes a finite number, not NaN$/);
  refuses({ float32s: [1, -Infinity] }, /Thing\.float32s takes a finite number of 32 bits, not -Infinity$/);
  refuses({ timestamp: new Date(NaN) }, /Thing\.timestamp takes a valid Date, not Invalid Date$/);
  refuses({ date: "29.2.2024" }, /Thing\.date takes a date/);
  refuses({ texts: "a" }, /Thing\.texts takes an array/);
  refuses({ name: null }, /Thing\.name cannot be cleared/);
  refuses({ name: undefined }, /Thing\.name has to be given/);
  refuses({ json: 1 }, /Thing\.json takes an object/);
  refuses({ boolean: 1 }, /Thing\.boolean takes true or false/);
  refuses({ group: 1 }, /Thing\.group takes a node/);
  refuses({ existingVersion: -1 }, /existingVersion/);
  refuses({ existingVersion: 1n }, /existingVersion is a whole number from 0, not 1n/);
  refuses({ externalId: undefined }, /Thing needs an externalId/);
});

test("edges need their type and their ends, and agree with the connection in which they stand", async () => {
  const alone = shop.link.write({ endNode: "y", note: "n" });
  const other = shop.link.write({ startNode: "z", endNode: "y", note: "n" });
  const endless = shop.link.write({ note: "n" });
  const within = (link: typeof alone) => shop.thing.write({ externalId: "x", name: "X", links: [link] });

  await assert.rejects(shop.upsert(alone), /Link has no edgeType and no startNode/);
  await assert.rejects(shop.upsert(within(other)), /end of the edge shop:x, but names shop:z/);
  await assert.rejects(shop.upsert(within(endless)), /in a connection of shop:x has no endNode/);
});

test("text needs a default instance space", async () => {
  const { upsert } = await import("@cognite/pygen-runtime");
  const write = shop.thing.write({ externalId: "x", name: "X" });

  await assert.rejects(upsert({ client: shop.client }, write), /"x" names no space/);
});
