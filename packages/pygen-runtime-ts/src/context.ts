import type { ApiClient } from "./client.ts";
import type { Watching } from "./operations/meter.ts";
import type { Progress } from "./progress.ts";
import type { AnyView, ViewRef } from "./views/view.ts";

/** What generated code makes APIs with. */
export interface ApiOptions {
  /** Where instances are that are named by text alone; by default that of the generated SDK. */
  readonly instanceSpace?: string | undefined;
  /** Views whose relations queries include beside the API's own. Clients of whole SDKs give all of theirs. */
  readonly views?: readonly AnyView[] | readonly [];
  /** Told how far long reads have come. */
  readonly progress?: Progress | undefined;
}

/** What the operations of one view need. */
export interface Context {
  readonly client: ApiClient;
  readonly view: AnyView;
  readonly views: ReadonlyMap<ViewRef, AnyView>;
  readonly instanceSpace: string | undefined;
  readonly progress: Progress | undefined;
}

/** The context of a view. */
export function contextOf(client: ApiClient, view: AnyView, options: ApiOptions): Context {
  const views = new Map([...options.views ?? [], view].map((one) => [one.id, one]));
  return { client, view, views, instanceSpace: options.instanceSpace, progress: options.progress };
}

/** Who is told of a read of at most so many instances; undefined for nobody. */
export function watchingOf(
  { progress, view }: Context,
  total: number | undefined,
  name: string = view.name,
): Watching | undefined {
  return progress && { progress, name, total };
}
