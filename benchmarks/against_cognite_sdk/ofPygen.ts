// An SDK that Pygen generates at work: typed, flat objects with dates.
import { argv } from "node:process";
import { token } from "@cognite/pygen-runtime";
import { PlantClient } from "plant-sdk";
import { look, measured } from "./measuring.ts";

const [work, url = "", smallUrl = ""] = argv.slice(2);

function workOf(baseUrl: string): () => Promise<number> {
  const { pump } = new PlantClient({ baseUrl, project: "plant", credentials: token("token") });
  if (work === "list") {
    return async () => (await pump.list({ limit: Infinity })).length;
  }
  return async () => {
    let count = 0;
    for await (const { items } of pump.iterate().pages()) {
      count += items.length;
      look();
    }
    return count;
  };
}

await measured(workOf, url, smallUrl);
