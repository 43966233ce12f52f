// Time and memory of one piece of work in this process, printed as JSON.
import { cpuUsage, memoryUsage } from "node:process";

/** Megabytes that are held at some moments of the work, at most. */
let most = 0;

/** Looks how much memory is held now; called where work has just got a page. */
export function look(): void {
  most = Math.max(most, memoryUsage.rss() / 1e6);
}

/**
 * Does the work and prints what it took. It is done before with few instances, so that connections, code and caches are as
 * they are in a program that has run for a while.
 */
export async function measured(workOf: (url: string) => () => Promise<number>, url: string, smallUrl: string) {
  const small = workOf(smallUrl);
  for (let round = 0; round < 3; round++) {
    await small();
  }
  const work = workOf(url);
  globalThis.gc?.();
  look();
  const before = most;
  const cpu = cpuUsage();
  const begin = performance.now();
  const count = await work();
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = cpuUsage(cpu);
  look();
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, growth: most - before, count }));
}
