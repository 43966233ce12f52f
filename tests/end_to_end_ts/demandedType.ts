// What is written through a view shows in it, whatever type its filter demands.
import assert from "node:assert/strict";
import { env } from "node:process";

import { PumpsClient } from "@acme/pumps";
import { token } from "@cognite/pygen-runtime";

await using client = new PumpsClient({
  baseUrl: env["CDF_URL"] ?? "",
  project: env["CDF_PROJECT"] ?? "",
  credentials: token(env["CDF_TOKEN"] ?? ""),
});

await client.upsert([
  client.pump.write({ externalId: "given" }),
  client.pump.write({ externalId: "other", nodeType: "somethingElse" }),
  client.pump.write({ externalId: "nesting", feeds: client.pump.write({ externalId: "nested" }) }),
]);

const pumps = await client.pump.list();
assert.deepEqual(pumps.map((pump) => pump.externalId).sort(), ["given", "nested", "nesting"]);
assert.deepEqual(pumps[0]?.nodeType, { space: "types", externalId: "Pump" });

await client.upsert(pumps.map((pump) => client.pump.change(pump, { feeds: null })));
assert.equal(await client.pump.count(), 3);
