import type { ApiClient, CallOptions } from "../client.ts";
import type { ContainerId, NodeId, ViewId } from "../ids.ts";
import { exactOf, parseExact } from "../instances/exactJson.ts";
import { reading } from "../instances/unexpectedAnswer.ts";
import { itemsOf } from "../operations/listReader.ts";
import { placeOf } from "./view.ts";

/** Views or containers in one request (behaviour.md section 4.1). */
const MAX_IDS = 100;

/** A property of a view as the service describes it: a value, or a connection. */
export interface DescribedProperty {
  /** Of a value: its type. Of a connection by edges: the node that types the edges. */
  readonly type?: { readonly type?: string; readonly list?: boolean } & Partial<NodeId>;
  readonly nullable?: boolean;
  readonly autoIncrement?: boolean;
  readonly defaultValue?: unknown;
  /** Of a value: where it is stored. */
  readonly container?: ContainerId;
  readonly containerPropertyIdentifier?: string;
  /** Only of connections. */
  readonly connectionType?: string;
  readonly direction?: string;
  readonly through?: { readonly identifier?: string };
}

/** A view as the service describes it. */
export interface DescribedView extends ViewId {
  readonly writable?: boolean;
  /** The view's own filter, if it has one. */
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, DescribedProperty>>;
}

/** Looks up views; those that the service does not have or does not show are missing. */
export async function readViews(
  client: ApiClient,
  ids: readonly ViewId[],
  options: CallOptions,
): Promise<ReadonlyMap<ViewId, DescribedView>> {
  const found = await lookUp<DescribedView>(client, "views", ids, options);
  return new Map(ids.flatMap((id) => {
    const view = found.get(placeOf(id).join("\n"));
    return view === undefined ? [] : [[id, view] as const];
  }));
}

/** Looks up views or containers, 100 in each request; by what the paths of their properties begin with, in two lines. */
export async function lookUp<D extends ViewId | ContainerId>(
  client: ApiClient,
  kind: "views" | "containers",
  ids: readonly (ViewId | ContainerId)[],
  options: CallOptions,
): Promise<ReadonlyMap<string, D>> {
  const wanted = new Map(ids.map((id) => [placeOf(id).join("\n"), id]));
  const all = [...wanted.keys()].sort().flatMap((place) => wanted.get(place) ?? []);
  const found = new Map<string, D>();
  for (let start = 0; start < all.length; start += MAX_IDS) {
    const items = all.slice(start, start + MAX_IDS).map((id) => {
      const { space, externalId } = id;
      return "version" in id ? { space, externalId, version: id.version } : { space, externalId };
    });
    const answer = await client.post(`/models/${kind}/byids`, { items }, options);
    const told = itemsOf(exactOf(parseExact(answer.text))).items as readonly object[] as readonly D[];
    reading(() => told.forEach((one) => found.set(placeOf(one).join("\n"), one)));
  }
  return found;
}
