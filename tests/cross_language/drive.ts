// Makes the calls of calls.json through a generated SDK, and prints what each gave.
import { readFileSync } from "node:fs";
import { env } from "node:process";

import {
  and,
  containsAny,
  exists,
  type Filter,
  gt,
  gte,
  type InstanceWrite,
  lt,
  not,
  or,
  PygenAPIError,
  startsWith,
  token,
} from "@cognite/pygen-runtime";
import type { ViewApi, ViewTypes } from "@cognite/pygen-runtime/codegen";
import { ShopClient } from "@acme/shop-sdk";

type Json = Readonly<Record<string, unknown>>;

/** An API without its types: the calls are data. */
// deno-lint-ignore no-explicit-any -- the rows of all views
type AnyApi = ViewApi<ViewTypes & { readonly read: any; readonly relations: any }>;

const shop = new ShopClient({
  baseUrl: env["CDF_URL"] ?? "",
  project: env["CDF_PROJECT"] ?? "",
  credentials: token(env["CDF_TOKEN"] ?? ""),
});
// deno-lint-ignore no-explicit-any -- properties and operands of all types
const CONDITIONS: Readonly<Record<string, (...given: any[]) => Filter>> = {
  containsAny,
  exists,
  gt,
  gte,
  lt,
  startsWith,
};
let cursor: string | undefined;

function apiOf(view: unknown): AnyApi {
  const apis: Readonly<Record<string, unknown>> = {
    CategoryNode: shop.categoryNode,
    ProductNode: shop.productNode,
    RelatesTo: shop.relatesTo,
  };
  return apis[String(view)] as AnyApi;
}

/** A value of the script as a user gives it. */
function given(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(given);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const one = value as Json;
  if ("$timestamp" in one) {
    return new Date(String(one["$timestamp"]));
  }
  if ("$date" in one) {
    return one["$date"];
  }
  if ("$node" in one) {
    const [space, externalId] = one["$node"] as readonly [string, string];
    return { space, externalId };
  }
  return "view" in one ? write(one) : mapped(one, given);
}

function write({ view, ...values }: Json): InstanceWrite {
  return apiOf(view).write(mapped(values, given) as never) as unknown as InstanceWrite;
}

function mapped(one: Json, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(one).map(([name, value]) => [name, change(value)]));
}

function condition(form: Json, properties: Json): Filter {
  const [[name, operands] = ["", []]] = Object.entries(form);
  switch (name) {
    case "and":
      return and(...(operands as Json[]).map((one) => condition(one, properties)));
    case "or":
      return or(...(operands as Json[]).map((one) => condition(one, properties)));
    case "not":
      return not(condition(operands as Json, properties));
  }
  const [property, ...values] = operands as readonly [string, ...unknown[]];
  return (CONDITIONS[name] as (...all: unknown[]) => Filter)(properties[property], ...values.map(given));
}

function included(form: Json): Record<string, unknown> {
  return mapped(form, (one) => {
    const { where, whereEdge, include, ...others } = one as Record<string, Json>;
    return {
      ...others,
      ...include !== undefined && { include: included(include) },
      ...(where ?? whereEdge) !== undefined && {
        where: (nodes: Json, edges: Json) => {
          const [, wanted] = (where ?? whereEdge) as unknown as readonly [string, Json];
          return condition(wanted, where === undefined ? edges : nodes);
        },
      },
    };
  });
}

function queryOf(api: ReturnType<typeof apiOf>, one: Json) {
  const query = "where" in one
    ? api.query().where((p) => condition(one["where"] as Json, p as unknown as Json))
    : api.query();
  return query.include(included(one["include"] as Json) as never).sort(one["sort"] as never ?? {});
}

async function call(one: Json): Promise<unknown> {
  const api = apiOf(one["view"]);
  const options = {
    ...given(one["options"] ?? {}) as object,
    ..."filter" in one && { filter: condition(one["filter"] as Json, api.properties as unknown as Json) },
    ...one["call"] === "count" && "property" in one && { property: one["property"] },
    ..."properties" in one && { properties: one["properties"] },
    ..."groupBy" in one && { groupBy: one["groupBy"] },
    ..."interval" in one && { interval: one["interval"] },
  } as never;
  switch (one["call"]) {
    case "upsert": {
      const items = (one["items"] as Json[]).map(write);
      const result = await shop.upsert(items, "mode" in one ? { mode: one["mode"] as "replace" } : {});
      return { created: result.created, updated: result.updated, unchanged: result.unchanged };
    }
    case "delete": {
      const { deleted, notFound } = await shop.delete(given(one["ids"]) as string[]);
      return { deleted, notFound };
    }
    case "list":
      return await api.list(options);
    case "retrieve":
      return await api.retrieve(given(one["ids"]) as string) ?? null;
    case "search":
      return await api.search(String(one["query"]), options);
    case "count":
      return await api.count(options);
    case "histogram":
      return await api.histogram(one["property"] as never, options);
    case "aggregate": {
      const aggregates = (one["aggregates"] as [string, string][]).map(([name, property]) => ({
        function: name,
        property,
      }));
      return await api.aggregate({ ...options as object, aggregates } as never);
    }
    case "iterate":
      return await Array.fromAsync(api.iterate(options));
    case "follow":
      return await Array.fromAsync(api.follow(String(one["relation"]), one["of"] as string[]));
    case "query":
      return await queryOf(api, one).list();
    case "explain":
      return (await queryOf(api, one).explain({ indexes: true })).split("\n");
    case "sync": {
      const batches = await Array.fromAsync(api.sync("goOn" in one && cursor !== undefined ? { cursor } : {}));
      cursor = batches.at(-1)?.cursor;
      return batches.map(({ upserted, deleted }) => ({ upserted, deleted }));
    }
  }
  throw new Error(`no such call: ${String(one["call"])}`);
}

const told: unknown[] = [];
for (const one of JSON.parse(readFileSync(env["CALLS"] ?? "", "utf8")) as Json[]) {
  await fetch(`${env["CDF_URL"]}/next`, { method: "POST", body: String(one["name"]) });
  try {
    told.push(await call(one));
  } catch (error) {
    if (!(error instanceof PygenAPIError)) {
      throw error;
    }
    told.push({ error: error.name, status: error.status, said: error.serviceMessage });
  }
}
shop.close();
console.log(JSON.stringify(told));
