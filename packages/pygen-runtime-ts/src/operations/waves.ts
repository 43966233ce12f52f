import type { Key } from "./key.ts";
import { endsOf, type Write } from "./writePlan.ts";

/**
 * Chunks such that what an instance needs comes in the same chunk or in an earlier wave, but for circles.
 *
 * @param size instances in one chunk
 * @param targetsFirst whether nodes to which direct relations lead are needed. If not, they come first all the same, but
 *   nobody waits for them: the service makes those that are missing
 */
export function inWaves(planned: ReadonlyMap<Key, Write>, size: number, targetsFirst: boolean): (readonly Write[])[][] {
  const ordered = neededFirst(planned);
  const chunkOf = new Map(ordered.map((write, index) => [write.key, Math.floor(index / size)]));
  const parts = Array.from(
    { length: Math.ceil(ordered.length / size) },
    (_, n) => ordered.slice(n * size, (n + 1) * size),
  );
  const depths: number[] = [];
  const waves: (readonly Write[])[][] = [];
  for (const [number, part] of parts.entries()) {
    let depth = 0;
    for (const write of part) {
      for (const key of targetsFirst ? [...endsOf(write), ...write.targets] : endsOf(write)) {
        const other = chunkOf.get(key) ?? number;
        depth = Math.max(depth, other < number ? (depths[other] ?? 0) + 1 : 0);
      }
    }
    depths.push(depth);
    (waves[depth] ??= []).push(part);
  }
  return waves;
}

/** Nodes before edges, and each node behind those that it refers to. */
function neededFirst(planned: ReadonlyMap<Key, Write>): Write[] {
  const ordered: Write[] = [];
  const state = new Map<Key, "waiting" | "placed">();
  const isEdge = (write: Write): boolean => write.metadata.startNode !== undefined;
  const all = [...planned.values()];
  for (const root of [...all.filter((one) => !isEdge(one)), ...all.filter(isEdge)]) {
    const waiting = state.has(root.key) ? [] : [root];
    for (let write = waiting.at(-1); write !== undefined; write = waiting.at(-1)) {
      if (!state.has(write.key)) {
        state.set(write.key, "waiting");
        const needs = [...write.targets, ...endsOf(write)].flatMap((key) => planned.get(key) ?? []);
        const open = needs.filter((one) => !state.has(one.key));
        if (open.length > 0) {
          // The first of them is to be placed first.
          waiting.push(...open.reverse());
          continue;
        }
      }
      waiting.pop();
      if (state.get(write.key) === "waiting") {
        state.set(write.key, "placed");
        ordered.push(write);
      }
    }
  }
  return ordered;
}
