// What a write would do, how far it is, and what became of it: also in another program.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { platform } from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import {
  ConflictError,
  DeleteResult,
  type InstanceWrite,
  PartialUpsertError,
  type Progress,
  PygenAPIError,
  PygenConnectionError,
  PygenValidationError,
  UpsertResult,
} from "@cognite/pygen-runtime";

import type { ThingTypes, ThingWrite } from "./byHand/wire/index.ts";
import { WireClient } from "./byHand/wire/index.ts";
import { InstanceService, refused } from "./instanceService.ts";
import { Screen } from "./screen.ts";
import { wireService } from "./wireService.ts";

const { shop } = await wireService();

const names = (ids: readonly { readonly externalId: string }[]): string[] => ids.map((one) => one.externalId);

function thing(externalId: string, values: Partial<ThingWrite> = {}): InstanceWrite<ThingTypes> {
  return shop.thing.write({ externalId, name: "Thing", ...values });
}

for (const mode of ["apply", "replace", "update"] as const) {
  test(`a dry run tells what follows, and writes nothing: ${mode}`, async () => {
    const at = (name: string): string => `${mode}-${name}`;
    const end = thing(at("end"));
    const link = { edgeType: "t", startNode: at("end"), endNode: at("same"), note: "n" };
    await shop.upsert([
      thing(at("same"), { texts: ["a"], int64: 2n ** 60n, kind: "plain", serial: 7 }),
      thing(at("gains"), { texts: ["a"], kind: "plain", serial: 8 }),
      thing(at("loses"), { text: "t", serial: 9 }),
      thing(at("typed"), { nodeType: "kind", serial: 10 }),
      end,
      shop.link.write({ externalId: at("moved"), ...link }),
      shop.link.write({ externalId: at("kept"), ...link }),
    ]);
    const writes = [
      thing(at("same"), { texts: ["a"], int64: 2n ** 60n }),
      thing(at("gains"), { texts: ["b"] }),
      thing(at("loses")),
      thing(at("typed"), { nodeType: "other" }),
      thing(at("new"), { near: [at("same")] }),
      shop.link.write({ externalId: at("moved"), ...link, endNode: at("end") }),
      shop.link.write({ externalId: at("kept"), ...link }),
    ];

    const expected = await shop.upsert(writes, { mode, dryRun: true });
    assert.equal(await shop.thing.retrieve(at("new")), undefined);
    const found = await shop.upsert(writes, { mode });

    assert.deepEqual(expected.outcomes(), found.outcomes());
    assert.equal(names(found.unchanged).includes(at("loses")), mode !== "replace");
    assert.equal(String(expected).startsWith("UpsertResult of a dry run: 2 created, "), true);
  });
}

test("the requests of a dry run are those that would be sent", async () => {
  const sent: unknown[] = [];
  const service = new InstanceService();
  const scripted = new WireClient(service.client());
  const write = scripted.thing.write({ externalId: "x", name: "X", int64: 1 });

  const { requests, created } = await scripted.upsert(write, { dryRun: true, autoCreateEndNodes: true });
  await scripted.upsert(write, { autoCreateEndNodes: true });

  sent.push(...service.sent.filter(({ path }) => path === "/models/instances").map(({ text }) => JSON.parse(text)));
  assert.deepEqual(JSON.parse(JSON.stringify(requests)), sent);
  assert.deepEqual(names(created), ["x"]);
});

test("a dry run tells conflicts, and is nothing to go on with", async () => {
  await shop.upsert(thing("dry1"));
  const guarded = thing("dry1", { text: "new", existingVersion: 0 });

  const result = await shop.upsert([guarded, thing("dry2")], { dryRun: true });

  assert.deepEqual([names(result.conflicts.map((one) => one.id)), names(result.created)], [["dry1"], ["dry2"]]);
  const { skipped } = await shop.upsert(guarded, { dryRun: true, skipOnVersionConflict: true });
  assert.deepEqual(names(skipped), ["dry1"]);
  await assert.rejects(shop.upsert(guarded, { resume: result }), /nothing to go on with/);
  await assert.rejects(shop.upsert(guarded, { resume: new UpsertResult(), dryRun: true }), /nothing to go on with/);
});

test("a dry run of a deletion tells what would go", async () => {
  await shop.upsert(thing("gone1"));

  const expected = await shop.delete(["gone1", "gone2"], { dryRun: true });
  const found = await shop.delete(["gone1", "gone2"]);

  assert.deepEqual(expected.outcomes(), found.outcomes());
  assert.deepEqual(expected.requests, [{
    items: ["gone1", "gone2"].map((externalId) => ({ instanceType: "node", space: "shop", externalId })),
  }]);
  await assert.rejects(shop.delete("gone1", { resume: expected }), /nothing to go on with/);
});

test("a deletion is gone on with: what is settled is not sent again", async () => {
  const result = new DeleteResult();
  const service = new InstanceService((() => new Response("", { status: 502 })) as () => Response);
  const scripted = new WireClient(service.client());
  const ids = Array.from({ length: 1001 }, (_, n) => `n${n}`);

  await assert.rejects(scripted.delete(ids, { resume: result }), /1000 unknown, 1 not sent/);
  assert.equal(result.outcomeOf({ space: "shop", externalId: "n0" }), "unknown");
  await scripted.delete(ids, { resume: result });
  const sent = service.sent.length;
  await scripted.delete(new Set(ids).values(), { resume: result });

  assert.deepEqual([result.deleted.length, service.sent.length - sent], [1001, 0]);
});

test("a result goes to another program and back as lines of JSON", async () => {
  const service = new InstanceService(refused(400, "'c2' is wrong"));
  const scripted = new WireClient(service.client());
  const all = Array.from({ length: 1002 }, (_, n) => scripted.thing.write({ externalId: `c${n}`, name: "C" }));
  const result = new UpsertResult();
  await assert.rejects(scripted.upsert(all, { resume: result }), PartialUpsertError);

  const again = UpsertResult.fromJsonl([...result.toJsonl()].join(""));

  assert.deepEqual(again.outcomes(), result.outcomes());
  assert.deepEqual(names(again.rejected.map((one) => one.id)), ["c2"]);
  const [{ error } = { error: undefined }] = again.rejected;
  assert.ok(error instanceof PygenAPIError);
  assert.deepEqual([error.status, error.serviceMessage], [400, "'c2' is wrong"]);
  await scripted.upsert(all, { resume: again });
  assert.equal(again.created.length, 1002);
});

/** Takes lines of JSON on its input as a result of the Python runtime, and gives them back as that writes them. */
const PYTHON = `
import os, sys, tempfile
from pathlib import Path
from pygen_runtime import UpsertResult
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "lines")
    path.write_bytes(sys.stdin.buffer.read())
    UpsertResult.read_jsonl(path).write_jsonl(path)
    sys.stdout.buffer.write(path.read_bytes())
`;

test("lines of JSON are those of the Python runtime", () => {
  const why = { atFault: true, isConflict: true };
  const lost = {
    type: "PygenConnectionError",
    message: "lost",
    mayHaveArrived: true,
    atFault: false,
    isConflict: false,
  };
  const text = [
    { instanceType: "node", space: "s", externalId: "a", outcome: "created" },
    { instanceType: "edge", space: "s", externalId: "e\n\"'", outcome: "not_sent" },
    {
      instanceType: "node",
      space: "s",
      externalId: "b",
      outcome: "failed",
      error: { type: "ConflictError", message: "no", status: 409, requestId: null, ...why },
    },
    { instanceType: "node", space: "s", externalId: "c", outcome: "unknown", error: lost },
  ].map((line) => `${JSON.stringify(line)}\n`).join("");

  const result = UpsertResult.fromJsonl(text);
  const python = fileURLToPath(
    new URL(`../../../.venv/${platform === "win32" ? "Scripts/python.exe" : "bin/python"}`, import.meta.url),
  );
  const theirs = spawnSync(python, ["-c", PYTHON], { encoding: "utf8", input: [...result.toJsonl()].join("") });

  assert.equal(theirs.stdout, text, theirs.stderr);
  assert.equal([...result.toJsonl()].join(""), text);
  assert.ok(result.conflicts[0]?.error instanceof ConflictError);
  assert.ok(result.unknown[0]?.error instanceof PygenConnectionError);
});

test("lines that are not those of the result are refused by their number", () => {
  const line = (values: object): string =>
    JSON.stringify({ instanceType: "node", space: "s", externalId: "a", outcome: "created", ...values });

  for (
    const wrong of ["no JSON", "[]", line({ outcome: "deleted" }), line({ instanceType: "row" }), line({ space: 1 })]
  ) {
    assert.throws(() => UpsertResult.fromJsonl(`${line({})}\n${wrong}\n`), (error: unknown) => {
      assert.ok(error instanceof PygenValidationError);
      assert.match(error.message, /^Line 2 is not that of a result with created, updated/);
      return true;
    });
  }
  assert.throws(() => DeleteResult.fromJsonl(line({})), /Line 1 is not that of a result with deleted, notFound/);
});

test("a generator is written in windows, and need not be known as a whole", async () => {
  const service = new InstanceService();
  const scripted = new WireClient(service.client());
  let made = 0;
  let madeBefore = 0;
  service.answers.push(() => {
    madeBefore = made;
    const items = JSON.parse(service.sent[0]?.text ?? "").items as object[];
    const more = { version: 1, wasModified: true, createdTime: 1, lastUpdatedTime: 1 };
    return Response.json({ items: items.map((one) => ({ ...one, ...more })) });
  });
  async function* parts(): AsyncGenerator<InstanceWrite> {
    for (; made < 10_500; made++) {
      yield await Promise.resolve(scripted.thing.write({ externalId: `g${made}`, name: "G" }));
    }
  }

  const { created } = await scripted.upsert(parts());

  assert.equal(created.length, 10_500);
  // The window is known to be full when one more was given.
  assert.equal(madeBefore, 10_000);
  assert.deepEqual(
    names((await scripted.upsert(new Set([scripted.thing.write({ externalId: "g", name: "G" })]))).created),
    [
      "g",
    ],
  );
  await assert.rejects(scripted.upsert(5 as never), /upsert takes what write/);
});

test("writes of several requests tell how far they are", async () => {
  const screen = new Screen();
  const shown = new WireClient(new InstanceService().client(), { progress: screen });
  const things = Array.from({ length: 2500 }, (_, n) => shown.thing.write({ externalId: `p${n}`, name: "P" }));

  await shown.upsert(things.slice(0, 1000));
  assert.equal(screen.tasks.length, 0);
  await shown.upsert(things);
  await shown.upsert(things.values());
  await shown.delete(things.map((one) => one.externalId ?? ""));

  assert.deepEqual(screen.tasks, [
    { description: "Writing", total: 2500, done: 2500, closed: 1 },
    { description: "Writing", total: 2500, done: 2500, closed: 1 },
    { description: "Deleting", total: 2500, done: 2500, closed: 1 },
  ]);
});

test("what progress throws ends the write, and is passed on", async () => {
  const progress: Progress = {
    start: () => ({
      advance: () => {
        throw new RangeError("no screen");
      },
      close: () => undefined,
    }),
  };
  const shown = new WireClient(new InstanceService().client(), { progress });
  const things = Array.from({ length: 1500 }, (_, n) => shown.thing.write({ externalId: `p${n}`, name: "P" }));

  await assert.rejects(shown.upsert(things), RangeError);
});
