// Every method of every view of generated SDKs, called on what is there. `SDKS` names them and their projects.
import assert from "node:assert/strict";
import { env } from "node:process";

import {
  avg,
  count,
  type InstanceClient,
  type InstanceWrite,
  max,
  min,
  sum,
  token,
  ViewApi,
  type ViewTypes,
} from "@cognite/pygen-runtime";

/** An SDK, and the project with its data. */
interface Given {
  readonly name: string;
  readonly baseUrl: string;
  readonly project: string;
  readonly token: string;
  /** External ids of views that cannot be written. */
  readonly readOnly: readonly string[];
}

/** A view of which only the form of generated code is known. */
interface Some extends ViewTypes {
  // deno-lint-ignore no-explicit-any -- the rows of all views
  readonly read: any;
  // deno-lint-ignore no-explicit-any -- and their relations
  readonly relations: any;
}

interface Row {
  readonly instanceType: "node" | "edge";
  readonly space: string;
  readonly externalId: string;
  readonly [name: string]: unknown;
}

type Api = ViewApi<Some>;

const NUMBERS = ["float32", "float64", "int32", "int64", "bigint"];
const ALL = { limit: Infinity };

const idsOf = (rows: Iterable<Row>): string[] => [...rows].map((row) => `${row.space}:${row.externalId}`).sort();

/** The APIs of a client: its getters, which generated code declares. */
function apisOf(client: InstanceClient): Api[] {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(client)));
  return getters.filter(([, one]) => one.get !== undefined).map(([name]) =>
    (client as unknown as Record<string, Api>)[name] as Api
  );
}

/** Whatever finds instances without a condition finds the same. */
async function readEverything(api: Api): Promise<Row[]> {
  const there: Row[] = await api.list(ALL);
  const ids = idsOf(there);
  const found: Row[] = [];
  for await (const row of api.iterate({ chunkSize: 3 })) {
    found.push(row);
  }
  const changed: Row[] = [];
  for await (const batch of api.sync()) {
    changed.push(...batch.upserted);
  }
  assert.deepEqual(idsOf(found), ids, "iterate");
  assert.deepEqual(idsOf(await api.query().list()), ids, "query");
  assert.deepEqual(idsOf(await api.search(undefined, { limit: 1000 })), ids, "search");
  assert.deepEqual(idsOf(changed), ids, "sync");
  assert.equal(await api.count(), ids.length, "count");
  assert.equal(await api.retrieve({ space: "nowhere", externalId: "nothing" }), undefined);
  return there;
}

/** What one instance is found by. */
async function findOne(api: Api, one: Row): Promise<void> {
  const id = one.instanceType === "edge"
    ? { instanceType: one.instanceType, space: one.space, externalId: one.externalId }
    : { space: one.space, externalId: one.externalId };
  assert.deepEqual(await api.retrieve(id), one, "retrieve");
  assert.deepEqual(idsOf(await api.retrieve([id])), idsOf([one]), "retrieve several");
  const given: Record<string, unknown> = {};
  for (const [name, code] of Object.entries(api.view.keywords)) {
    const [operator, member = ""] = code.split(" ");
    const value = one[member];
    if (value === undefined || (operator === "has" && (value as unknown[]).length === 0)) {
      continue;
    }
    given[name] = operator === "has"
      ? (value as unknown[])[0]
      : operator === "prefix"
      ? (value as string).slice(0, 2)
      : value;
  }
  // It meets all of them together only if it meets each.
  const found = await api.list({ ...given, ...ALL });
  const own = idsOf([one])[0] ?? "";
  if (!idsOf(found).includes(own)) {
    for (const [name, value] of Object.entries(given)) {
      assert.ok(idsOf(await api.list({ [name]: value, ...ALL })).includes(own), `keyword ${name}`);
    }
    assert.fail("all keywords together");
  }
  assert.equal(await api.count(given), found.length, "count of what the keywords find");
}

/** Numbers about instances. */
async function aggregate(api: Api, there: readonly Row[]): Promise<void> {
  const withValue = (name: string) => there.filter((row) => row[name] !== undefined).length;
  const properties = Object.entries(api.view.properties);
  const single = properties.filter(([, code]) => !code.includes("[]")).map(([name]) => name);
  if (single[0] === undefined) {
    return;
  }
  assert.equal(await api.count({ property: single[0] }), withValue(single[0]), `count of ${single[0]}`);
  const [row] = await api.aggregate({ aggregates: single.map((name) => count(name)) });
  assert.deepEqual(Object.values(row?.values ?? {}), single.map(withValue), `counts of ${single}`);
  const [number] = properties.find(([, code]) => NUMBERS.includes(code.replace(/[!=]$/, ""))) ?? [];
  if (number !== undefined) {
    const aggregates = [avg(number), count(number), max(number), min(number), sum(number)];
    assert.equal((await api.aggregate({ aggregates })).length, 1);
    const buckets = await api.histogram(number, { interval: 1e20 });
    assert.equal(buckets.reduce((all, one) => all + one.count, 0), withValue(number), `histogram of ${number}`);
  }
}

/** What is at the other end of relations. */
async function goOn(api: Api, there: readonly Row[]): Promise<void> {
  for (const [name, relation] of Object.entries(api.view.relations)) {
    const rows = await api.query().include({ [name]: true }).list() as unknown as Row[];
    assert.deepEqual(idsOf(rows), idsOf(there), `include ${name}`);
    const ends = rows.flatMap((row) => (row[name] ?? []) as Row | Row[]).map((one) => {
      return "edge" in one ? (one as unknown as { readonly node?: Row }).node : one;
    }).filter((one) => one !== undefined);
    const followed: Row[] = [];
    for await (const row of api.follow(name, there.map((one) => ({ space: one.space, externalId: one.externalId })))) {
      followed.push(row);
    }
    const included = [...new Set(idsOf(ends))];
    // Of several at the end of what should have one at most, an include gives the first.
    const isCut = "single" in relation;
    const compared = isCut ? idsOf(followed).filter((id) => included.includes(id)) : idsOf(followed);
    assert.deepEqual(compared, included, `follow ${name}`);
  }
}

/** What was read is written as it is. */
async function writeBack(client: InstanceClient, api: Api, one: Row): Promise<void> {
  const result = await client.upsert(api.change(one) as unknown as InstanceWrite);
  assert.equal(result.failed.length, 0, "what was read is written back");
  const [after] = (await api.list(ALL)).filter((row: Row) => idsOf([row])[0] === idsOf([one])[0]);
  // A write through a view makes data in all of its containers, which counts as a change.
  const { version: _, lastUpdatedTime: __, ...before } = one;
  const { version: ___, lastUpdatedTime: ____, ...now } = after;
  assert.deepEqual(now, before, "what is written back is the same");
}

async function runAll({ name, baseUrl, project, token: secret, readOnly }: Given): Promise<number> {
  const { SdkClient } = await import(`./sdks/${name}/src/index.ts`);
  await using client: InstanceClient = new SdkClient({ baseUrl, project, credentials: token(secret) });
  const { differences, breaking } = await client.verify();
  const [first] = [...breaking, ...differences.filter((one) => one.message !== "this SDK does not know it")];
  assert.equal(first, undefined, `${name} of now is taken for another`);
  const apis = apisOf(client);
  for (const api of apis) {
    try {
      if (Object.keys(api.view.properties).length === 0) {
        // The service does not list views that map no property.
        continue;
      }
      const there = await readEverything(api);
      if (there[0] !== undefined) {
        await findOne(api, there[0]);
        await aggregate(api, there);
        await goOn(api, there);
        if (!readOnly.includes(api.view.id.externalId)) {
          await writeBack(client, api, there[0]);
        }
      }
    } catch (error) {
      throw new Error(`${name}, ${api.view.name}: ${(error as Error).message}`, { cause: error });
    }
  }
  return apis.length;
}

const problems: unknown[] = [];
let views = 0;
for (const given of JSON.parse(env["SDKS"] ?? "[]") as Given[]) {
  try {
    views += await runAll(given);
  } catch (error) {
    problems.push(error);
  }
}
console.log(`${views} views`);
if (problems.length > 0) {
  throw new AggregateError(problems, problems.map((one) => (one as Error).message).join("\n"));
}
