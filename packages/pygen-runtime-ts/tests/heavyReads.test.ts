// What reads ask for where the service says that it was too much at once.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MultiRequestError, RequestTimeoutError } from "@cognite/pygen-runtime";

import { groupApi } from "./byHand/wire/index.ts";
import { InstanceService, refused } from "./instanceService.ts";

const item = (externalId: string): object => ({
  instanceType: "node",
  space: "shop",
  externalId,
  version: 1,
  createdTime: 1,
  lastUpdatedTime: 1,
  properties: { vectors: { "Group/v1": { title: externalId } } },
});

const items = (...ids: readonly string[]): { readonly items: readonly object[] } => ({ items: ids.map(item) });

/** One part of the bodies that were sent. */
function asked(service: InstanceService, name: string): unknown[] {
  return service.sent.map(({ text }) => JSON.parse(text)[name]);
}

test("a list asks for half as many, and goes on so to its limit", async () => {
  const service = new InstanceService(
    refused(408, "too heavy"),
    refused(413, "too large"),
    { ...items("a", "b"), nextCursor: "c" },
    { ...items("d", "e"), nextCursor: "f" },
    { ...items("g", "h"), nextCursor: "i" },
    { ...items("j", "k"), nextCursor: "l" },
    items("m"),
  );

  const found = await groupApi(service.client()).list({ limit: 9 });

  assert.deepEqual(found.map((one) => one.title), ["a", "b", "d", "e", "g", "h", "j", "k", "m"]);
  assert.deepEqual(asked(service, "limit"), [9, 4, 2, 2, 2, 2, 1]);
  assert.deepEqual(asked(service, "cursor"), [undefined, undefined, undefined, "c", "f", "i", "l"]);
});

test("pages that become too much on the way are halved there", async () => {
  const service = new InstanceService(
    { ...items("a"), nextCursor: "c" },
    refused(408, "too heavy"),
    { ...items("b"), nextCursor: "d" },
    items("e"),
  );

  const found: string[] = [];
  for await (const one of groupApi(service.client()).iterate({ chunkSize: 10 })) {
    found.push(one.title);
  }

  assert.deepEqual(found, ["a", "b", "e"]);
  assert.deepEqual(asked(service, "limit"), [10, 10, 5, 5]);
  assert.deepEqual(asked(service, "cursor"), [undefined, "c", "c", "d"]);
});

test("ids that are too many are asked for in halves, and found in the order of the ids", async () => {
  const service = new InstanceService(refused(413, "too large"), items("b", "a"), items("c"));

  const found = await groupApi(service.client()).retrieve(["a", "b", "gone", "c", "a"]);

  assert.deepEqual(found.map((one) => one.title), ["a", "b", "c", "a"]);
  const ids = asked(service, "items") as { readonly externalId: string }[][];
  assert.deepEqual(ids.map((some) => some.map((one) => one.externalId)), [
    ["a", "b", "gone", "c"],
    ["a", "b"],
    ["gone", "c"],
  ]);
});

test("what is too much even one by one is the error of the service", async () => {
  const heavy = (): InstanceService => new InstanceService(...Array(5).fill(refused(408, "too heavy")));

  await assert.rejects(groupApi(heavy().client()).list({ limit: 10 }), RequestTimeoutError);
  await assert.rejects(groupApi(heavy().client()).retrieve(["a", "b", "c"]), RequestTimeoutError);
});

test("ids of which some could not be read are told apart from those that were", async () => {
  const service = new InstanceService(refused(408, "too heavy"), items("a"), refused(408, "too heavy"));

  const failed = await groupApi(service.client()).retrieve(["a", "b"]).catch((error: unknown) => error);

  assert.ok(failed instanceof MultiRequestError, String(failed));
  const read = failed.succeeded as readonly { readonly title: string }[];
  assert.deepEqual([read.map((one) => one.title), failed.failed.length], [["a"], 1]);
});
