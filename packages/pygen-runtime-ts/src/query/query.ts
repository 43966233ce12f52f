import type { CallOptions } from "../client.ts";
import { type Context, watchingOf } from "../context.ts";
import { PygenValidationError } from "../errors.ts";
import type { Filter } from "../filters/filter.ts";
import { Keywords, type Where } from "../filters/keywords.ts";
import { PropertyTable } from "../filters/property.ts";
import { allOf, matchesNothing } from "../filters/simplify.ts";
import type { InstanceList } from "../instances/list.ts";
import type { EdgeRow, NodeRow } from "../instances/row.ts";
import { collect } from "../operations/collecting.ts";
import { InstanceIterator } from "../operations/pages.ts";
import { checkPaging } from "../operations/paging.ts";
import type { FindOptions, NameOf } from "../operations/read.ts";
import type { Row, ViewTypes } from "../views/types.ts";
import type { AnyInclude, Checked, ExplainOptions, Include, QueryReadOptions, Sort } from "./include.ts";
import { planOf, type QueryPlan, type Step } from "./plan.ts";
import { Planner, type QuerySpec } from "./planner.ts";

/**
 * A query of one view: any filter, relations to include, sort and limit. Immutable: every method gives a new one. Nothing
 * is sent before it is read.
 */
export class Query<V extends ViewTypes, I> {
  readonly #context: Context;
  readonly #spec: QuerySpec;
  readonly #root: Step;

  constructor(context: Context, spec: QuerySpec) {
    this.#context = context;
    this.#spec = spec;
    // Whatever does not fit is told where it is written, not where it is read.
    this.#root = new Planner(context).plan(spec);
  }

  /**
   * Only what meets these conditions, and all those given before: filters, functions that make one of the properties of
   * the view, and keyword filters as in `list`.
   *
   * @throws {PygenValidationError} if there is no such keyword or property, or a value cannot be used
   */
  where(
    ...conditions: readonly (Where<V> | V["filters"] & Omit<FindOptions<V>, "targetUnits" | keyof CallOptions>)[]
  ): Query<V, I> {
    const { view, views, instanceSpace } = this.#context;
    const keywords = new Keywords(view, views, instanceSpace);
    const filters = conditions.flatMap((one): readonly Filter[] => {
      if (typeof one === "function" || isFilter(one)) {
        return [keywords.filter(one as Where<V>)];
      }
      const filter = keywords.compile(one as Readonly<Record<string, unknown>>);
      return filter === undefined ? [] : [filter];
    });
    return this.#with({ filters: [...this.#spec.filters, ...filters] });
  }

  /**
   * Reads these relations along, with all that they include: every instance, however many there are.
   *
   * @throws {PygenValidationError} if the view has no such relation, or the service does not take so many result sets
   */
  include<const N extends Include<V>>(relations: N & Checked<V, N>): Query<V, I & N> {
    const given = relations as AnyInclude;
    const twice = Object.keys(given).find((name) => this.#spec.include[name] !== undefined);
    if (twice !== undefined) {
      throw new PygenValidationError(`${this.#context.view.name}.${twice} is included twice`);
    }
    return this.#with({ include: { ...this.#spec.include, ...given } }) as unknown as Query<V, I & N>;
  }

  /** The order: up to 5 properties, `{ price: "descending", name: "ascending" }`; the first decides first. */
  sort(...order: readonly Sort<V>[]): Query<V, I> {
    return this.#with({ order: order.flatMap((one) => Object.entries(one)) as QuerySpec["order"] });
  }

  /** At most so many instances altogether; without, all. */
  limit(count: number): Query<V, I> {
    checkPaging({ limit: count });
    return this.#with({ limit: count });
  }

  /** Reads only these properties of the view, and the metadata. */
  select<N extends NameOf<V>>(...names: readonly N[]): Query<Selected<V, N>, I> {
    const table = new PropertyTable(this.#context.view.id, this.#context.views, this.#context.view.usedFor);
    names.forEach((name) => table.property(name));
    return this.#with({ only: new Set(names) }) as unknown as Query<Selected<V, N>, I>;
  }

  /**
   * Reads numbers in other units than those in which they are stored: `{ price: "currency:usd" }`. Units belong to what is
   * selected (behaviour.md section 16): conditions stay in the stored unit, unlike those of `list`.
   */
  units(units: { readonly [K in NameOf<V>]?: string }): Query<V, I> {
    return this.#with({ units: { ...this.#spec.units, ...units } });
  }

  /** What the service will be asked first, in its own form. */
  get plan(): QueryPlan {
    return planOf(this.#root);
  }

  /** Reads everything that the query finds, up to its limit. */
  async list(options: QueryReadOptions = {}): Promise<InstanceList<Row<V, I>>> {
    return await collect(this.iterate(options));
  }

  /** Goes through what the query finds, one by one or by `.pages()`, with the next page on its way while one is used. */
  iterate(options: QueryReadOptions = {}): InstanceIterator<Row<V, I>> {
    checkPaging(options);
    const { client, views } = this.#context;
    const { chunkSize, cursor } = options;
    const read = { client, views, root: this.#root, limit: this.#spec.limit, chunkSize, cursor };
    return new InstanceIterator(
      async () => {
        const { QueryReader } = await import("./reader.ts");
        return new QueryReader<Row<V, I>>(read);
      },
      options,
      watchingOf(this.#context, this.#spec.limit),
    );
  }

  /** The first that the query finds; undefined if there is none. */
  async first(options: CallOptions = {}): Promise<Row<V, I> | undefined> {
    const [found] = await this.limit(1).list(options);
    return found;
  }

  /** How many instances meet the conditions, whatever the limit. The number may be seconds old. */
  async count(options: CallOptions = {}): Promise<number> {
    const condition = allOf(this.#spec.filters);
    if (matchesNothing(condition)) {
      return 0;
    }
    const { countInstances } = await import("../aggregates/reading.ts");
    return await countInstances(this.#context, { ...options, filter: condition });
  }

  /** The plan as text: what is asked, in which order, and what it costs. Nothing is read. */
  async explain(options: ExplainOptions = {}): Promise<string> {
    const { explain } = await import("./explain.ts");
    return await explain(this.#context.client, this.#root, this.#spec.limit, options);
  }

  #with(changes: Partial<QuerySpec>): Query<V, I> {
    return new Query(this.#context, { ...this.#spec, ...changes });
  }
}

/** A view of which some properties are read. */
export interface Selected<V extends ViewTypes, N> extends ViewTypes {
  readonly read: Pick<V["read"], Extract<keyof V["read"], N | keyof NodeRow | keyof EdgeRow>>;
  readonly write: V["write"];
  readonly filters: V["filters"];
  readonly relations: V["relations"];
}

/** Names of filters whose value is an array of filters, or of views and instances. */
const OF_SEVERAL = ["and", "or", "hasData", "instanceReferences"];

/** What every other filter says: which property, or that there is none. */
const SUBJECTS = ["property", "startProperty", "scope"];

/** Whether something is a filter, and not keyword filters, of which one can be called like a filter. */
function isFilter(given: object): boolean {
  const [[name, body] = ["", undefined], ...others] = Object.entries(given);
  if (others.length > 0 || typeof body !== "object" || body === null) {
    return false;
  }
  if (OF_SEVERAL.includes(name)) {
    const isFilters = name === "and" || name === "or";
    return Array.isArray(body) && body.every((one) => !isFilters || typeof one === "object" && isFilter(one));
  }
  return name === "matchAll" || (name === "not" ? isFilter(body) : SUBJECTS.some((one) => Object.hasOwn(body, one)));
}
