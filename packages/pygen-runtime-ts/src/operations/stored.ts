import type { ApiClient, CallOptions } from "../client.ts";
import { isRecord } from "../core/apiError.ts";
import { splitOnTimeout } from "../core/chunks.ts";
import { UnreadableAnswerError } from "../errors.ts";
import type { Item } from "../instances/decoder.ts";
import type { Ends } from "../instances/edgeId.ts";
import { jsonOf, parseExact } from "../instances/exactJson.ts";
import { placeOf, sourceOf, type ViewRef } from "../views/view.ts";
import { instancesOf, RECORD } from "./answeredInstances.ts";
import { dumpedKey, type Key, keyOfInstance } from "./key.ts";
import type { Write } from "./writePlan.ts";

/** An instance as it is stored. */
export interface Stored {
  readonly version: number;
  /** Whether it was never changed since it was made. */
  readonly isNew: boolean;
  /** The type and the ends of an edge; the type of a node, if it has one. */
  readonly metadata: Partial<Ends>;
  /** By property of the view through which it is written; undefined if it has no data there. */
  readonly properties: Readonly<Record<string, unknown>> | undefined;
}

/** What is stored of some instances, each with its properties in the view through which it is written. */
export async function readStored(
  client: ApiClient,
  writes: readonly Write[],
  options: CallOptions,
): Promise<Map<Key, Stored>> {
  const found = await readExisting(client, writes.map((write) => write.key), options);
  const byView = new Map<ViewRef, Key[]>();
  for (const { view, key } of writes) {
    if (view !== undefined && found.has(key)) {
      byView.set(view, [...byView.get(view) ?? [], key]);
    }
  }
  // One view at a time: an answer leaves out what has no data in one of its views (behaviour.md section 11).
  for (const [view, keys] of byView) {
    for (const [key, stored] of await byIds(client, keys, view, options)) {
      found.set(key, stored);
    }
  }
  return found;
}

/** Those of some instances that exist, without properties. */
export async function readExisting(
  client: ApiClient,
  keys: readonly Key[],
  options: CallOptions,
): Promise<Map<Key, Stored>> {
  return await byIds(client, keys, undefined, options);
}

async function byIds(
  client: ApiClient,
  keys: readonly Key[],
  view: ViewRef | undefined,
  options: CallOptions,
): Promise<Map<Key, Stored>> {
  const sources = view && [{ source: sourceOf(view) }];
  const found = await splitOnTimeout(keys, async (part) => {
    const body = jsonOf({ items: part.map(dumpedKey), sources });
    const { text } = await client.post("/models/instances/byids", body, options);
    return instancesOf(parseExact(text), RECORD).map((item): [Key, Stored] => [
      keyOfInstance(item.instanceType, item),
      {
        version: item.version,
        isNew: item.createdTime === item.lastUpdatedTime,
        metadata: {
          ...item.type && { type: item.type },
          ...item.startNode && { startNode: item.startNode },
          ...item.endNode && { endNode: item.endNode },
        },
        properties: view && propertiesOf(item, view),
      },
    ]);
  });
  return new Map(found);
}

/** What is stored of an instance in a view: an answer has no other instances. */
function propertiesOf(item: Item, view: ViewRef): Readonly<Record<string, unknown>> {
  const [space, place] = placeOf(view);
  const found: unknown = item.properties?.[space]?.[place];
  if (!isRecord(found)) {
    // To go on would write over what is stored.
    throw new UnreadableAnswerError(
      `An answer has no properties of ${item.space}:${item.externalId}`,
    );
  }
  return found;
}
