// Whatever a service answers: objects, or an error of Pygen's that can be caught. Answers are spoiled at random, from a
// seed that failures name.
import assert from "node:assert/strict";
import { test } from "node:test";

import { PygenError } from "@cognite/pygen-runtime";
import { type AnyView, ViewApi } from "@cognite/pygen-runtime/codegen";

import { InstanceService } from "./instanceService.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const SEED = 20_261_120;
const TRIES = 150;
const SHELF: AnyView = {
  id: { space: "m", externalId: "Shelf", version: "v1" },
  name: "Shelf",
  usedFor: "node",
  properties: { size: "int64", label: "text", builtOn: "timestamp", sizes: "int64[]" } as AnyView["properties"],
  relations: {},
  keywords: { label: "is text" },
};
const META = { instanceType: "node", space: "shop", version: 1, createdTime: 1, lastUpdatedTime: 1 };
const PROPERTIES = { size: 9, label: "x", builtOn: "2026-01-01T00:00:00Z", sizes: [1, 2] };
const ITEM: Json = { ...META, externalId: "s", properties: { m: { "Shelf/v1": PROPERTIES } } };
const TYPING: Json = { m: { "Shelf/v1": { size: {}, label: {}, builtOn: {}, sizes: {} } } };
const JUNK: readonly Json[] = [null, true, 0, -1.5, 1e308, "", "\0", "__proto__", "NaN", [], {}, [null], [[]], {
  m: null,
}];

/** Numbers that anyone with the seed can make again (a linear congruential generator, constants of Numerical Recipes). */
class Random {
  private state = SEED;

  below(end: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * end);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

const random = new Random();

/** The way to each value within a value. */
function places(value: Json): (readonly string[])[] {
  if (value === null || typeof value !== "object") {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...places(inner).map((way) => [key, ...way])]);
}

/** The value with one to three places replaced, left out, or put into an array; now and then only half of its text. */
function spoiled(value: Json): string {
  const changed = structuredClone(value) as Record<string, Json>;
  for (let left = 1 + random.below(3); left > 0; left--) {
    const way = random.of(places(changed));
    const last = way?.at(-1);
    if (way === undefined || last === undefined) {
      break;
    }
    const holder = way.slice(0, -1).reduce<Json>((one, key) => (one as Record<string, Json>)[key] as Json, changed);
    const inner = (holder as Record<string, Json>)[last] as Json;
    const kind = random.below(3);
    if (kind === 0) {
      Reflect.deleteProperty(holder as object, last);
    } else {
      (holder as Record<string, Json>)[last] = kind === 1 ? structuredClone(random.of(JUNK)) : [inner];
    }
  }
  const text = JSON.stringify(changed);
  return random.below(5) === 0 ? text.slice(0, random.below(text.length)) : text;
}

const USES: Record<string, [Json, (shelves: ViewApi<never>) => PromiseLike<unknown>]> = {
  list: [{ items: [ITEM], typing: TYPING, nextCursor: "c" }, (shelves) => shelves.list({ limit: 1 } as never)],
  retrieve: [{ items: [ITEM], typing: TYPING }, (shelves) => shelves.retrieve("s")],
  search: [{ items: [ITEM] }, (shelves) => shelves.search("x")],
  count: [
    { items: [{ instanceType: "node", aggregates: [{ aggregate: "count", value: 3 }] }] },
    (shelves) => shelves.count(),
  ],
};

for (const [name, [answer, use]] of Object.entries(USES)) {
  test(`${name} gives objects, or an error of Pygen's`, async () => {
    for (let tries = 0; tries < TRIES; tries++) {
      const text = spoiled(answer);
      const shelves = new ViewApi<never>(new InstanceService(text).client(), SHELF, { instanceSpace: "shop" } as never);
      try {
        await use(shelves);
      } catch (error) {
        assert.ok(error instanceof PygenError, `seed ${SEED}, answer ${text}: ${(error as Error).stack}`);
      }
    }
  });
}
