import type { ApiClient } from "./client.ts";
import type { AnyView, ViewRef } from "./views/view.ts";

/** What generated code makes APIs with. */
export interface ApiOptions {
  /** Where instances are that are named by text alone; by default that of the generated SDK. */
  readonly instanceSpace?: string | undefined;
  /** Views whose relations queries include beside the API's own. Clients of whole SDKs give all of theirs. */
  readonly views?: readonly AnyView[];
}

/** What the operations of one view need. */
export interface Context {
  readonly client: ApiClient;
  readonly view: AnyView;
  readonly views: ReadonlyMap<ViewRef, AnyView>;
  readonly instanceSpace: string | undefined;
}

/** The context of a view. */
export function contextOf(client: ApiClient, view: AnyView, options: ApiOptions): Context {
  const views = new Map([...options.views ?? [], view].map((one) => [one.id, one]));
  return { client, view, views, instanceSpace: options.instanceSpace };
}
