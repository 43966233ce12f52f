// The shared cases of tests/vectors/wire, through the hand-written SDK for their model.
import assert from "node:assert/strict";

import {
  and,
  between,
  containsAll,
  containsAny,
  equals,
  exists,
  type Filter,
  gt,
  gte,
  inList,
  isMissing,
  lt,
  lte,
  nested,
  not,
  notEquals,
  or,
  PygenValidationError,
  startsWith,
  UnexpectedAnswerError,
} from "@cognite/pygen-runtime";
import type { AnyView, ViewApi, ViewTypes } from "@cognite/pygen-runtime/codegen";

import { WireClient } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";
import { testVectors, type VectorCase } from "./vectorCases.ts";
import { difference, given, type Json, type JsonObject, object, parsed, told } from "./wireWords.ts";

interface WireCase extends VectorCase {
  readonly view: string;
  readonly answer?: Json;
  readonly objects?: readonly JsonObject[];
  readonly error?: readonly string[];
  readonly items?: readonly JsonObject[];
  readonly options?: JsonObject;
  readonly requests?: readonly Exchange[];
  readonly keywords?: readonly JsonObject[];
  readonly where?: JsonObject;
  readonly filter?: Json;
  readonly call?: JsonObject;
  readonly exchange?: readonly Exchange[];
  readonly batches?: readonly { readonly upserted: readonly JsonObject[] }[];
  readonly [result: string]: unknown;
}

interface Exchange {
  readonly path: string;
  readonly body: Json;
  readonly answer?: object;
}

/** An API without its types, as the cases need it. */
type AnyApi = Omit<ViewApi<ViewTypes>, "view"> & { readonly view: AnyView };

testVectors<WireCase>("wire", {}, async (one, file) => {
  const wire = new Wire(one);
  switch (file) {
    case "read":
      return await wire.reads();
    case "write":
      return await wire.writes();
    case "filters":
      return await wire.filters();
  }
  return await wire.calls();
});

class Wire {
  readonly #case: WireCase;
  readonly #service: InstanceService;
  readonly #sdk: WireClient;

  constructor(one: WireCase) {
    this.#case = one;
    const answers = one.answer === undefined ? (one.requests ?? one.exchange ?? []).flatMap((it) => it.answer ?? []) : [
      one.answer as string | object,
    ];
    this.#service = new InstanceService(...answers);
    this.#sdk = new WireClient(this.#service.client());
  }

  async reads(): Promise<void> {
    const { view, objects = [], error } = this.#case;
    if (error !== undefined) {
      await this.#refuses(error, UnexpectedAnswerError, () => this.#api(view).list());
      return;
    }
    const found = await this.#api(view).list();
    assert.deepEqual(found.map((one, n) => object(this.#api(view).view, one, objects[n] ?? {})), objects);
  }

  async writes(): Promise<void> {
    const { items = [], options, requests = [], error } = this.#case;
    const write = async (): Promise<unknown> => await this.#sdk.upsert(items.map((item) => this.#write(item)), options);
    if (error !== undefined) {
      await this.#refuses(error, PygenValidationError, write);
      assert.deepEqual(this.#service.sent, []);
      return;
    }
    await write();
    this.#checkRequests(requests);
  }

  async filters(): Promise<void> {
    const { view, keywords, where, filter, error } = this.#case;
    const api = this.#api(view);
    const read = async (): Promise<unknown> =>
      await api.list(
        keywords === undefined ? { filter: this.#where(view, where ?? {}) } : keywordsOf(api.view, keywords),
      );
    if (error !== undefined) {
      await this.#refuses(error, PygenValidationError, read);
      assert.deepEqual(this.#service.sent, []);
      return;
    }
    await read();
    const sent = parsed(this.#service.sent[0]?.text ?? "") as { readonly filter?: unknown };
    assert.equal(difference(filter, sent.filter), "");
  }

  async calls(): Promise<void> {
    const { exchange = [] } = this.#case;
    const names = ["objects", "value", "rows", "buckets", "batches", "deleted", "notFound"];
    const expected = Object.fromEntries(names.flatMap((name) => name in this.#case ? [[name, this.#case[name]]] : []));
    assert.deepEqual(await this.#called(), expected);
    assert.deepEqual(this.#service.answers, []);
    this.#checkRequests(exchange);
  }

  async #called(): Promise<unknown> {
    const { call = {}, view, objects = [], batches = [] } = this.#case;
    const { operation, ids = [], property, properties, groupBy, sort = [], aggregates = [], query, keywords, ...rest } =
      call;
    const api = this.#api(view);
    const order = sort as readonly (readonly [string, string])[];
    const options: Record<string, unknown> = {
      ...rest,
      ...keywordsOf(api.view, keywords as readonly JsonObject[] ?? []),
      ...properties !== undefined && { properties },
      ...groupBy !== undefined && { groupBy },
      ...order.length > 0 && { sortBy: order.map(([name]) => name), sortDirection: order[0]?.[1] },
    };
    const shown = (found: Iterable<object>, expected: readonly JsonObject[]): JsonObject[] =>
      [...found].map((one, n) => object(api.view, one, expected[n] ?? {}));
    const wanted = (ids as readonly Json[]).map((id) => given(id)) as string[];
    const name = property as never;
    switch (operation) {
      case "list":
        return { objects: shown(await api.list(options), objects) };
      case "iterate":
        return { objects: shown(await gathered(api.iterate(options)), objects) };
      case "retrieve":
        return { objects: shown(await api.retrieve(wanted), objects) };
      case "search":
        return { objects: shown(await api.search(query as string, options), objects) };
      case "count":
        return { value: await api.count(property === undefined ? options : { ...options, property: name }) };
      case "histogram": {
        const found = await api.histogram(name, options as never);
        return { buckets: found.map(({ start, count }) => [told(start), count]) };
      }
      case "aggregate": {
        const functions = (aggregates as readonly [string, string][]).map(([function_, of]) => ({
          function: function_,
          property: of,
        }));
        const rows = await api.aggregate({ ...options, aggregates: functions } as never);
        return {
          rows: rows.map(({ group, values }) => ({
            group: Object.fromEntries(Object.entries(group).map(([key, value]) => [key, told(value)])),
            values: Object.values(values).map((value) => told(value)),
          })),
        };
      }
      case "sync": {
        const found = await gathered(api.sync(options));
        return {
          batches: found.map(({ upserted, deleted, cursor }, n) => ({
            upserted: shown(upserted, batches[n]?.upserted ?? []),
            deleted: told(deleted),
            cursor,
          })),
        };
      }
      case "delete": {
        const { deleted, notFound } = await this.#sdk.delete(wanted);
        return { deleted: told(deleted), notFound: told(notFound) };
      }
    }
    throw new Error(`no such operation: ${String(operation)}`);
  }

  #api(view: string): AnyApi {
    const { group, link, plain, thing } = this.#sdk;
    const apis: Readonly<Record<string, unknown>> = { Group: group, Link: link, Plain: plain, Thing: thing };
    return apis[view] as AnyApi;
  }

  #write(item: JsonObject): ReturnType<AnyApi["write"]> {
    const { view, properties, type, ...metadata } = item;
    const api = this.#api(String(view));
    const values = { ...properties as JsonObject, ...metadata };
    const own = Object.entries(values).map(([name, one]) => [name, given(one, (nested) => this.#write(nested))]);
    const typed = type === undefined ? {} : { [api.view.usedFor === "edge" ? "edgeType" : "nodeType"]: given(type) };
    return api.write({ ...Object.fromEntries(own), ...typed });
  }

  /** A condition, made of typed properties. */
  #where(view: string, form: JsonObject): Filter {
    const parts = (form["and"] ?? form["or"]) as readonly JsonObject[] | undefined;
    if (parts !== undefined) {
      return (form["and"] === undefined ? or : and)(...parts.map((one) => this.#where(view, one)));
    }
    if (form["not"] !== undefined) {
      return not(this.#where(view, form["not"] as JsonObject));
    }
    const properties = this.#api(String(form["view"] ?? view)).properties as Readonly<Record<string, never>>;
    const property = properties[String(form["property"])] as never;
    const { value } = form;
    const other = (value as { readonly $property?: string } | null | undefined)?.$property;
    const operand = (other === undefined ? given(value) : properties[other]) as never;
    switch (form["operation"]) {
      case "exists":
        return exists(property);
      case "missing":
        return isMissing(property);
      case "nested":
        return nested(property, () => this.#where("Group", form["where"] as JsonObject));
      case "between":
        return between(property, operand[0], operand[1]);
    }
    const make = { equals, notEquals, gt, gte, lt, lte, in: inList, prefix: startsWith, containsAny, containsAll };
    return (make[form["operation"] as keyof typeof make] as (one: never, other: never) => Filter)(property, operand);
  }

  #checkRequests(expected: readonly Exchange[]): void {
    const { sent } = this.#service;
    assert.deepEqual(sent.map((one) => one.path), expected.map((one) => one.path));
    for (const [n, one] of expected.entries()) {
      assert.equal(difference(one.body, parsed(sent[n]?.text ?? "")), "");
    }
  }

  async #refuses(
    parts: readonly string[],
    kind: new (message: string) => Error,
    call: () => Promise<unknown>,
  ): Promise<void> {
    await assert.rejects(call, (error: Error) => {
      assert.ok(error instanceof kind, `${error.name}: ${error.message}`);
      assert.deepEqual(parts.filter((part) => !error.message.includes(part)), [], error.message);
      return true;
    });
  }
}

async function gathered<T>(found: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of found) {
    all.push(one);
  }
  return all;
}

/** Keyword filters, under their names in TypeScript. */
function keywordsOf(view: AnyView, keywords: readonly JsonObject[]): Record<string, unknown> {
  return Object.fromEntries(keywords.map(({ keyword, property, value }) => {
    const name = property === "type" && view.usedFor === "edge" ? "edgeType" : String(property);
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    const forms: Readonly<Record<string, string>> = {
      equals: name,
      prefix: `${name}Prefix`,
      atLeast: `min${capital}`,
      atMost: `max${capital}`,
    };
    return [forms[String(keyword)], given(value)];
  }));
}
