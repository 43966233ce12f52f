import assert from "node:assert/strict";
import { before, test } from "node:test";
import { client, deploy, ids, pump, refused, site } from "./project.ts";

const SPACE = "js_schema";
const cdf = client();

before(() => deploy(cdf, SPACE));

test("a space is created, found, changed and deleted", async () => {
  const [created] = (await cdf.spaces.upsert([{ space: "js_gone", description: "for a moment" }])).items;
  assert.equal(created?.isGlobal, false);
  const [changed] = (await cdf.spaces.upsert([{ space: "js_gone", name: "Gone" }])).items;
  assert.equal(changed?.name, "Gone");
  assert.ok(changed.lastUpdatedTime > changed.createdTime);
  await cdf.spaces.delete(["js_gone"]);
  assert.deepEqual((await cdf.spaces.retrieve(["js_gone"])).items, []);
});

test("a container comes back with what the service adds", async () => {
  const [container] = (await cdf.containers.retrieve([{ space: SPACE, externalId: "Pump" }])).items;
  assert.equal(container?.usedFor, "node");
  assert.deepEqual(container.properties["name"]?.type, { type: "text", list: false, collation: "ucs_basic" });
  assert.deepEqual(Object.keys(container.indexes ?? {}), ["byName"]);
  assert.deepEqual(container.constraints, {});
});

test("a view shows where each property is stored", async () => {
  const [view] = (await cdf.views.retrieve([{ space: SPACE, externalId: "Pump", version: "v1" }])).items;
  assert.deepEqual(view?.mappedContainers, [{ type: "container", space: SPACE, externalId: "Pump" }]);
  assert.equal(view.writable, true);
  assert.equal(view.queryable, true);
  assert.deepEqual(Object.keys(view.properties).sort(), [
    "built",
    "feeds",
    "name",
    "power",
    "running",
    "site",
    "stages",
    "tags",
  ]);
});

test("a data model has its views by reference or whole", async () => {
  await cdf.dataModels.upsert([
    { space: SPACE, externalId: "Water", version: "v1", views: [pump(SPACE), site(SPACE)] },
  ]);
  const key = { space: SPACE, externalId: "Water", version: "v1" };
  const [byReference] = (await cdf.dataModels.retrieve([key])).items;
  assert.deepEqual(byReference?.views, [pump(SPACE), site(SPACE)]);
  const [whole] = (await cdf.dataModels.retrieve([key], { inlineViews: true })).items;
  assert.deepEqual(whole?.views?.map((view) => "properties" in view), [true, true]);
  assert.deepEqual((await cdf.dataModels.delete([key])).items, [key]);
});

test("lists page through everything", async () => {
  const names = Array.from({ length: 23 }, (_, number) => `js_page_${String(number).padStart(2, "0")}`);
  await cdf.spaces.upsert(names.map((space) => ({ space })));
  const all = await cdf.spaces.list({ limit: 10 }).autoPagingToArray({ limit: Infinity });
  assert.deepEqual(all.map((space) => space.space).filter((space) => space.startsWith("js_page_")), names);
  await cdf.spaces.delete(names);
});

test("containers and views of one space", async () => {
  assert.deepEqual(ids(await cdf.containers.list({ space: SPACE }).autoPagingToArray()), ["Pump", "Site"]);
  assert.deepEqual(ids(await cdf.views.list({ space: SPACE }).autoPagingToArray()), ["Pump", "Site"]);
});

test("a missing space is refused by name", async () => {
  const error = await refused(
    cdf.containers.upsert([{ space: "nowhere", externalId: "C", properties: { p: { type: { type: "text" } } } }]),
    400,
  );
  assert.match(error.message, /One or more spaces do not exist/);
  assert.ok(error.requestId);
});

test("an unknown token has no access", async () => {
  await assert.rejects(client("unknown").spaces.list().autoPagingToArray(), /status code: 401/);
});

test("deleting what is not there deletes nothing", async () => {
  assert.deepEqual((await cdf.views.delete([{ space: SPACE, externalId: "None", version: "v1" }])).items, []);
  assert.deepEqual((await cdf.containers.delete([{ space: SPACE, externalId: "None" }])).items, []);
});
