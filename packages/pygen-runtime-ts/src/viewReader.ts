import type { ApiClient } from "./client.ts";
import { type ApiOptions, type Context, contextOf } from "./context.ts";
import { type Properties, propertiesOf } from "./filters/property.ts";
import type { InstanceRef } from "./ids.ts";
import type { InstanceList } from "./instances/list.ts";
import { isOneRef } from "./instances/refs.ts";
import type { InstanceIterator } from "./operations/pages.ts";
import {
  type GivenOptions,
  iterate,
  type IterateOptions,
  list,
  type ListOptions,
  retrieve,
  type RetrieveOptions,
} from "./operations/read.ts";
import type { ViewTypes } from "./views/types.ts";
import type { View } from "./views/view.ts";

/**
 * Reads one view: all that a program needs that lists or looks up, at 40 % less code than {@link ViewApi}. What all operations
 * have in common:
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
    const isOne = isOneRef(ids);
    const found = await retrieve<V["read"]>(this.context, isOne ? [ids] : ids, options);
    return isOne ? found[0] : found;
  }

  /** Reads instances up to a limit, by default 25; the list then says where reading goes on. */
  async list(options: V["filters"] & ListOptions<V> = {} as V["filters"]): Promise<InstanceList<V["read"]>> {
    return await list<V["read"]>(this.context, options as GivenOptions);
  }

  /**
   * Goes through instances one by one, or by `.pages()`, however many there are: never more than two pages are in
   * memory, and the next is on its way while one is used.
   */
  iterate(options: V["filters"] & IterateOptions<V> = {} as V["filters"]): InstanceIterator<V["read"]> {
    return iterate<V["read"]>(this.context, options as GivenOptions);
  }
}
