// Imports the package by its name, as generated code does: in node what was built, in deno the sources.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ContractError, type NodeId, type ViewId } from "@cognite/pygen-runtime";
import { CONTRACT, requireContract } from "@cognite/pygen-runtime/codegen";

test("generated code of the runtime's own contract is accepted", () => {
  requireContract(CONTRACT, "@acme/shop-sdk");
});

test("generated code of another contract is refused with the package, both numbers and what to do", () => {
  for (const other of [CONTRACT - 1, CONTRACT + 1]) {
    assert.throws(
      // @ts-expect-error the compiler refuses it, too
      () => requireContract(other, "@acme/shop-sdk"),
      (error: unknown) => {
        assert.ok(error instanceof ContractError);
        assert.equal(error.name, "ContractError");
        assert.match(error.message, /@acme\/shop-sdk/);
        assert.match(error.message, new RegExp(`contract ${other};.* contract ${CONTRACT}\\.`));
        assert.match(error.message, /`pygen generate`/);
        return true;
      },
    );
  }
});

test("the compiler tells ids apart and keeps them as they are", () => {
  const node: NodeId = { space: "shop", externalId: "saw" };
  // @ts-expect-error a node id has no version, so it does not name a view
  const view: ViewId = node;
  // @ts-expect-error ids do not change
  const rename = (id: NodeId): string => (id.externalId = "drill");

  assert.deepEqual([typeof view, typeof rename], ["object", "function"]);
});
