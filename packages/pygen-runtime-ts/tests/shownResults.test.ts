// What consoles show of results.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { DeleteResult, UpsertResult } from "@cognite/pygen-runtime";

const LINES = [
  '{"instanceType": "node", "space": "shop", "externalId": "saw", "outcome": "created"}',
  '{"instanceType": "node", "space": "shop", "externalId": "axe", "outcome": "not_sent"}',
].join("\n");

test("a console shows how many are in each list of a result", () => {
  const result = UpsertResult.fromJsonl(LINES);

  assert.equal(inspect(result), String(result));
  assert.match(
    inspect({ result, gone: new DeleteResult() }),
    /UpsertResult: 1 created, 1 not sent.*DeleteResult: nothing/s,
  );
});
