// Lists all instances with both SDKs in turn, in one process, and prints what each turn took as JSON.
import { argv, cpuUsage } from "node:process";

import { token } from "@cognite/pygen-runtime";
import { CogniteClient } from "@cognite/sdk";
import { PlantClient } from "plant-sdk";

const [baseUrl = "", runs = "1"] = argv.slice(2);
const PUMP = { type: "view", space: "plant", externalId: "Pump", version: "v1" } as const;

const { pump } = new PlantClient({ baseUrl, project: "plant", credentials: token("token") });
const official = new CogniteClient({
  appId: "benchmark",
  project: "plant",
  baseUrl,
  oidcTokenProvider: () => Promise.resolve("token"),
});

/** The official SDK hands out what the service answers. Asking for each page is quicker than its own paging. */
async function listed(): Promise<number> {
  const found: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await official.instances.list({
      instanceType: "node",
      sources: [{ source: PUMP }],
      limit: 1000,
      ...cursor !== undefined && { cursor },
    });
    for (const item of page.items) {
      found.push(item);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found.length;
}

async function measured(work: () => Promise<number>) {
  globalThis.gc?.();
  const cpu = cpuUsage();
  const begin = performance.now();
  const count = await work();
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = cpuUsage(cpu);
  return { seconds, cpu: (user + system) / 1e6, count };
}

const turns = [];
for (let run = 0; run < Number(runs); run++) {
  turns.push({
    pygen: await measured(async () => (await pump.list({ limit: Infinity })).length),
    sdk: await measured(listed),
  });
}
console.log(JSON.stringify(turns));
