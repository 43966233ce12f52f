// What JSON cannot say is refused before anything is sent, and nothing is written in its place.
import assert from "node:assert/strict";
import { test } from "node:test";

import { PygenValidationError, UpsertResult } from "@cognite/pygen-runtime";

import { WireClient } from "./byHand/wire/index.ts";
import { InstanceService } from "./instanceService.ts";

const circle: Record<string, unknown> = {};
circle["me"] = circle;

const REFUSED: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ["a circle", circle, /cannot be sent as JSON: ./],
  ["no number", { size: NaN }, /cannot be sent as JSON: size is NaN/],
  ["a number without end", { sizes: [1, -Infinity] }, /cannot be sent as JSON: 1 is -Infinity/],
  ["an invalid date", { at: new Date(NaN) }, /cannot be sent as JSON: at is Invalid Date/],
  ["a function", { run: () => 1 }, /cannot be sent as JSON: run is .*1/],
];

for (const [what, json, expected] of REFUSED) {
  test(`${what} is refused in a request and in what is written`, async () => {
    const service = new InstanceService();
    const shop = new WireClient(service.client());
    const result = new UpsertResult();
    const isRefused = (error: unknown): boolean =>
      error instanceof PygenValidationError && expected.test(error.message);

    await assert.rejects(shop.client.post("/models/spaces", json), isRefused);
    await assert.rejects(
      shop.upsert(shop.thing.write({ externalId: "a", name: "A", json }), { resume: result }),
      isRefused,
    );

    assert.deepEqual(service.sent, []);
    assert.deepEqual(result.failed.map((one) => one.id.externalId), ["a"]);
  });
}

test("a request without the bigint that SDKs write, or without any data, is refused, too", async () => {
  const client = new InstanceService().client();

  await assert.rejects(client.post("/models/spaces", { size: 1n }), PygenValidationError);
  await assert.rejects(client.post("/models/spaces", () => 1), /it is .*1/);
});

test("half of a character is refused, and what only looks like it is not", async () => {
  const service = new InstanceService();
  const shop = new WireClient(service.client());
  const isRefused = {
    name: "PygenValidationError",
    message: /cannot be sent as JSON: a text has half of a surrogate pair/,
  };

  await assert.rejects(shop.delete(["a", "half of a pair: \ud83e"]), isRefused);
  await assert.rejects(shop.upsert(shop.thing.write({ externalId: "a", name: "\udd80" })), isRefused);
  assert.deepEqual(service.sent, []);

  await shop.delete(["\ud83e\udd80", "\\ud83e", "\\\\ud83e", "\n\\\ud83e\udd80"]);
  assert.equal(service.sent.length, 1);
});

test("what is left out on purpose is left out, and times are written as text", async () => {
  const service = new InstanceService();

  await service.client().post("/models/spaces", { a: undefined, at: new Date(0), b: null });

  assert.equal(service.sent[0]?.text, '{"at":"1970-01-01T00:00:00.000Z","b":null}');
});

test("a value of another type is shown, whatever it is", () => {
  const { thing } = new WireClient(new InstanceService().client());
  const write = (text: unknown): unknown => thing.write({ externalId: "a", name: "A", text: text as string });

  assert.throws(() => write([1n]), /Thing\.text takes text, not 1/);
  assert.throws(() => write(circle), /Thing\.text takes text, not \[object Object\]/);
  assert.throws(() => thing.query().where({ minInt32: circle as never }), PygenValidationError);
});
