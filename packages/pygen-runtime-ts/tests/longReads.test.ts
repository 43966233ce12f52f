// Long reads: larger pages by queries, and what happens on the way.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Hook } from "@cognite/pygen-runtime";
import { ApiClient, BadRequestError, token } from "@cognite/pygen-runtime";

import { groupApi } from "./byHand/wire/index.ts";
import { InstanceService, refused } from "./instanceService.ts";
import { wireService } from "./wireService.ts";

const COUNT = 4500;

const { cdf } = await wireService(async (shop) => {
  const top = shop.group.write({ externalId: "top", title: "Top" });
  const all = Array.from(
    { length: COUNT - 1 },
    (_, n) => shop.group.write({ externalId: `g${n}`, title: `Group ${n}`, parent: "top" }),
  );
  await shop.upsert([top, ...all]);
});
const asked: string[] = [];
const hook: Hook = { onRequest: (event) => asked.push(event.url.split("/").at(-1) ?? "") };
const { baseUrl, project } = cdf;
const groups = groupApi(new ApiClient({ baseUrl, project, credentials: token(cdf.token), hooks: [hook] }));

const item = (externalId: string): object => ({
  instanceType: "node",
  space: "shop",
  externalId,
  version: 1,
  createdTime: 1,
  lastUpdatedTime: 1,
  properties: { vectors: { "Group/v1": { title: externalId } } },
});

test("a read of all begins as a list, and goes on by queries", async () => {
  asked.length = 0;
  const ids = new Set<string>();
  for await (const one of groups.iterate()) {
    ids.add(one.externalId);
  }

  assert.equal(ids.size, COUNT);
  assert.deepEqual([...new Set(asked)], ["list", "byids", "query"]);
});

test("a read goes on from the cursor of a page, of queries as of lists", async () => {
  for (const options of [{}, { chunkSize: 2000 }, { chunkSize: 700 }]) {
    const pages = groups.iterate(options).pages();
    const first = await pages.next();
    await pages.return();
    const cursor = first.value?.nextCursor;
    assert.ok(cursor);

    let count = first.value?.items.length ?? 0;
    for await (const page of groups.iterate({ ...options, cursor }).pages()) {
      count += page.items.length;
    }

    assert.equal(count, COUNT, JSON.stringify(options));
  }
});

test("a limit is kept, in order", async () => {
  const found = await groups.list({ limit: 2500, sortBy: "title", sortDirection: "ascending" });

  assert.equal(found.length, 2500);
  assert.equal(found[0]?.title, "Group 0");
  assert.ok(found.nextCursor);
});

test("everything that belongs to an instance comes, however much it is", async () => {
  const [top] = await groups.query().where({ title: "Top" }).include({ children: true }).list();

  assert.equal(top?.children.length, COUNT - 1);
});

test("a relation is followed through all its pages", async () => {
  let count = 0;
  for await (const _ of groups.follow("children", "top")) {
    count++;
  }

  assert.equal(count, COUNT - 1);
});

test("who leaves the loop stops the request on its way", async () => {
  let signal: AbortSignal | null | undefined;
  const answers = [Response.json({ items: [item("a")], nextCursor: "c" })];
  const client = new ApiClient({
    baseUrl: "https://cdf.example",
    project: "p",
    credentials: token("t"),
    fetch: (_, init) => {
      signal = init?.signal;
      return answers.length > 0 ? Promise.resolve(answers.pop() as Response) : new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    },
  });

  for await (const one of groupApi(client).iterate({ chunkSize: 10 })) {
    assert.equal(one.title, "a");
    break;
  }

  assert.equal(signal?.aborted, true);
});

test("a signal ends a read with its reason", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  const read = async (): Promise<void> => {
    for await (const _ of groups.iterate({ chunkSize: 10, signal: stop.signal })) {
      stop.abort(reason);
    }
  };

  await assert.rejects(read, reason);
});

test("a query that is too heavy is asked for again with half as many", async () => {
  const service = new InstanceService(
    refused(408, "too heavy"),
    refused(408, "too heavy"),
    { items: { root: [item("a")] }, nextCursor: { root: "c" } },
    { items: { root: [item("b")] }, nextCursor: {} },
  );

  const found = await groupApi(service.client()).query().list();

  assert.deepEqual(found.map((one) => one.title), ["a", "b"]);
  assert.deepEqual(service.sent.map(({ text }) => JSON.parse(text).with.root.limit), [1000, 500, 250, 250]);
});

test("what is included is read to its end before the next page begins, and then from its beginning", async () => {
  const child = (externalId: string, parent: string): object => ({
    ...item(externalId),
    properties: { vectors: { "Group/v1": { title: externalId, parent: { space: "shop", externalId: parent } } } },
  });
  const name = "root__children";
  const service = new InstanceService(
    { items: { root: [item("a")], [name]: [child("a1", "a")] }, nextCursor: { root: "r", [name]: "k" } },
    { items: { [name]: [child("a2", "a")] }, nextCursor: {} },
    { items: { root: [item("b")], [name]: [child("b1", "b")] }, nextCursor: {} },
  );

  const found = await groupApi(service.client()).query().include({ children: true }).list();

  assert.deepEqual(found.map((one) => one.children.map((it) => it.title)), [["a1", "a2"], ["b1"]]);
  const asked = service.sent.map(({ text }) => JSON.parse(text));
  assert.deepEqual(asked.map((one) => [one.cursors, Object.keys(one.select)]), [
    [undefined, ["root", name]],
    [{ [name]: "k" }, [name]],
    [{ root: "r" }, ["root", name]],
  ]);
});

test("pages of a long read that are too heavy are halved, too", async () => {
  const service = new InstanceService(
    refused(408, "too heavy"),
    { items: { all: [item("a")] }, nextCursor: { all: "c" } },
    { items: { all: [item("b")] } },
  );
  service.views = { items: [] };

  const found: string[] = [];
  for await (const one of groupApi(service.client()).iterate({ chunkSize: 4000 })) {
    found.push(one.title);
  }

  assert.deepEqual(found, ["a", "b"]);
  assert.deepEqual(service.sent.map(({ text }) => JSON.parse(text).with.all.limit), [4000, 2000, 2000]);
});

test("what the service refuses of a long read is its error", async () => {
  const service = new InstanceService(refused(400, "Unknown property."));
  service.views = { items: [] };

  await assert.rejects(groupApi(service.client()).iterate({ chunkSize: 4000 }).pages().next(), BadRequestError);
});

test("sizes of pages and limits are checked", async () => {
  await assert.rejects(groups.list({ limit: -1 }), /limit must be 0 or more/);
  await assert.rejects(groups.iterate({ chunkSize: 0 }).pages().next(), /chunkSize must be 1 to 10000/);
  assert.throws(() => groups.query().limit(-1), /limit must be 0 or more/);
  assert.deepEqual([...await groups.query().limit(0).list()], []);
});

test("what matches nothing is not asked for", async () => {
  asked.length = 0;

  assert.deepEqual([...await groups.query().where({ title: [] }).list()], []);
  assert.equal(await groups.query().where({ title: [] }).explain(), "Nothing can match: no request is sent");
  assert.deepEqual(asked, []);
});
