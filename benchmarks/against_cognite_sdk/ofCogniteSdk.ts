// The official JavaScript SDK at work: it hands out what the service answers, and is told of each page by hand, which is
// quicker than its own paging.
import { argv } from "node:process";
import { CogniteClient } from "@cognite/sdk";
import { measured } from "./measuring.ts";

const [, url = "", smallUrl = ""] = argv.slice(2);
const PUMP = { type: "view", space: "plant", externalId: "Pump", version: "v1" } as const;

function workOf(baseUrl: string): () => Promise<number> {
  const client = new CogniteClient({
    appId: "benchmark",
    project: "plant",
    baseUrl,
    oidcTokenProvider: () => Promise.resolve("token"),
  });
  return async () => {
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.instances.list({
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
  };
}

await measured(workOf, url, smallUrl);
