import type {
  AggregateOptions,
  AggregateRow,
  CountOptions,
  HistogramBucket,
  HistogramOptions,
} from "./aggregates/reading.ts";
import type { ApiClient } from "./client.ts";
import { type ApiOptions, type Context, contextOf, watchingOf } from "./context.ts";
import { type Properties, propertiesOf } from "./filters/property.ts";
import type { InstanceRef } from "./ids.ts";
import type { InstanceList } from "./instances/list.ts";
import { InstanceIterator } from "./operations/pages.ts";
import type { GivenOptions, IterateOptions, ListOptions, NameOf, RetrieveOptions } from "./operations/read.ts";
import type { SearchOptions } from "./operations/search.ts";
import type { AnyIncludeOptions, FollowOptions, Include } from "./query/include.ts";
import type { SyncBatch, SyncOptions } from "./sync/changes.ts";
import type { NoRelations, RelationOf, Row, ViewTypes } from "./views/types.ts";
import type { View } from "./views/view.ts";

/**
 * Reads one view: everything of {@link ViewApi} but queries and writes. A program that needs no more begins with half the
 * code; what an operation needs is loaded when it is first called, by bundlers that split. What all operations have in
 * common:
 *
 * - Keyword filters: all that are given must hold. An array means "one of these", an empty one matches nothing.
 * - `signal` and `deadline` end a call early.
 */
export class ViewReader<V extends ViewTypes> {
  /** The view. */
  readonly view: View<V>;
  /** What operations need; for operations. */
  protected readonly context: Context;

  constructor(client: ApiClient, view: View<V>, options: ApiOptions = {}) {
    this.view = view;
    this.context = contextOf(client, view, options);
  }

  /** The properties of the view, to make filters of. */
  get properties(): Properties<V> {
    return propertiesOf<V>(this.view.id, this.context.views, this.view.usedFor);
  }

  /**
   * Reads one instance by id (undefined if there is none in the view), or several: those that exist, in the order of the
   * ids, with one request for each 1,000.
   *
   * @throws {PygenValidationError} if text was given, and there is no default instance space
   */
  retrieve(id: InstanceRef, options?: RetrieveOptions<V>): Promise<V["read"] | undefined>;
  retrieve(ids: readonly InstanceRef[], options?: RetrieveOptions<V>): Promise<InstanceList<V["read"]>>;
  async retrieve(
    ids: InstanceRef | readonly InstanceRef[],
    options: RetrieveOptions<V> = {},
  ): Promise<V["read"] | undefined | InstanceList<V["read"]>> {
    const { retrieve } = await import("./operations/read.ts");
    return await retrieve<V["read"]>(this.context, ids, options);
  }

  /** Reads instances up to a limit, by default 25; the list then says where reading goes on. */
  async list(options: V["filters"] & ListOptions<V> = {} as V["filters"]): Promise<InstanceList<V["read"]>> {
    const { list } = await import("./operations/read.ts");
    return await list<V["read"]>(this.context, options as GivenOptions);
  }

  /**
   * Goes through instances one by one, or by `.pages()`, however many there are: never more than two pages are in
   * memory, and the next is on its way while one is used.
   */
  iterate(options: V["filters"] & IterateOptions<V> = {} as V["filters"]): InstanceIterator<V["read"]> {
    return new InstanceIterator(
      async () => {
        const { readerOf } = await import("./operations/read.ts");
        return await readerOf<V["read"]>(this.context, options as GivenOptions);
      },
      options as GivenOptions,
      watchingOf(this.context, options.limit),
    );
  }

  /**
   * Finds words in the texts of the view, by default all words in any text, the best first; instances can be found
   * seconds after they were written. Without a query it is a list.
   */
  async search(
    query?: string,
    options: V["filters"] & SearchOptions<V> = {} as V["filters"],
  ): Promise<InstanceList<V["read"]>> {
    const { search } = await import("./operations/search.ts");
    return await search<V["read"]>(this.context, query, options as GivenOptions);
  }

  /** How many instances there are; with `property`, how many have a value of it. The number may be seconds old. */
  async count(options: V["filters"] & CountOptions<V> = {} as V["filters"]): Promise<number> {
    const { countInstances } = await import("./aggregates/reading.ts");
    return await countInstances(this.context, options as GivenOptions);
  }

  /**
   * Numbers about instances: `aggregate({ aggregates: [avg("price")], groupBy: "category" })`. One row for each group,
   * exactly one without `groupBy`. They may be seconds old.
   *
   * @throws {PygenValidationError} if a property is no number, or nothing is asked for
   */
  async aggregate(options: V["filters"] & AggregateOptions<V>): Promise<AggregateRow[]> {
    const { aggregate } = await import("./aggregates/reading.ts");
    return await aggregate(this.context, options as GivenOptions);
  }

  /** How many values of a number lie in each interval. The service may leave empty buckets out. */
  async histogram(property: NameOf<V>, options: V["filters"] & HistogramOptions<V>): Promise<HistogramBucket[]> {
    const { histogram } = await import("./aggregates/reading.ts");
    return await histogram(this.context, property, options as GivenOptions & { readonly interval: number });
  }

  /**
   * Goes through the nodes at the other end of a relation, each once, however many there are. Whatever does not fit is
   * told when the first is wanted, with {@link PygenValidationError}.
   *
   * @param relation one of this view's relations
   * @param of from where: an id in any form that `retrieve` takes, or several
   * @param options a condition, what is read along of these nodes and, for edges and reverse relations, an order, which
   *   counts within the same 1,000 ids
   */
  follow<K extends keyof V["relations"] & string, const I extends Include<RelationOf<V, K>["target"]> = NoRelations>(
    relation: K,
    of: InstanceRef | readonly InstanceRef[],
    options: FollowOptions<RelationOf<V, K>, I> = {},
  ): InstanceIterator<Row<RelationOf<V, K>["target"], I>> {
    const target = this.context.view.relations[relation]?.target;
    const name = target && (this.context.views.get(target)?.name ?? target.externalId);
    return new InstanceIterator(
      async () => {
        const { follow } = await import("./query/follow.ts");
        return follow(this.context, relation, of, options as AnyIncludeOptions);
      },
      options,
      watchingOf(this.context, undefined, name ?? "nodes"),
    );
  }

  /**
   * Goes through what changed since a cursor, batch by batch, until there is nothing more for now. Without cursor
   * everything is told that is there, and from then on what changes.
   */
  async *sync(options: SyncOptions<V> = {}): AsyncGenerator<SyncBatch<V["read"]>, void, undefined> {
    const { changes } = await import("./sync/changes.ts");
    yield* changes<V["read"]>(this.context, options as SyncOptions<ViewTypes>);
  }
}
