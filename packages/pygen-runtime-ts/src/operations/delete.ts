import type { CallOptions } from "../client.ts";
import type { InstanceRef } from "../ids.ts";
import { instanceId, isEdgeId, isOneRef } from "../instances/refs.ts";
import { Delivery } from "./delivery.ts";
import { DeleteResult, PartialDeleteError } from "./results.ts";
import type { WriteContext } from "./upsert.ts";
import { dumpedKey, type Key, keyOfInstance } from "./writePlan.ts";

/** Instances in one request (behaviour.md section 4.1). */
const MAX_ITEMS = 1000;

/**
 * Deletes instances, whatever their view: edges before nodes, 1,000 in each request. Text names nodes; what was read
 * names itself. A node takes the edges along that start or end there.
 *
 * @throws {PygenValidationError} if something is no id
 * @throws {PartialDeleteError} if one of several requests failed; it tells what became of every instance
 */
export async function deleteInstances(
  context: WriteContext,
  ids: InstanceRef | readonly InstanceRef[],
  options: CallOptions = {},
): Promise<DeleteResult> {
  const { client, instanceSpace } = context;
  const result = new DeleteResult();
  const keys = (isOneRef(ids) ? [ids] : ids).map((one) => {
    const id = instanceId(one, instanceSpace);
    return keyOfInstance(isEdgeId(id) ? "edge" : "node", id);
  });
  result.record(keys, "notSent");
  const delivery = new Delivery(result, (one) => new PartialDeleteError(one));
  const send = async (part: readonly Key[]): Promise<void> => {
    const answer = await client.post("/models/instances/delete", { items: part.map(dumpedKey) }, options);
    const { items } = answer.json() as { readonly items: readonly ReturnType<typeof dumpedKey>[] };
    const gone = new Set(items.map((one) => keyOfInstance(one.instanceType, one)));
    result.record(part.filter((key) => gone.has(key)), "deleted");
    result.record(part.filter((key) => !gone.has(key)), "notFound");
  };
  // Edges go before nodes: a node takes its edges along, which can fail for very many of them (behaviour.md section 22).
  const all = result.keys("notSent");
  const waves = ["edge", "node"].map((kind) => chunked(all.filter((key) => dumpedKey(key).instanceType === kind)));
  const isOnly = waves.flat().length === 1;
  for (const wave of waves) {
    await delivery.together(wave, client.concurrency.delete, isOnly, () => ({ send }));
  }
  return result;
}

function chunked(keys: readonly Key[]): Key[][] {
  return Array.from(
    { length: Math.ceil(keys.length / MAX_ITEMS) },
    (_, n) => keys.slice(n * MAX_ITEMS, (n + 1) * MAX_ITEMS),
  );
}
