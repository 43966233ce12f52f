import type { CallOptions } from "../client.ts";
import { PygenValidationError } from "../errors.ts";
import { InstanceWrite } from "../instances/write.ts";
import { Delivery } from "./delivery.ts";
import { accountOf, PartialUpsertError, UpsertResult } from "./results.ts";
import { UpsertWindow } from "./upsertWindow.ts";
import type { WriteContext } from "./writeContext.ts";
import { WritePlan } from "./writePlan.ts";

/** Objects of an iterable that are planned together. */
const WINDOW = 10_000;

/** What `upsert` writes: one or many objects, or what gives them one by one. */
export type Writes = InstanceWrite | Iterable<InstanceWrite> | AsyncIterable<InstanceWrite>;

/** How `upsert` writes. */
export interface UpsertOptions extends CallOptions {
  /**
   * What happens to what is stored. `apply` (the default) changes the properties that are given and leaves the others
   * alone. `replace` clears the others, also those of the same containers that the view does not have. `update` is as
   * `apply`, but adds to lists and JSON objects what is not there; it reads before it writes.
   */
  readonly mode?: "apply" | "replace" | "update";
  /** Leave alone what has a newer version than `existingVersion`, instead of refusing the request. */
  readonly skipOnVersionConflict?: boolean;
  /** Make nodes that direct relations lead to and that do not exist. By default true. */
  readonly autoCreateDirectRelations?: boolean;
  /** Make nodes where edges start and that do not exist. */
  readonly autoCreateStartNodes?: boolean;
  /** Make nodes where edges end and that do not exist. */
  readonly autoCreateEndNodes?: boolean;
  /** What happens when the service refuses a request: stop (the default), or find what is wrong and write all the rest. */
  readonly onRejected?: "raise" | "isolate";
  /**
   * Only read, and tell what would become of each instance, as far as what is stored tells, and the `requests` that would
   * be sent. Whether the service takes the values, it does not tell.
   */
  readonly dryRun?: boolean;
  /**
   * The result of an earlier call with the same instances, to go on with: what is settled is not sent again, and guarded
   * writes without answer are looked up first. An empty one is filled in while the call runs.
   */
  readonly resume?: UpsertResult;
}

/**
 * Creates or changes instances, with all that is nested in them, and the edges of connections.
 *
 * Up to 1,000 instances are written in one transaction; more in several requests, some of them at once: nodes before the
 * edges that need them, and first what relations lead to. What is no array or set, such as a generator, is read, planned and
 * written in windows of 10,000 objects, so that it may give more than fits in memory; only within a window is the order made
 * and are ids compared.
 *
 * @throws {PygenValidationError} if two objects with one id differ or an id is incomplete; nothing of the window was sent
 * @throws {PartialUpsertError} if one of several requests failed; it tells what became of every instance
 */
export async function upsert(
  context: WriteContext,
  items: Writes,
  options: UpsertOptions = {},
): Promise<UpsertResult> {
  const { mode = "apply", onRejected = "raise", dryRun = false, resume } = options;
  if (!["apply", "replace", "update"].includes(mode) || !["raise", "isolate"].includes(onRejected)) {
    throw new PygenValidationError('mode is "apply", "replace" or "update", and onRejected "raise" or "isolate"');
  }
  if (resume !== undefined && (resume.isDryRun || dryRun)) {
    throw new PygenValidationError("A dry run writes nothing, so there is nothing to go on with: leave resume out");
  }
  const result = resume ?? new UpsertResult();
  const account = accountOf(result);
  account.isDryRun = dryRun;
  const { client, instanceSpace, progress } = context;
  const description = dryRun ? "Checking" : "Writing";
  const delivery = new Delivery(account, progress, description, () => new PartialUpsertError(result));
  try {
    for await (const { objects, isAll } of windows(items)) {
      const { writes } = new WritePlan(objects, instanceSpace);
      await new UpsertWindow(client, writes, account, delivery, options).run(isAll);
    }
  } finally {
    delivery.close();
  }
  return result;
}

/** What is planned together, and whether it is all there is. */
async function* windows(items: Writes): AsyncGenerator<{ objects: InstanceWrite[]; isAll: boolean }, void, undefined> {
  if (items instanceof InstanceWrite || Array.isArray(items) || items instanceof Set) {
    yield { objects: items instanceof InstanceWrite ? [items] : [...items], isAll: true };
    return;
  }
  if (!isIterable(items)) {
    throw new PygenValidationError("upsert takes what write(...) and change(...) give");
  }
  let window: InstanceWrite[] = [];
  let isFirst = true;
  for await (const one of items) {
    if (window.length === WINDOW) {
      yield { objects: window, isAll: false };
      [window, isFirst] = [[], false];
    }
    window.push(one);
  }
  yield { objects: window, isAll: isFirst };
}

function isIterable(items: unknown): boolean {
  return typeof items === "object" && items !== null && (Symbol.iterator in items || Symbol.asyncIterator in items);
}
