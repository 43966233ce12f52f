import type { CallOptions } from "../client.ts";
import { PygenValidationError } from "../errors.ts";
import { type InstanceRef, isOneRef } from "../ids.ts";
import { instanceId, isEdgeId } from "../instances/refs.ts";
import { instancesOf } from "./answeredInstances.ts";
import { Delivery } from "./delivery.ts";
import { dumpedKey, type Key, keyOfInstance } from "./key.ts";
import { accountOf, DeleteResult, PartialDeleteError } from "./results.ts";
import { readExisting } from "./stored.ts";
import type { WriteContext } from "./writeContext.ts";

/** Instances in one request (behaviour.md section 4.1). */
const MAX_ITEMS = 1000;

/** How `delete` deletes. */
export interface DeleteOptions extends CallOptions {
  /** Only read, and tell what would be deleted. Edges that would go with their nodes are not named. */
  readonly dryRun?: boolean;
  /** The result of an earlier call, which is gone on with and kept up to date; see `upsert`. */
  readonly resume?: DeleteResult;
}

/**
 * Deletes instances, whatever their view: edges before nodes, 1,000 in each request. Text names nodes; what was read
 * names itself. A node takes the edges along that start or end there.
 *
 * @throws {PygenValidationError} if something is no id
 * @throws {PartialDeleteError} if one of several requests failed; it tells what became of every instance
 */
export async function deleteInstances(
  context: WriteContext,
  ids: InstanceRef | Iterable<InstanceRef>,
  options: DeleteOptions = {},
): Promise<DeleteResult> {
  const { client, instanceSpace, progress } = context;
  const { dryRun = false, resume } = options;
  if (resume !== undefined && (resume.isDryRun || dryRun)) {
    throw new PygenValidationError("A dry run deletes nothing, so there is nothing to go on with: leave resume out");
  }
  const result = resume ?? new DeleteResult();
  const account = accountOf(result);
  account.isDryRun = dryRun;
  const keys = account.begin(
    new Set([...isOneRef(ids) ? [ids] : ids].map((one) => {
      const id = instanceId(one, instanceSpace);
      return keyOfInstance(isEdgeId(id) ? "edge" : "node", id);
    })),
  );
  const send = async (part: readonly Key[]): Promise<void> => {
    const body = { items: part.map(dumpedKey) };
    let gone: ReadonlySet<Key>;
    if (dryRun) {
      gone = new Set((await readExisting(client, part, options)).keys());
      account.requests.push(body);
    } else {
      const answer = await client.post("/models/instances/delete", body, options);
      gone = new Set(instancesOf(answer.json(), {}).map((one) => keyOfInstance(one.instanceType, one)));
    }
    account.record(part.filter((key) => gone.has(key)), "deleted");
    account.record(part.filter((key) => !gone.has(key)), "notFound");
  };
  // Edges go before nodes: a node takes its edges along, which can fail for very many of them (behaviour.md section 22).
  const waves = ["edge", "node"].map((kind) => chunked(keys.filter((key) => dumpedKey(key).instanceType === kind)));
  const delivery = new Delivery(
    account,
    progress,
    dryRun ? "Checking" : "Deleting",
    () => new PartialDeleteError(result),
  );
  delivery.expect(waves.flat().length, keys.length);
  try {
    for (const wave of waves) {
      await delivery.together(wave, client.concurrency[dryRun ? "read" : "delete"], () => ({ send }));
    }
  } finally {
    delivery.close();
  }
  return result;
}

function chunked(keys: readonly Key[]): Key[][] {
  return Array.from(
    { length: Math.ceil(keys.length / MAX_ITEMS) },
    (_, n) => keys.slice(n * MAX_ITEMS, (n + 1) * MAX_ITEMS),
  );
}
