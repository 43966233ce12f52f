import type { InstanceRef } from "./ids.ts";
import { change, type InstanceWrite, write } from "./instances/write.ts";
import type { InstanceIterator } from "./operations/pages.ts";
import type { AnyIncludeOptions, FollowOptions, Include } from "./query/include.ts";
import { planFollowing } from "./query/planner.ts";
import { Query } from "./query/query.ts";
import type { Changeable, NoRelations, RelationOf, Row, ViewTypes } from "./views/types.ts";
import { ViewReader } from "./viewReader.ts";

/** All operations of one view. */
export class ViewApi<V extends ViewTypes> extends ViewReader<V> {
  /**
   * An instance to be written: `shop.upsert(shop.productNode.write({ externalId: "saw", name: "Saw" }))`. Only what is given
   * is sent: what is left out is left alone, null clears a property.
   *
   * @throws {PygenValidationError} if a value cannot be written; the message names the property
   */
  write(values: V["write"]): InstanceWrite<V> {
    return write(this.view, values);
  }

  /**
   * What was read in the form that is written, guarded by the version that was read, with some values changed. Direct
   * relations that a query has included are written as the references that they are.
   */
  change(row: Changeable<V>, changes: Partial<V["write"]> = {}): InstanceWrite<V> {
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
  override follow<
    K extends keyof V["relations"] & string,
    const I extends Include<RelationOf<V, K>["target"]> = NoRelations,
  >(
    relation: K,
    of: InstanceRef | readonly InstanceRef[],
    options: FollowOptions<RelationOf<V, K>, I> = {},
  ): InstanceIterator<Row<RelationOf<V, K>["target"], I>> {
    // Whatever does not fit is told here, not where it is read.
    planFollowing(this.context, relation, of, options as AnyIncludeOptions);
    return super.follow(relation, of, options);
  }
}
