import type { Item } from "../instances/decoder.ts";
import { keepReferences } from "../instances/references.ts";
import { keyOf } from "../instances/refs.ts";
import type { NodeId } from "../ids.ts";
import type { EdgeRow } from "../instances/row.ts";
import { placeOf } from "../views/view.ts";
import { type Hop, type Step, stepsOf } from "./plan.ts";

/** An object while it is put together with others. */
type Loose = Record<string, unknown>;

/** An object, and what it points back to for a reverse relation. */
interface Held {
  readonly row: Loose;
  readonly back: readonly NodeId[];
}

/** The objects of one page of the root with all that belongs to it, each instance once in each result set. */
export class Sets {
  readonly #root: Step;
  readonly #held: Map<string, Map<string, Held>>;

  constructor(root: Step) {
    this.#root = root;
    this.#held = new Map(stepsOf(root).map((step) => [step.name, new Map()]));
  }

  /** Takes what an answer holds. What was there stays: pages of different parents can have the same children. */
  add(step: Step, items: readonly Item[], rows: readonly unknown[]): void {
    const known = this.#of(step);
    items.forEach((item, index) => {
      const key = keyOf(item);
      if (!known.has(key)) {
        known.set(key, { row: rows[index] as Loose, back: backOf(step, item) });
      }
    });
  }

  /** The objects of one result set by their keys. */
  objects(step: Step): Map<string, Loose> {
    return new Map([...this.#of(step)].map(([key, { row }]) => [key, row]));
  }

  /** Puts what is there in its place. */
  join(): void {
    this.#join(this.#root);
  }

  #join(before: Step): void {
    for (const step of before.steps) {
      this.#place(this.#of(before), step);
      this.#join(step);
    }
  }

  #place(owners: ReadonlyMap<string, Held>, step: Step): void {
    const { hop } = step;
    const found = this.#of(step);
    if (hop?.kind === "direct") {
      for (const { row } of owners.values()) {
        point(row, hop.name, found);
      }
    } else if (hop?.kind === "reverse") {
      gather(owners, hop, [...found.values()].flatMap(({ row, back }) => back.map((id) => [keyOf(id), row] as const)));
    } else if (hop?.kind === "edges") {
      gather(owners, hop, this.#links(step));
    }
  }

  #links(step: Step): (readonly [key: string, link: unknown])[] {
    const ends = step.steps[0] as Step;
    const nodes = this.#of(ends);
    return [...this.#of(step).values()].flatMap(({ row }) => {
      const { startNode, endNode } = row as unknown as EdgeRow;
      const [near, far] = step.hop?.inwards === true ? [endNode, startNode] : [startNode, endNode];
      const node = nodes.get(keyOf(far))?.row;
      return node === undefined && ends.hop?.filtered === true ? [] : [[keyOf(near), { edge: row, node }] as const];
    });
  }

  #of(step: Step): Map<string, Held> {
    return this.#held.get(step.name) ?? new Map();
  }
}

/** What an instance points back to, for a reverse relation. */
export function backOf(step: Step, item: Item): readonly NodeId[] {
  const { hop, id } = step;
  if (hop?.through === undefined) {
    return [];
  }
  const [source, property] = hop.through;
  const [space, place] = placeOf(hop.via === true ? source : id ?? source);
  const found = item.properties?.[space]?.[place]?.[property];
  return found === undefined || found === null ? [] : [found].flat() as NodeId[];
}

/** Makes place for what is read apart. */
export function prepareListed(owners: ReadonlyMap<string, Loose>, hop: Hop): void {
  for (const owner of owners.values()) {
    owner[hop.name] = hop.single === true ? undefined : [];
  }
}

/** Gives nodes that were read apart to the objects that they point to, in their order. */
export function placeListed(
  owners: ReadonlyMap<string, Loose>,
  hop: Hop,
  nodes: readonly { readonly row: Loose; readonly back: readonly NodeId[] }[],
): void {
  for (const { row, back } of nodes) {
    for (const key of new Set(back.map(keyOf))) {
      const owner = owners.get(key);
      if (owner !== undefined) {
        give(owner, hop, row);
      }
    }
  }
}

function give(owner: Loose, hop: Hop, one: unknown): void {
  if (hop.single === true) {
    owner[hop.name] ??= one;
    return;
  }
  const held = owner[hop.name] as unknown[];
  if (hop.most === undefined || held.length < hop.most) {
    held.push(one);
  }
}

/** Puts objects in place of ids; what is not in the view, or does not meet the condition, is left out. */
function point(owner: Loose, name: string, found: ReadonlyMap<string, Held>): void {
  const references = owner[name] as NodeId | readonly NodeId[] | undefined;
  if (references === undefined) {
    return;
  }
  const rowOf = (one: NodeId): Loose | undefined => found.get(keyOf(one))?.row;
  let isComplete: boolean;
  if (Array.isArray(references)) {
    const rows = references.flatMap((one: NodeId) => rowOf(one) ?? []);
    isComplete = rows.length === references.length;
    owner[name] = rows;
  } else {
    const row = rowOf(references as NodeId);
    isComplete = row !== undefined;
    owner[name] = row;
  }
  if (!isComplete) {
    keepReferences(owner, name, references);
  }
}

/** Gives each object what belongs to it, in the order of the service. */
function gather(owners: ReadonlyMap<string, Held>, hop: Hop, pairs: readonly (readonly [string, unknown])[]): void {
  for (const { row } of owners.values()) {
    row[hop.name] = hop.single === true ? undefined : [];
  }
  for (const [key, one] of pairs) {
    const owner = owners.get(key);
    if (owner !== undefined) {
      give(owner.row, hop, one);
    }
  }
}
