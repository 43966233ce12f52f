import type { Context } from "../context.ts";
import { PygenValidationError } from "../errors.ts";
import { checkInstanceType, type Filter, memberOf, pathsOf } from "../filters/filter.ts";
import { propertiesOf, PropertyTable } from "../filters/property.ts";
import { allOf } from "../filters/simplify.ts";
import { type InstanceRef, isOneRef, type NodeId } from "../ids.ts";
import { nodeId } from "../instances/refs.ts";
import { type SortBy, type SortDirection, sortTerms } from "../operations/sort.ts";
import { type Units, unitsOf } from "../operations/units.ts";
import { didYouMean } from "../spelling.ts";
import {
  type AnyView,
  type DirectRelation,
  type EdgeRelation,
  placeOf,
  type Relation,
  type ReverseRelation,
  sourceOf,
  type ViewRef,
  wireName,
} from "../views/view.ts";
import type { AnyInclude, AnyIncludeOptions } from "./include.ts";
import { type Hop, MAX_SETS, type Step, stepsOf } from "./plan.ts";

/** Edges of each node that the service can be asked for (behaviour.md section 4.1). */
const MAX_LIMIT_EACH = 2000;

/** Levels of a recursive include: each costs one or two of the 50 result sets (behaviour.md section 4.1). */
const MAX_DEPTH = 24;

/** What a caller asked for, before it becomes a plan. */
export interface QuerySpec {
  readonly filters: readonly Filter[];
  readonly include: AnyInclude;
  readonly order: readonly (readonly [name: string, by: SortDirection | SortBy])[];
  readonly only: ReadonlySet<string> | undefined;
  readonly units: Units;
  readonly limit: number;
}

/** What is reached from a result set, and what has to be read apart. */
interface Reached {
  readonly steps: readonly Step[];
  readonly apart: readonly Step[];
}

/** Makes the plan of a query. */
export class Planner {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /**
   * Conditions are simplified. Every result set is asked to be in the view it is read through, because what is selected
   * does not filter (behaviour.md section 16).
   *
   * @throws {PygenValidationError} if a relation, property or sort does not fit the view, or there are more result sets
   *   than the service takes
   */
  plan(spec: QuerySpec): Step {
    const { view } = this.#context;
    const names = Object.keys(spec.include).filter((name) => spec.include[name] !== undefined);
    if (names.length > 0 && view.usedFor === "edge") {
      throw new PygenValidationError(`${view.name} are edges; include works on nodes`);
    }
    // The objects behind direct relations are found by the references that point to them.
    const references = names.filter((name) => view.relations[name]?.kind === "direct");
    const root: Step = {
      ...this.#set("root", view.id, view.usedFor === "edge", spec.filters, spec.order, spec.units),
      expression: {},
      only: spec.only && new Set([...spec.only, ...references]),
      ...this.#included("root", view.id, spec.include),
    };
    checkSize(root);
    return root;
  }

  /** What all result sets have. */
  #set(
    name: string,
    id: ViewRef | undefined,
    ofEdges: boolean,
    filters: readonly Filter[],
    order: QuerySpec["order"],
    units: Units | undefined,
  ): Omit<Step, "expression" | "steps" | "apart"> {
    const kind = ofEdges ? "edge" : "node";
    filters.forEach((one) => checkInstanceType(one, kind));
    const table = new PropertyTable(id, this.#context.views, kind);
    return {
      name,
      id,
      ofEdges,
      filter: allOf([...id === undefined ? [] : [memberOf(id)], ...filters]),
      sort: sortTerms(table, order),
      units: unitsOf(table, units),
    };
  }

  #included(before: string, id: ViewRef | undefined, include: AnyInclude): Reached {
    const found = Object.entries(include).flatMap(([name, given]) =>
      given === undefined ? [] : [this.#step(before, this.#view(id), name, given === true ? {} : given)]
    );
    const isListed = (step: Step): boolean => step.hop?.kind === "listed";
    return { steps: found.filter((step) => !isListed(step)), apart: found.filter(isListed) };
  }

  /** The view whose relations are followed. */
  #view(id: ViewRef | undefined): AnyView {
    const view = id && this.#context.views.get(id);
    if (view === undefined) {
      const name = id?.externalId;
      throw new PygenValidationError(
        name === undefined
          ? "Nodes that are read through no view have no relations to include"
          : `To include relations of ${name}, this API has to know the view: give it as an option, ` +
            `{ views: [...] }, or use the client of the whole SDK`,
      );
    }
    return view;
  }

  #step(before: string, owner: AnyView, name: string, options: AnyIncludeOptions): Step {
    const relation = Object.hasOwn(owner.relations, name) ? owner.relations[name] : undefined;
    if (relation === undefined) {
      throw new PygenValidationError(
        `${owner.name} has no relation '${name}'${didYouMean(name, Object.keys(owner.relations))}`,
      );
    }
    const { limit, depth = 1 } = options;
    if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1)) {
      throw new PygenValidationError(`The limit of a relation is 1 or more, not ${limit}`);
    }
    if (!Number.isInteger(depth) || depth < 1 || depth > MAX_DEPTH) {
      throw new PygenValidationError(`The depth of a relation is 1 to ${MAX_DEPTH}, not ${depth}`);
    }
    const place = `${before}__${wireName(owner.id, name)}`;
    const deeper = this.#deeper(owner, name, relation, options);
    if (relation.kind === "edges") {
      return this.#edges(place, before, name, relation, deeper);
    }
    return relation.kind === "reverse"
      ? this.#reverse(place, before, name, relation, deeper)
      : this.#direct(place, before, owner, name, relation, deeper);
  }

  #deeper(owner: AnyView, name: string, relation: Relation, options: AnyIncludeOptions): AnyIncludeOptions {
    const { depth = 1, ...once } = options;
    if (depth === 1) {
      return once;
    }
    const target = relation.target && this.#context.views.get(relation.target);
    if (relation.target !== owner.id && target?.relations[name] === undefined) {
      throw new PygenValidationError(
        `${owner.name}.${name} leads to ${target?.name ?? relation.target?.externalId ?? "any node"}, which does not ` +
          "have it: depth works on relations of a view to itself",
      );
    }
    return { ...once, include: { ...once.include, [name]: { ...once, depth: depth - 1 } } };
  }

  #direct(
    place: string,
    before: string,
    owner: AnyView,
    name: string,
    relation: DirectRelation,
    options: AnyIncludeOptions,
  ): Step {
    if (options.sort !== undefined || options.limit !== undefined) {
      throw new PygenValidationError(
        `${owner.name}.${name} is a direct relation, whose references come as they are stored: it takes no sort and no ` +
          "limit",
      );
    }
    const through = { source: sourceOf(owner.id), identifier: wireName(owner.id, name) };
    const hop: Hop = { kind: "direct", name };
    return this.#nodes(place, { from: before, through, direction: "outwards" }, relation, options, hop);
  }

  #reverse(
    place: string,
    before: string,
    name: string,
    relation: ReverseRelation,
    options: AnyIncludeOptions,
  ): Step {
    const { through, single = false } = relation;
    const via = relation.via === true || relation.target === undefined;
    if (via && !("version" in through[0])) {
      throw new PygenValidationError(
        `${relation.target?.externalId ?? "A node"} has no property '${through[1]}', by which container ` +
          `${through[0].externalId} points back: read through a view that has it`,
      );
    }
    const hop: Hop = {
      kind: relation.list === true ? "listed" : "reverse",
      name,
      single,
      most: options.limit,
      through,
      via,
    };
    // The service cannot follow lists of direct relations backwards (behaviour.md section 16), but filter on them.
    const expression = relation.list === true ? {} : {
      from: before,
      through: { source: sourceOf(through[0]), identifier: through[1] },
      direction: "inwards",
    };
    return this.#nodes(place, expression, relation, options, hop);
  }

  #edges(place: string, before: string, name: string, relation: EdgeRelation, options: AnyIncludeOptions): Step {
    const { edge, inwards = false, single = false } = relation;
    const { limit, sort, edgeUnits, ...ofNodes } = options;
    const [onEdges, onNodes] = this.#split(name, relation, options);
    const set = `${place}__edges`;
    const ends = this.#nodes(
      place,
      { from: set, chainTo: "destination" },
      relation,
      { ...ofNodes, where: () => ({ and: onNodes }) },
      { kind: "ends", name, inwards, filtered: onNodes.length > 0 },
    );
    const isLimited = limit !== undefined && limit <= MAX_LIMIT_EACH && onNodes.length === 0 && sort === undefined;
    const [space, externalId] = relation.type;
    const ofType: Filter = { equals: { property: ["edge", "type"], value: { space, externalId } } };
    return {
      ...this.#set(set, edge, true, [ofType, ...onEdges], Object.entries(sort ?? {}), edgeUnits),
      expression: {
        from: before,
        direction: inwards ? "inwards" : "outwards",
        // Without it the service may walk on over the edges of the nodes that it finds.
        maxDistance: 1,
        ...isLimited && { limitEach: limit },
      },
      hop: { kind: "edges", name, single, most: limit, inwards },
      steps: [ends],
      apart: [],
    };
  }

  #nodes(
    place: string,
    expression: Readonly<Record<string, unknown>>,
    relation: Relation,
    options: AnyIncludeOptions,
    hop: Hop,
  ): Step {
    const { target } = relation;
    const { where, sort, units, include } = options;
    const condition = where?.(propertiesOf(target, this.#context.views, "node"), undefined);
    const filters = condition === undefined ? [] : [condition];
    return {
      ...this.#set(place, target, false, filters, Object.entries(sort ?? {}), units),
      expression,
      hop,
      ...(include === undefined ? { steps: [], apart: [] } : this.#included(place, target, include)),
    };
  }

  /** The conditions on edges, and those on the nodes behind them. */
  #split(name: string, relation: EdgeRelation, options: AnyIncludeOptions): readonly [Filter[], Filter[]] {
    const { views } = this.#context;
    const { edge, target } = relation;
    const given = options.where?.(propertiesOf(target, views, "node"), propertiesOf(edge, views, "edge"));
    const simplified = given && allOf([given]);
    const parts = simplified === undefined ? [] : "and" in simplified ? simplified.and : [simplified];
    const place = edge && placeOf(edge);
    const [onEdges, onNodes]: [Filter[], Filter[]] = [[], []];
    for (const part of parts) {
      const about = new Set(
        pathsOf(part).map((path) =>
          path[0] === "edge" || place !== undefined && path[0] === place[0] && path[1] === place[1]
        ),
      );
      if (about.size > 1) {
        throw new PygenValidationError(
          `A condition of ${name} mixes properties of edges and of nodes: give them apart, as and(of edges, of nodes); ` +
            "both must hold",
        );
      }
      (about.has(true) ? onEdges : onNodes).push(part);
    }
    return [onEdges, onNodes];
  }
}

/** What is read where a relation is followed, and from where. */
export interface Following {
  readonly step: Step;
  readonly ids: readonly NodeId[];
}

/**
 * Makes the plan of following one relation.
 *
 * @throws {PygenValidationError} if the view has no such relation, an option does not fit, or something is no id
 */
export function planFollowing(
  context: Context,
  name: string,
  of: InstanceRef | readonly InstanceRef[],
  options: AnyIncludeOptions,
): Following {
  const spec = { filters: [], order: [], only: undefined, units: {}, limit: Infinity };
  const { steps, apart } = new Planner(context).plan({ ...spec, include: { [name]: options } });
  const ids = (isOneRef(of) ? [of] : of).map((one) => nodeId(one, context.instanceSpace));
  return { step: [...steps, ...apart][0] as Step, ids };
}

function checkSize(root: Step): void {
  const steps = stepsOf(root);
  if (steps.length > MAX_SETS) {
    throw new PygenValidationError(
      `The query needs ${steps.length} result sets, and the service takes ${MAX_SETS}: include fewer relations, or ` +
        "follow them from the ids of a first query",
    );
  }
  steps.flatMap((step) => step.apart).forEach(checkSize);
}
