import {
  type AggregateOptions,
  type AggregateRow,
  type CountOptions,
  type HistogramBucket,
  type HistogramOptions,
  Population,
} from "./aggregates/reading.ts";
import type { InstanceRef } from "./ids.ts";
import type { InstanceList } from "./instances/list.ts";
import { isOneRef, nodeId } from "./instances/refs.ts";
import { change, type InstanceWrite, write } from "./instances/write.ts";
import { InstanceIterator, type PageReader } from "./operations/pages.ts";
import type { GivenOptions, NameOf } from "./operations/read.ts";
import { search, type SearchOptions } from "./operations/search.ts";
import { follow } from "./query/follow.ts";
import type { AnyIncludeOptions, FollowOptions, Include } from "./query/include.ts";
import { Query } from "./query/query.ts";
import { changes, type SyncBatch, type SyncOptions } from "./sync/changes.ts";
import { ViewReader } from "./viewReader.ts";
import type { NoRelations, RelationOf, Row, ViewTypes } from "./views/types.ts";

/** All operations of one view. */
export class ViewApi<V extends ViewTypes> extends ViewReader<V> {
  /**
   * Finds words in the texts of the view, by default all words in any text, the best first; instances can be found
   * seconds after they were written. Without a query it is a list.
   */
  async search(
    query?: string,
    options: V["filters"] & SearchOptions<V> = {} as V["filters"],
  ): Promise<InstanceList<V["read"]>> {
    return await search<V["read"]>(this.context, query, options as GivenOptions);
  }

  /** How many instances there are; with `property`, how many have a value of it. The number may be seconds old. */
  async count(options: V["filters"] & CountOptions<V> = {} as V["filters"]): Promise<number> {
    const { property, ...given } = options as GivenOptions & { readonly property?: string };
    return await new Population(this.context, given).count(property);
  }

  /**
   * Numbers about instances: `aggregate({ aggregates: [avg("price")], groupBy: "category" })`. One row for each group,
   * exactly one without `groupBy`. They may be seconds old.
   *
   * @throws {PygenValidationError} if a property is no number, or nothing is asked for
   */
  async aggregate(options: V["filters"] & AggregateOptions<V>): Promise<AggregateRow[]> {
    const { aggregates = [], groupBy = [], limit = 1000, ...given } = options as GivenOptions & AggregateOptions<V>;
    const groups = typeof groupBy === "string" ? [groupBy] : groupBy as readonly string[];
    return await new Population(this.context, given as GivenOptions).aggregate(aggregates, groups, limit);
  }

  /** How many values of a number lie in each interval. The service may leave empty buckets out. */
  async histogram(property: NameOf<V>, options: V["filters"] & HistogramOptions<V>): Promise<HistogramBucket[]> {
    const { interval, ...given } = options as GivenOptions & HistogramOptions<V>;
    return await new Population(this.context, given as GivenOptions).histogram(property, interval);
  }

  /**
   * An instance to be written: `shop.upsert(shop.productNode.write({ externalId: "saw", name: "Saw" }))`. Only what is given
   * is sent: what is left out is left alone, null clears a property.
   *
   * @throws {PygenValidationError} if a value cannot be written; the message names the property
   */
  write(values: V["write"]): InstanceWrite<V> {
    return write(this.view, values);
  }

  /** What was read in the form that is written, guarded by the version that was read, with some values changed. */
  change(row: V["read"], changes: Partial<V["write"]> = {}): InstanceWrite<V> {
    return change(this.view, row, changes);
  }

  /** Begins a query: any filter, relations to include, sort and limit; nothing is sent before it is read. */
  query(): Query<V, NoRelations> {
    return new Query(this.context, {
      filters: [],
      include: {},
      order: [],
      only: undefined,
      units: {},
      limit: Infinity,
    });
  }

  /**
   * Goes through the nodes at the other end of a relation, each once, however many there are.
   *
   * @param relation one of this view's relations
   * @param of from where: an id in any form that `retrieve` takes, or several
   * @param options a condition, what is read along of these nodes and, for edges and reverse relations, an order, which
   *   counts within the same 1,000 ids
   * @throws {PygenValidationError} if an option does not fit, or something is no id
   */
  follow<K extends keyof V["relations"] & string, const I extends Include<RelationOf<V, K>["target"]> = NoRelations>(
    relation: K,
    of: InstanceRef | readonly InstanceRef[],
    options: FollowOptions<RelationOf<V, K>, I> = {},
  ): InstanceIterator<Row<RelationOf<V, K>["target"], I>> {
    const { signal, deadline, ...how } = options;
    const ids = (isOneRef(of) ? [of] : of).map((one) => nodeId(one, this.context.instanceSpace));
    const begin = (): PageReader<Row<RelationOf<V, K>["target"], I>> =>
      follow(this.context, relation, ids, how as AnyIncludeOptions);
    // Whatever does not fit is told here, not where it is read.
    begin();
    return new InstanceIterator(begin, { signal, deadline });
  }

  /**
   * Goes through what changed since a cursor, batch by batch, until there is nothing more for now. Without cursor
   * everything is told that is there, and from then on what changes.
   */
  sync(options: SyncOptions<V> = {}): AsyncIterable<SyncBatch<V["read"]>> {
    return changes<V["read"]>(this.context, options as SyncOptions<ViewTypes>);
  }
}
