// The generated SDK of the example, used as its users do, against the emulator.
import assert from "node:assert/strict";
import { env } from "node:process";
import { after, before, test } from "node:test";

import { productNodeApi, ShopClient } from "@acme/shop-sdk";
import { and, avg, containsAny, gt, or, startsWith, token } from "@cognite/pygen-runtime";

const config = {
  baseUrl: env["CDF_URL"] ?? "",
  project: env["CDF_PROJECT"] ?? "",
  credentials: token(env["CDF_TOKEN"] ?? ""),
};
const shop = new ShopClient(config);
const now = new Date("2026-01-02T03:04:05.678Z");

before(async () => {
  const tools = shop.categoryNode.write({ externalId: "tools", categoryName: "Tools" });
  const saw = shop.productNode.write({
    externalId: "saw",
    name: "Saw",
    price: 12.5,
    quantity: 3,
    createdDate: "2026-01-01",
    updatedTimestamp: now,
    category: tools,
  });
  const blade = shop.productNode.write({
    externalId: "blade",
    name: "Blade",
    price: 4,
    quantity: 90,
    createdDate: "2026-01-02",
    tags: ["new"],
    category: "tools",
    relatesTo: [shop.relatesTo.write({ endNode: "saw", relationType: "fits", createdAt: now, strength: 0.75 })],
  });
  const result = await shop.upsert([saw, blade]);
  assert.equal(result.created.length, 4);
});

after(() => shop.close());

test("what was written is read with the types of the model", async () => {
  const saw = await shop.productNode.retrieve("saw");

  assert.equal(saw?.price, 12.5);
  assert.equal(saw.createdDate, "2026-01-01");
  assert.deepEqual(saw.updatedTimestamp, now);
  assert.deepEqual(saw.category, { space: "shop", externalId: "tools" });
});

test("keyword filters, an order and a limit", async () => {
  const cheap = await shop.productNode.list({
    maxPrice: 10,
    namePrefix: "B",
    category: "tools",
    sortBy: "price",
    sortDirection: "descending",
    limit: 10,
  });

  assert.deepEqual(cheap.map((one) => one.name), ["Blade"]);
});

test("everything, one by one", async () => {
  const names: string[] = [];
  for await (const product of shop.productNode.iterate({ sortBy: "name" })) {
    names.push(product.name);
  }

  assert.deepEqual(names, ["Blade", "Saw"]);
});

test("a query includes what is at the other end, and knows its type", async () => {
  const rows = await shop.productNode.query()
    .where((p) => and(gt(p.price, 3), or(startsWith(p.name, "Sa"), containsAny(p.tags, ["new"]))))
    .include({ category: true, relatesTo: { limit: 10, include: { category: true } } })
    .sort({ price: "descending" })
    .list();

  assert.deepEqual(rows.map((one) => one.category?.categoryName), ["Tools", "Tools"]);
  const [link] = rows[1]?.relatesTo ?? [];
  assert.equal(link?.edge.strength, 0.75);
  assert.equal(link.node?.category?.categoryName, "Tools");
});

test("what was not included cannot be read", async () => {
  const [saw] = await shop.productNode.query().list();

  // @ts-expect-error: a category that was not included is an id
  assert.equal(saw?.category?.categoryName, undefined);
});

test("a reverse relation is included and followed", async () => {
  const [tools] = await shop.categoryNode.query().include({ products: { sort: { name: "ascending" } } }).list();
  const followed: string[] = [];
  for await (const product of shop.categoryNode.follow("products", "tools")) {
    followed.push(product.name);
  }

  assert.deepEqual(tools?.products.map((one) => one.name), ["Blade", "Saw"]);
  assert.deepEqual(followed.sort(), ["Blade", "Saw"]);
});

test("numbers about instances", async () => {
  const [row] = await shop.productNode.aggregate({ aggregates: [avg("price")], groupBy: "category" });

  assert.equal(await shop.productNode.count({ category: "tools" }), 2);
  assert.ok(row);
});

test("edges are read with their ends and properties", async () => {
  const [edge] = await shop.relatesTo.list({ minStrength: 0.5 });

  assert.equal(edge?.relationType, "fits");
  assert.deepEqual(edge.startNode, { space: "shop", externalId: "blade" });
});

test("the API of one view is enough", async () => {
  assert.equal((await productNodeApi(shop.client).list()).length, 2);
});
