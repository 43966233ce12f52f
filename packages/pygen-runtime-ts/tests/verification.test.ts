// What the service has otherwise than the SDK that was generated from it once.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { SchemaChangedError, type Verification, verify } from "@cognite/pygen-runtime";

import { group, thing, WireClient } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";

type Properties = Record<string, Record<string, unknown>>;

interface Described {
  externalId: string;
  writable: boolean;
  properties: Properties;
}

/** What is found where the service has the views otherwise. */
async function verified(change: (view: (name: string) => Described, all: Described[]) => void): Promise<Verification> {
  const path = new URL("../../../tests/vectors/wire/model.json", import.meta.url);
  const { views } = JSON.parse(readFileSync(path, "utf8")) as { views: Described[] };
  change((name) => views.find((one) => one.externalId === name) as Described, views);
  return await new WireClient(new InstanceService({ items: views }).client()).verify();
}

test("nothing has changed", async () => {
  const found = await verified(() => undefined);

  assert.deepEqual(found.differences, []);
  assert.equal(String(found), "All 4 views are as this SDK expects them.");
  found.raiseIfBreaking();
});

const CHANGES: readonly [line: string, change: (properties: Properties) => void][] = [
  [".name: it is gone (breaks reads and writes)", (now) => delete now["name"]],
  [
    ".name: it was never empty and can be empty (breaks reads)",
    (now) => Object.assign(now["name"] ?? {}, { nullable: true }),
  ],
  [
    ".text: it could be left out and must be given (breaks writes)",
    (now) => Object.assign(now["text"] ?? {}, { nullable: false }),
  ],
  [
    ".text: it takes the values of an enum only (breaks writes)",
    (now) => Object.assign(now["text"] ?? {}, { type: { type: "enum", values: { a: {} } } }),
  ],
  [
    ".int32: its type was int32 and is int64 (breaks reads and writes)",
    (now) => Object.assign(now["int32"] ?? {}, { type: { type: "int64" } }),
  ],
  [
    ".float64: its type was float32 or float64 and is text (breaks reads and writes)",
    (now) => Object.assign(now["float64"] ?? {}, { type: { type: "text" } }),
  ],
  [
    ".texts: it was a list and is a single value (breaks reads and writes)",
    (now) => Object.assign(now["texts"] ?? {}, { type: { type: "text" } }),
  ],
  [
    ".group: it was a value and is a connection (breaks reads and writes)",
    (now) => now["group"] = now["links"] ?? {},
  ],
  [".links: it is gone (breaks reads and writes)", (now) => delete now["links"]],
  [
    ".links: it was a connection over edges and is something else (breaks reads and writes)",
    (now) => now["links"] = now["text"] ?? {},
  ],
  [
    ".links: it followed edges outwards of type vectors:link and follows other edges (breaks reads and writes)",
    (now) => Object.assign(now["links"] ?? {}, { direction: "inwards" }),
  ],
  [".more: this SDK does not know it", (now) => now["more"] = { ...now["text"] }],
  [
    ".more: this SDK does not know it, and it must be given in writes (breaks writes)",
    (now) => now["more"] = { ...now["text"], nullable: false },
  ],
];

for (const [line, change] of CHANGES) {
  test(`a change is told: ${line}`, async () => {
    const found = await verified((view) => change(view("Thing").properties));

    assert.equal(String(found), `vectors:Thing(v1)${line}`);
    assert.equal(found.breaking.length, line.includes("breaks") ? 1 : 0);
    if (found.breaking.length > 0) {
      assert.throws(() => found.raiseIfBreaking(), (error: unknown) => {
        assert.ok(error instanceof SchemaChangedError);
        assert.ok(error.message.endsWith(`Generate the SDK again.\n  vectors:Thing(v1)${line}`));
        return true;
      });
    }
  });
}

test("a view is gone, and a reverse relation has become something else", async () => {
  const found = await verified((view, all) => {
    all.splice(all.indexOf(view("Thing")), 1);
    view("Group").properties["children"] = view("Group").properties["title"] ?? {};
  });

  assert.deepEqual(found.differences, [
    {
      view: { space: "vectors", externalId: "Group", version: "v1" },
      propertyName: "children",
      message: "it was a reverse direct relation and is something else",
      breaks: ["reads", "writes"],
    },
    {
      view: { space: "vectors", externalId: "Thing", version: "v1" },
      propertyName: undefined,
      message: "the service has no such view, or does not show it",
      breaks: ["reads", "writes"],
    },
  ]);
});

test("a view that cannot be written any more breaks writes; one that never could, does not", async () => {
  const found = await verified((view) => view("Thing").writable = false);
  assert.equal(String(found), "vectors:Thing(v1): it cannot be written any more (breaks writes)");

  const service = new InstanceService({
    items: [{ ...group.id, writable: false, properties: { more: { nullable: false } } }],
  });
  const { differences } = await verify(service.client(), [{ ...group, readOnly: true, properties: {}, relations: {} }]);
  assert.deepEqual(differences.map((one) => [one.message, one.breaks]), [
    ["this SDK does not know it, and it must be given in writes", []],
  ]);
});

test("a connection that is called otherwise in the service is known by what it follows", async () => {
  const found = await verified((view) => {
    const { links, linkedFrom, ...others } = view("Thing").properties;
    view("Thing").properties = { ...others, the_links: links ?? {}, linked_from: linkedFrom ?? {} };
    const { things, ...more } = view("Group").properties;
    view("Group").properties = { ...more, the_things: things ?? {} };
  });

  assert.deepEqual(found.differences, []);
});

test("what a view with a filter may lack can have to be given all the same", async () => {
  const found = await verified((view) => {
    Object.assign(view("Thing"), { filter: { hasData: [] } });
    Object.assign(view("Thing").properties["text"] ?? {}, { nullable: false });
  });

  assert.deepEqual(found.differences, []);
});

test("some views are verified alone", async () => {
  const service = new InstanceService({ items: [] });

  const found = await verify(service.client(), [thing, group]);

  assert.equal(found.views, 2);
  assert.deepEqual(JSON.parse(service.sent[0]?.text ?? "").items.map((one: { externalId: string }) => one.externalId), [
    "Group",
    "Thing",
  ]);
});
