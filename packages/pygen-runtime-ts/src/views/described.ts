import type { ApiClient, CallOptions } from "../client.ts";
import type { NodeId, ViewId } from "../ids.ts";

/** Views in one request (behaviour.md section 4.1). */
const MAX_IDS = 100;

/** A property of a view as the service describes it: a value, or a connection. */
export interface DescribedProperty {
  /** Of a value: its type. Of a connection by edges: the node that types the edges. */
  readonly type?: { readonly type?: string; readonly list?: boolean } & Partial<NodeId>;
  readonly nullable?: boolean;
  readonly autoIncrement?: boolean;
  readonly defaultValue?: unknown;
  /** Only of connections. */
  readonly connectionType?: string;
  readonly direction?: string;
}

/** A view as the service describes it. */
export interface DescribedView extends ViewId {
  readonly writable?: boolean;
  readonly properties: Readonly<Record<string, DescribedProperty>>;
}

/** Looks up views, 100 in each request; those that the service does not have or does not show are missing. */
export async function readViews(
  client: ApiClient,
  ids: readonly ViewId[],
  options: CallOptions,
): Promise<ReadonlyMap<ViewId, DescribedView>> {
  const wanted = new Map(ids.map((id) => [textOf(id), id]));
  const all = [...wanted.keys()].sort();
  const found = new Map<string, DescribedView>();
  for (let start = 0; start < all.length; start += MAX_IDS) {
    const items = all.slice(start, start + MAX_IDS).map((text) => {
      const [space, externalId, version] = JSON.parse(text);
      return { space, externalId, version };
    });
    const answer = await client.post("/models/views/byids", { items }, options);
    for (const view of (answer.json() as { readonly items: readonly DescribedView[] }).items) {
      found.set(textOf(view), view);
    }
  }
  return new Map(ids.flatMap((id) => {
    const view = found.get(textOf(id));
    return view === undefined ? [] : [[id, view] as const];
  }));
}

function textOf({ space, externalId, version }: ViewId): string {
  return JSON.stringify([space, externalId, version]);
}
