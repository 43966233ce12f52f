// From answers of the service to values, where they are not what the SDK was generated for.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  and,
  equals,
  gte,
  hasData,
  inList,
  instanceReferences,
  not,
  notEquals,
  overlaps,
  PygenValidationError,
  UnexpectedAnswerError,
  UnreadableAnswerError,
} from "@cognite/pygen-runtime";
import { type AnyView, ViewApi, type ViewTypes } from "@cognite/pygen-runtime/codegen";

import { group, groupApi, linkApi, thing, thingApi, type ThingTypes, WireClient } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";

const PART = { space: "m", externalId: "Part", version: "v1", names: { part_no: "partNo", kept_at: "keptAt" } };
const SHELF: AnyView = {
  id: { space: "m", externalId: "Shelf", version: "v1" },
  name: "Shelf",
  usedFor: "node",
  properties: { size: "int64", part: "direct" },
  relations: { part: { kind: "direct", target: PART } },
  keywords: { part: "is part" },
};

const item = (place: string, externalId: string, properties: string): string =>
  `{"instanceType":"node","space":"shop","externalId":"${externalId}","version":1,"createdTime":1,"lastUpdatedTime":1,` +
  `"properties":{"m":{"${place}/v1":${properties}}}}`;

const shelves = (service: InstanceService): ViewApi<ViewTypes> => new ViewApi(service.client(), SHELF);

test("int64 that a number cannot hold is an error that names the property and the option", async () => {
  const service = new InstanceService(`{"items":[${item("Shelf", "s", '{"size":9007199254740993}')}]}`);

  await assert.rejects(shelves(service).list(), (error: Error) => {
    assert.ok(error instanceof UnexpectedAnswerError);
    assert.match(error.message, /Shelf shop:s, size: a number cannot hold its value exactly.*int64 = "bigint"/);
    return true;
  });
});

test("int64 within 2^53 is a number", async () => {
  const service = new InstanceService(`{"items":[${item("Shelf", "s", '{"size":9007199254740991}')}]}`);

  assert.equal(((await shelves(service).list())[0] as { size?: number }).size, 9007199254740991);
});

test("sums that a number cannot hold are an error, too", async () => {
  const service = new InstanceService('{"items":[{"aggregates":[{"aggregate":"sum","value":9007199254740993}]}]}');
  const aggregates = [{ function: "sum", property: "size" }] as const;

  await assert.rejects(shelves(service).aggregate({ aggregates: aggregates as never }), UnexpectedAnswerError);
});

test("sums of int64 are exact where the SDK reads it as bigint", async () => {
  const service = new InstanceService('{"items":[{"aggregates":[{"aggregate":"sum","value":9007199254740993}]}]}');

  const rows = await thingApi(service.client()).aggregate({ aggregates: [{ function: "sum", property: "int64" }] });

  assert.deepEqual(rows, [{ group: {}, values: { sumInt64: 9007199254740993n } }]);
});

test("fractions keep their digits beside whole numbers that are read exactly", async () => {
  const numbers = '"name":"1234567890123456789","serial":-9223372036854775808,"float64":0.3333333333333333,' +
    '"float64s":[1.2345678901234567e-7,12345678901234567890],"json":{"a":[9007199254740993,-0.1234567890123456]}';
  const one = item("x", "t", "{}").replace(
    '"properties":{"m":{"x/v1":{}}}',
    `"properties":{"vectors":{"Thing/v1":{${numbers}}}}`,
  );

  const [found] = await thingApi(new InstanceService(`{"items":[${one}]}`).client()).list();

  assert.equal(found?.name, "1234567890123456789");
  assert.equal(found.serial, -9223372036854775808n);
  assert.equal(found.float64, 0.3333333333333333);
  assert.deepEqual(found.float64s, [1.2345678901234567e-7, 12345678901234567890]);
  assert.deepEqual(found.json, { a: [9007199254740992, -0.1234567890123456] });
});

test("a view that is not loaded is read by the types in the answer, under its own names", async () => {
  const typing = `{"root":{},"root__part":{"m":{"Part/v1":{"part_no":{"type":{"type":"int64"}},` +
    `"kept_at":{"type":{"type":"timestamp","list":true}}}}}}`;
  const part = item("Part", "p", '{"part_no":7,"kept_at":["2024-02-29T12:00:00+02:00"]}');
  const shelf = item("Shelf", "s", '{"part":{"space":"shop","externalId":"p"}}');
  const answer = `{"items":{"root":[${shelf}],"root__part":[${part}]},"nextCursor":{},"typing":${typing}}`;
  const service = new InstanceService(answer);

  const where = (p: Readonly<Record<string, never>>): never => gte(p["partNo"]!, 1 as never) as never;
  const [found] = await shelves(service).query().include({ part: { where } } as never).list();

  const { partNo, keptAt } = (found as { part?: { partNo?: number; keptAt?: Date[] } }).part ?? {};
  assert.deepEqual([partNo, keptAt], [7, [new Date("2024-02-29T10:00:00Z")]]);
  assert.deepEqual(JSON.parse(service.sent[0]?.text ?? "").with.root__part.nodes.filter.and[1], {
    range: { property: ["m", "Part/v1", "part_no"], gte: 1 },
  });
});

for (const answer of ["{}", "null", '{"items":{"all":{}}}', '{"items":[', "<html>s3cr3t</html>"]) {
  test(`what is no answer of the service is an error: ${answer}`, async () => {
    const groups = groupApi(new InstanceService(...Array(20).fill(answer)).client());
    const reads: readonly (() => Promise<unknown>)[] = [
      () => groups.list(),
      () => groups.iterate({ chunkSize: 5000 }).pages().next(),
      () => groups.retrieve("a"),
      () => groups.search("a"),
      () => groups.count(),
      () => groups.query().list(),
      () => groups.follow("children", "a").pages().next(),
      () => groups.sync().next(),
    ];

    for (const read of reads) {
      const error = await read().then(() => assert.fail(`no error: ${read}`), (error: unknown) => error);

      assert.ok(error instanceof UnreadableAnswerError, `${read}: ${error}`);
      assert.doesNotMatch(error.message, /s3cr3t/);
    }
  });
}

test("a list is an array that knows ids, spaces and plain data", async () => {
  const answer = `{"items":[${item("Shelf", "s", '{"size":7}').replace('"shop"', '"else"')},${
    item("Shelf", "t", "{}")
  }]}`;
  const found = await shelves(new InstanceService(answer)).list();

  assert.deepEqual(found.getIds(), [{ space: "else", externalId: "s" }, { space: "shop", externalId: "t" }]);
  assert.equal(found.inSpace("else").length, 1);
  assert.deepEqual(found.map(() => 1), [1, 1]);
  assert.deepEqual(found.dump()[0], {
    instanceType: "node",
    space: "else",
    externalId: "s",
    version: 1,
    createdTime: "1970-01-01T00:00:00.001Z",
    lastUpdatedTime: "1970-01-01T00:00:00.001Z",
    size: 7,
  });
});

test("a page with more than was asked for is the last one of a read with a limit", async () => {
  const answer = `{"items":[${["a", "b", "c"].map((one) => item("Shelf", one, "{}"))}],"nextCursor":"c"}`;
  const service = new InstanceService(answer, answer);

  await shelves(service).list({ limit: 2 });

  assert.deepEqual(service.sent.map(({ text }) => JSON.parse(text).limit), [2]);
});

test("filters of several views, references and intervals", async () => {
  const service = new InstanceService({ items: [] }, { items: [] });
  const api = thingApi(service.client());
  const { properties } = api;
  const from = new Date("2024-02-29T00:00:00Z");
  const filter = and(
    hasData(group, { space: "m", externalId: "Container" }),
    instanceReferences([{ space: "shop", externalId: "x" }]),
    overlaps(properties.timestamp, properties.timestamp, { from }),
    not(notEquals(properties.texts, ["a"])),
    inList(properties.state, ["on", "off"]),
  );
  await api.list({ filter });

  const sent = JSON.parse(service.sent[0]?.text ?? "").filter.and;
  assert.deepEqual(sent[0].hasData.map((one: { type: string }) => one.type), ["view", "container"]);
  assert.deepEqual(sent[1], { instanceReferences: [{ space: "shop", externalId: "x" }] });
  assert.equal(sent[2].overlaps.gte, "2024-02-29T00:00:00.000Z");
  assert.deepEqual(sent[3].equals.value, ["a"]);
  assert.equal(sent[4].or.length, 2);
});

test("more than 1,000 values are several filters", async () => {
  const service = new InstanceService({ items: [] });
  await groupApi(service.client()).list({ title: Array.from({ length: 2500 }, (_, n) => `${n}`) });

  const { filter } = JSON.parse(service.sent[0]?.text ?? "");
  assert.deepEqual(filter.or.map((one: { in: { values: string[] } }) => one.in.values.length), [1000, 1000, 500]);
});

test("filters say what cannot be", () => {
  const { properties } = thingApi(new InstanceService().client());
  const refuses = (make: () => unknown, message: RegExp): void => {
    assert.throws(make, (error: Error) => {
      assert.ok(error instanceof PygenValidationError);
      assert.match(error.message, message);
      return true;
    });
  };

  refuses(() => and(), /needs at least one filter/);
  refuses(() => hasData(), /takes 1 to 10/);
  refuses(() => overlaps(properties.date, properties.date, {}), /one or two bounds/);
  refuses(() => equals(properties.name, properties.float64 as never), /cannot be compared: their types differ/);
  refuses(() => inList(properties.name, "a" as never), /takes several values/);
  refuses(() => equals(properties.json, "a" as never), /takes an object/);
  refuses(() => equals(properties.group, 5 as never), /takes a node/);
});

test("conditions on nodes are refused where edges are read", async () => {
  const { properties } = thingApi(new InstanceService().client());

  await assert.rejects(
    linkApi(new InstanceService().client()).list({ filter: equals(properties.externalId, "x") }),
    /filter on nodes cannot be used where edges are read/,
  );
});

test("a client closes what it has made, and nothing else", async () => {
  const given = new InstanceService({ items: [] }).client();
  new WireClient(given).close();
  assert.deepEqual([...await groupApi(given).list()], []);

  const own = new WireClient({
    baseUrl: "https://x.example",
    project: "p",
    credentials: { token: () => "t" } as never,
  });
  await own[Symbol.asyncDispose]();
  await assert.rejects(own.group.list(), /closed/);
});

test("keyword filters may be called like options of requests, and change nothing about them", async () => {
  const named = ["params", "anyStatus", "idempotent", "operationClass", "onSent"];
  const keywords = Object.fromEntries(named.map((name) => [name, `is text`] as const));
  type Named = Omit<ThingTypes, "filters"> & { readonly filters: Readonly<Record<string, unknown>> };
  const view: AnyView = { ...thing, keywords };
  const filters = Object.fromEntries(named.map((name) => [name, "x"]));
  const service = new InstanceService();
  const api = new ViewApi<Named>(service.client(), view);

  await api.list(filters);
  await api.search("x", filters);
  await assert.rejects(api.count({ ...filters, deadline: new Date(0) }), /deadline has passed/);
  service.answers.push({ items: [{ aggregates: [{ value: 1 }] }] });
  await api.count(filters);

  assert.deepEqual(
    service.sent.map(({ path }) => path),
    ["list", "search", "aggregate"].map((one) => `/models/instances/${one}`),
  );
});
