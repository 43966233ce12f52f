import type { Filter } from "../filters/filter.ts";
import { allOf } from "../filters/simplify.ts";
import type { ContainerId, NodeId, ViewId } from "../ids.ts";
import { MAX_CHUNK } from "../operations/paging.ts";
import type { SortTerm } from "../operations/sort.ts";
import { placeOf, sourceOf, type ViewRef, wireName } from "../views/view.ts";

/** Result sets of one query (behaviour.md section 4.1). */
export const MAX_SETS = 50;

/** How a result set is reached from the one before it, and where its objects go. */
export interface Hop {
  /**
   * `direct` and `reverse` follow direct relations, `edges` gives edges, `ends` the nodes behind them; `listed` are nodes
   * with a list of direct relations that points to the objects before.
   */
  readonly kind: "direct" | "reverse" | "edges" | "ends" | "listed";
  /** The relation of the objects before. */
  readonly name: string;
  /** Whether there is one at most. */
  readonly single?: boolean;
  /** How many are kept for each object before; undefined for all. */
  readonly most?: number | undefined;
  /** For `reverse` and `listed`: where these point back from, and whether that has to be read along. */
  readonly through?: readonly [source: ViewId | ContainerId, property: string];
  readonly via?: boolean;
  /** For `edges` and `ends`: whether the edges end at the objects before. */
  readonly inwards?: boolean;
  /** For `ends`: whether nodes may be missing because of a condition; their edges then go, too. */
  readonly filtered?: boolean;
}

/** One result set. */
export interface Step {
  /** Its name in the request, made of the properties on the way. */
  readonly name: string;
  /** The view of its instances; undefined for none. */
  readonly id: ViewRef | undefined;
  readonly ofEdges: boolean;
  /** What stands below `nodes` or `edges`, without the filter. */
  readonly expression: Readonly<Record<string, unknown>>;
  readonly filter: Filter | undefined;
  readonly sort: readonly SortTerm[];
  /** The properties that are read; undefined for all. */
  readonly only?: ReadonlySet<string> | undefined;
  readonly units?: readonly unknown[] | undefined;
  /** How it is reached; undefined for the root. */
  readonly hop?: Hop;
  /** What is reached from it. */
  readonly steps: readonly Step[];
  /** What belongs to it and is read by queries of its own, because the service cannot follow it from here. */
  readonly apart: readonly Step[];
}

/** What a query asks the service first, in the form of the service. */
export interface QueryPlan {
  readonly with: Readonly<Record<string, unknown>>;
  readonly select: Readonly<Record<string, unknown>>;
}

/** A step and all that are reached from it, each before those that need it. */
export function stepsOf(step: Step): Step[] {
  return [step, ...step.steps.flatMap(stepsOf)];
}

/** The request for the first pages. */
export function planOf(root: Step, rootLimit = 1000, limit: number = MAX_CHUNK): QueryPlan {
  const steps = stepsOf(root);
  return {
    with: Object.fromEntries(steps.map((step) => [step.name, expressionOf(step, step === root ? rootLimit : limit)])),
    select: Object.fromEntries(steps.map((step) => [step.name, selectOf(step)])),
  };
}

function expressionOf(step: Step, limit: number): unknown {
  const { filter, sort } = step;
  return {
    [step.ofEdges ? "edges" : "nodes"]: { ...step.expression, ...filter !== undefined && { filter } },
    limit,
    ...sort.length > 0 && { sort },
  };
}

/** What is read of the instances: `*` stands for all properties of a view. */
function selectOf(step: Step): unknown {
  const { id, only, units, hop } = step;
  const sources: unknown[] = [];
  if (id !== undefined) {
    const properties = only === undefined ? ["*"] : [...only].map((name) => wireName(id, name)).sort();
    sources.push({ source: sourceOf(id), properties, ...units !== undefined && { targetUnits: units } });
  }
  if (hop?.via === true && hop.through !== undefined) {
    sources.push({ source: sourceOf(hop.through[0]), properties: [hop.through[1]] });
  }
  return sources.length === 0 ? {} : { sources };
}

/** For what is read apart: the result set of those whose list of direct relations has one of these nodes. */
export function pointingTo(step: Step, ids: readonly NodeId[]): Step {
  const [source, property] = step.hop?.through ?? [{ space: "", externalId: "" }, ""];
  const condition: Filter = { containsAny: { property: [...placeOf(source), property], values: ids } };
  return { ...step, filter: allOf([...step.filter === undefined ? [] : [step.filter], condition]) };
}
