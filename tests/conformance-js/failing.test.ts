import assert from "node:assert/strict";
import { test } from "node:test";
import { env } from "node:process";
import { client } from "./project.ts";

const cdf = client();

/** Lets requests fail while the work goes on, and tells how many did. */
async function failing(rule: string, work: () => Promise<unknown>): Promise<number> {
  const headers = { authorization: `Bearer ${env["CDF_ADMIN_TOKEN"]}`, "content-type": "application/json" };
  const faults = `${env["CDF_URL"]}/admin/faults`;
  const set = await fetch(faults, { method: "POST", headers, body: JSON.stringify({ items: [{ rule }] }) });
  assert.equal(set.status, 200);
  await work();
  const found = (await (await fetch(faults, { headers })).json()) as { items: { hits: number }[] };
  await fetch(faults, { method: "DELETE", headers });
  return found.items[0]?.hits ?? 0;
}

for (const effect of ["429", "503"]) {
  test(`reading goes on after ${effect}`, async () => {
    const hits = await failing(`GET /models/spaces* ${effect} x1`, async () => {
      assert.deepEqual(await cdf.spaces.list().autoPagingToArray(), []);
    });
    assert.equal(hits, 1);
  });
}

test("a write that fails is the caller's to repeat", async () => {
  const space = "js_failing";
  const hits = await failing("POST /models/spaces 503 x1", async () => {
    await assert.rejects(cdf.spaces.upsert([{ space }]), /503/);
    await cdf.spaces.upsert([{ space }]);
  });
  assert.equal(hits, 1);
});
