// Goes through all instances page by page, and prints as JSON how many there were and how much memory was held on the way.
import { argv, memoryUsage } from "node:process";

import { token } from "@cognite/pygen-runtime";
import { PlantClient } from "plant-sdk";

const [baseUrl = ""] = argv.slice(2);
const { pump } = new PlantClient({ baseUrl, project: "plant", credentials: token("token") });

/** Megabytes after each page, in order. */
const held: number[] = [];
let count = 0;
const begin = performance.now();
for await (const { items } of pump.iterate().pages()) {
  count += items.length;
  held.push(memoryUsage.rss() / 1e6);
}
const seconds = (performance.now() - begin) / 1000;
// The first tenth fills the heap up to what it then keeps.
const early = Math.max(...held.slice(0, Math.ceil(held.length / 10)));
console.log(JSON.stringify({ seconds, count, growth: Math.max(...held) - early }));
