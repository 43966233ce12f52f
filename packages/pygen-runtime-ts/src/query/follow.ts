import type { Context } from "../context.ts";
import { type Filter, instanceReferences } from "../filters/filter.ts";
import { allOf } from "../filters/simplify.ts";
import type { InstanceRef, NodeId } from "../ids.ts";
import { keyOf } from "../instances/refs.ts";
import type { Page, PageReader, PageRequest } from "../operations/pages.ts";
import { placeOf } from "../views/view.ts";
import type { AnyIncludeOptions } from "./include.ts";
import { pointingTo, type Step } from "./plan.ts";
import { planFollowing } from "./planner.ts";
import { MAX_VALUES, QueryReader } from "./reader.ts";

/** Nodes in one page from which relations are followed: a list of direct relations has up to 2,000 targets. */
const FEW = 100;

/**
 * Reads the nodes at the other end of a relation, each once.
 *
 * @throws {PygenValidationError} if the view has no such relation, an option does not fit, or something is no id
 */
export function follow<T>(
  context: Context,
  name: string,
  of: InstanceRef | readonly InstanceRef[],
  options: AnyIncludeOptions,
): PageReader<T> {
  const { step, ids } = planFollowing(context, name, of, options);
  const unique = [...new Map(ids.map((id) => [keyOf(id), id])).values()];
  const parts: NodeId[][] = [];
  for (let start = 0; start < unique.length; start += MAX_VALUES) {
    parts.push(unique.slice(start, start + MAX_VALUES));
  }
  return new Followed(parts.map((part) => () => readerOf<T>(context, step, part)));
}

function readerOf<T>(context: Context, step: Step, ids: readonly NodeId[]): QueryReader<T> {
  const { client, views } = context;
  const { hop } = step;
  if (hop?.kind === "listed") {
    return new QueryReader({ client, views, root: withoutHop(pointingTo(step, ids)) });
  }
  if (hop?.kind === "reverse" && hop.through !== undefined) {
    // What points here can be found by its relation alone: one result set, in order, page by page.
    const path = [...placeOf(hop.through[0]), hop.through[1]];
    return new QueryReader({ client, views, root: rooted(step, { in: { property: path, values: ids } }) });
  }
  if (hop?.kind === "edges") {
    const end = ["edge", hop.inwards === true ? "endNode" : "startNode"];
    const root = rooted(step, { in: { property: end, values: ids } });
    return new QueryReader({ client, views, root, result: root.steps[0] as Step });
  }
  const start: Step = {
    name: "root",
    id: undefined,
    ofEdges: false,
    expression: {},
    filter: instanceReferences(ids),
    sort: [],
    steps: [step],
    apart: [],
  };
  return new QueryReader({ client, views, root: start, chunkSize: FEW, result: step });
}

/** The same result set, found by a condition and not from another one. */
function rooted(step: Step, condition: Filter): Step {
  const expression = step.ofEdges ? { direction: step.expression["direction"] } : {};
  const filter = allOf([...step.filter === undefined ? [] : [step.filter], condition]);
  const root = { ...step, expression, filter };
  // How edges are reached matters to their ends, too; the way back of nodes need not be read.
  return step.ofEdges ? root : withoutHop(root);
}

function withoutHop(step: Step): Step {
  const { hop: _, ...root } = step;
  return root;
}

/** Several queries read one after the other, as one. What was given once is not given again. */
class Followed<T> implements PageReader<T> {
  readonly #readers: (() => QueryReader<T>)[];
  readonly #given = new Set<string>();
  #current: QueryReader<T> | undefined;
  #onTheirWay = 0;

  constructor(readers: (() => QueryReader<T>)[]) {
    this.#readers = readers;
    this.#current = readers.shift()?.();
  }

  next(): PageRequest | undefined {
    while (this.#current !== undefined) {
      const request = this.#current.next();
      if (request !== undefined || this.#onTheirWay > 0 || !this.#current.finished) {
        return request;
      }
      this.#current = this.#readers.shift()?.();
    }
    return undefined;
  }

  received(request: PageRequest, text: string): void {
    this.#current?.received(request as never, text);
    this.#onTheirWay++;
  }

  decode(request: PageRequest): readonly Page<T>[] {
    this.#onTheirWay--;
    return (this.#current?.decode(request as never) ?? []).map((page) => ({
      items: page.items.filter((one) => this.#isNew(one as { readonly space: string; readonly externalId: string })),
      nextCursor: undefined,
    }));
  }

  #isNew(one: { readonly space: string; readonly externalId: string }): boolean {
    const key = keyOf(one);
    const isNew = !this.#given.has(key);
    this.#given.add(key);
    return isNew;
  }
}
