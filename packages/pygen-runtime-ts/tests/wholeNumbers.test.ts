// Whole numbers of 64 bits are never silently wrong: whatever goes through has all its digits, or is refused. The numbers are
// random, from a seed that failures name, and crowd where numbers of JavaScript and of 64 bits end.
import assert from "node:assert/strict";
import { test } from "node:test";

import { between, equals, gt, inList, max, PygenValidationError, UnexpectedAnswerError } from "@cognite/pygen-runtime";
import { type View, ViewApi } from "@cognite/pygen-runtime/codegen";

import { GROUP } from "./byHand/wire/views.ts";
import { type Thing, thing, thingApi, type ThingTypes, WireClient } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";

const SEED = 20_261_120;
const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;

/** Numbers that anyone with the seed can make again (a linear congruential generator, constants of Numerical Recipes). */
class Random {
  #state = SEED;

  below(count: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(this.#state / 2 ** 32 * count);
  }

  whole(): bigint {
    const sign = this.below(2) === 0 ? 1n : -1n;
    if (this.below(2) === 0) {
      // Near a power of two, such as the 53rd, up to which numbers of JavaScript are exact.
      return clipped(
        sign * 2n ** BigInt([53, 53, 54, 62, 63, this.below(64)][this.below(6)] ?? 0) + BigInt(this.below(7) - 3),
      );
    }
    const bits = Array.from({ length: this.below(64) }, () => this.below(2)).join("");
    return clipped(sign * BigInt(`0b0${bits}`));
  }
}

function clipped(value: bigint): bigint {
  return value < LOWEST ? LOWEST : value > HIGHEST ? HIGHEST : value;
}

const random = new Random();
const WHOLES: readonly bigint[] = [LOWEST, HIGHEST, ...Array.from({ length: 300 }, () => random.whole())];

/** Calls something with each number; a failure names it. */
async function forEach(check: (value: bigint) => void | Promise<void>): Promise<void> {
  for (const value of WHOLES) {
    try {
      await check(value);
    } catch (error) {
      throw new Error(`${value} (seed ${SEED})`, { cause: error });
    }
  }
}

const isExactNumber = (value: bigint): boolean => Number.isSafeInteger(Number(value));

/** The same view of an SDK that reads int64 as numbers. */
const asNumbers: View<ThingTypes> = {
  ...thing,
  properties: { ...thing.properties, int64: "int64", int64s: "int64[]", serial: "int64=" },
};

/** An answer with one thing. */
function found(properties: string): string {
  return '{"items": [{"instanceType": "node", "space": "shop", "externalId": "a", "version": 1, "createdTime": 1, ' +
    `"lastUpdatedTime": 1, "properties": {"vectors": {"Thing/v1": {"name": "A", "serial": 1, ${properties}}}}}]}`;
}

async function read(text: string, view: View<ThingTypes> = thing): Promise<Thing> {
  const [row] = await new ViewApi(new InstanceService(text).client(), view, { instanceSpace: "shop" }).retrieve(["a"]);
  assert.ok(row);
  return row;
}

test("what is read as bigint has all its digits, between texts and fractions that look like it", async () => {
  await forEach(async (value) => {
    const text = `-12 ${value}, "${value}`;
    const row = await read(found(
      `"int64s": [0, ${value},${value} ], "text": ${JSON.stringify(text)}, "int64":${value}, ` +
        `"float64s": [${value}.5, 1.${HIGHEST}, 1e-${String(HIGHEST).slice(0, 2)}]`,
    ));

    assert.deepEqual([row.int64, row.int64s, row.text], [value, [0n, value, value], text]);
    assert.deepEqual(row.float64s, [Number(`${value}.5`), Number(`1.${HIGHEST}`), 1e-92]);
  });
});

test("what is read as number is exact, or refused by the name of the property", async () => {
  await forEach(async (value) => {
    const answers = [found(`"int64": ${value}`), found(`"int64s": [1, ${value}]`), found(`"int32": ${value}`)];
    for (const [index, text] of answers.entries()) {
      const reading = read(text, asNumbers);
      if (isExactNumber(value)) {
        const { int64, int64s, int32 } = await reading as unknown as Readonly<Record<string, unknown>>;
        assert.deepEqual([int64, int64s, int32][index], index === 1 ? [1, Number(value)] : Number(value));
      } else {
        await assert.rejects(reading, UnexpectedAnswerError);
        await assert.rejects(reading, /Thing shop:a, int(64|64s|32): a number cannot hold its value exactly/);
      }
    }
  });
});

test("a property that the view has gained keeps its digits, also if everything else is read as number", async () => {
  const typing = '"typing": {"vectors": {"Thing/v1": {"more": {"type": {"type": "int64"}}}}}}';
  await forEach(async (value) => {
    const text = `${found(`"more": ${value}, "json": {"big": 1234567890123456}`).slice(0, -1)}, ${typing}`;

    for (const view of [thing, asNumbers]) {
      const { otherProperties, json } = await read(text, view);
      assert.equal(BigInt(otherProperties?.["more"] as number | bigint), value);
      assert.deepEqual(json, { big: 1234567890123456 });
    }
  });
});

test("beside numbers that need their digits, other views are read as ever", async () => {
  const item = (externalId: string, view: string, properties: string): string =>
    `{"instanceType": "node", "space": "shop", "externalId": "${externalId}", "version": 1, "createdTime": 1, ` +
    `"lastUpdatedTime": 1, "properties": {"vectors": {"${view}/v1": {${properties}}}}}`;
  const service = new InstanceService(
    `{"items": {"root": [${
      item("a", "Thing", `"name": "A", "serial": ${HIGHEST}, "group": {"space": "shop", "externalId": "g"}`)
    }], ` +
      `"root__group": [${item("g", "Group", '"data": {"big": 1234567890123456}, "count": 1234567890123456')}]}, ` +
      '"typing": {"root__group": {"vectors": {"Group/v1": {"data": {"type": {"type": "json"}}, ' +
      '"count": {"type": {"type": "int64"}}}}}}}',
  );

  const [row] = await thingApi(service.client()).query().include({ group: true }).list();

  assert.equal(row?.serial, HIGHEST);
  const { data, count } = row.group as unknown as Readonly<Record<string, unknown>>;
  assert.deepEqual([data, count], [{ big: 1234567890123456 }, 1234567890123456]);
});

test("a view that is not loaded is read as its id says, with all digits", async () => {
  const refs = { ...thing.relations, group: { kind: "direct", target: { ...GROUP, int64: "bigint" } } } as const;
  await forEach(async (value) => {
    const group = `{"instanceType": "node", "space": "shop", "externalId": "g", "version": 1, "createdTime": 1, ` +
      `"lastUpdatedTime": 1, "properties": {"vectors": {"Group/v1": {"counts": [${value}]}}}}`;
    const root = JSON.parse(found('"group": {"space": "shop", "externalId": "g"}')).items[0];
    const typing = '{"root__group": {"vectors": {"Group/v1": {"counts": {"type": {"type": "int64", "list": true}}}}}}';
    const service = new InstanceService(
      `{"items": {"root": [${JSON.stringify(root)}], "root__group": [${group}]}, "typing": ${typing}}`,
    );
    const api = new ViewApi(service.client(), { ...asNumbers, relations: refs } as View<ThingTypes>);

    const [row] = await api.query().include({ group: true }).list();

    assert.deepEqual((row?.group as unknown as { counts: unknown }).counts, [value]);
  });
});

test("what is written has all its digits, new or changed", async () => {
  const service = new InstanceService();
  const shop = new WireClient(service.client());
  await forEach(async (value) => {
    const row = await read(found(`"int64": ${value}`));
    service.sent.length = 0;

    await shop.upsert(shop.thing.write({ externalId: "a", name: "A", int64: value, int64s: [value, 1] }));
    await shop.upsert(shop.thing.change(row, { json: { deep: [value] } }));

    const [written, changed] = service.sent.map(({ text }) => text);
    assert.ok(written?.includes(`"int64":${value},"int64s":[${value},1]`), written);
    assert.ok(changed?.includes(`"int64":${value}`) && changed.includes(`{"deep":[${value}]}`), changed);
  });
});

test("conditions have all their digits, as keywords and as functions", async () => {
  const service = new InstanceService();
  const shop = new WireClient(service.client());
  await forEach(async (value) => {
    service.sent.length = 0;

    await shop.thing.list({ minInt64: value, maxInt64: value });
    await shop.thing.list({ filter: (p) => inList(p.int64, [value, 2n]) });
    await shop.thing.list({ filter: (p) => between(p.int64, value, value) });
    const query = shop.thing.query().where((p) => gt(p.int64, value)).where((p) => equals(p.int64s, [value]));
    await query.first();

    const [keywords, list, range, queried] = service.sent.map(({ text }) => text);
    for (const text of [keywords, range]) {
      assert.ok(text?.includes(`"gte":${value},"lte":${value}`), text);
    }
    assert.ok(list?.includes(`"values":[${value},2]`), list);
    assert.ok(queried?.includes(`"gt":${value}`) && queried.includes(`"value":[${value}]`), queried);
    const told = await query.explain();
    assert.ok(told.includes(`int64 > ${value} and int64s = [${value}]\n`), told);
  });
});

test("numbers beyond 2^53 and beyond 64 bits are refused where they would be sent", () => {
  const shop = new WireClient(new InstanceService().client());

  for (const int64 of [2 ** 53, -(2 ** 53), 2n ** 63n, -(2n ** 63n) - 1n, 0.5, NaN]) {
    assert.throws(() => shop.thing.write({ externalId: "a", name: "A", int64 }), PygenValidationError);
    assert.throws(() => shop.thing.query().where({ minInt64: int64 }), PygenValidationError);
    assert.throws(() => shop.thing.query().where((p) => gt(p.int64, int64 as bigint)), PygenValidationError);
  }
});

test("aggregates and their groups are exact, or refused", async () => {
  await forEach(async (value) => {
    const text = `{"items": [{"group": {"int64": ${value}}, "aggregates": [{"aggregate": "max", "value": ${value}}]}]}`;
    const asked = async (view: View<ThingTypes>): Promise<unknown> => {
      const api = new ViewApi(new InstanceService(text).client(), view);
      const [row] = await api.aggregate({ aggregates: [max("int64")], groupBy: "int64" });
      return [row?.group["int64"], row?.values["maxInt64"]];
    };

    assert.deepEqual(await asked(thing), [value, value]);
    if (isExactNumber(value)) {
      assert.deepEqual(await asked(asNumbers), [Number(value), Number(value)]);
    } else {
      await assert.rejects(asked(asNumbers), UnexpectedAnswerError);
    }
  });
});

test("a group of numbers that cannot be held is refused by its name, whatever is asked for", async () => {
  const service = new InstanceService(`{"items": [{"group": {"int64": ${HIGHEST}}, "aggregates": []}]}`);

  await assert.rejects(
    new ViewApi(service.client(), asNumbers).aggregate({ groupBy: "int64" }),
    /int64 is 9223372036854775807, which a number cannot hold exactly/,
  );
});

test("a list dumps numbers where they are exact, and else bigint; its JSON has all digits", async () => {
  await forEach(async (value) => {
    const service = new InstanceService(found(`"int64": ${value}`));
    const list = await new WireClient(service.client()).thing.list();

    const [dumped] = list.dump() as { readonly int64: unknown }[];
    assert.equal(dumped?.int64, isExactNumber(value) ? Number(value) : value);
    assert.ok(list.dumpJson().includes(`"int64":${value}`));
  });
});
