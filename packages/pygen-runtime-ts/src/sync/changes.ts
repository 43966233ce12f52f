import type { CallOptions } from "../client.ts";
import type { Context } from "../context.ts";
import { halveOnTimeout } from "../core/chunks.ts";
import { BadRequestError, PygenError, PygenValidationError } from "../errors.ts";
import { memberOf } from "../filters/filter.ts";
import { Keywords, type Where } from "../filters/keywords.ts";
import { allOf } from "../filters/simplify.ts";
import type { InstanceId } from "../ids.ts";
import { checkInstance, Decoder } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import { InstanceList } from "../instances/list.ts";
import { reading, UnexpectedAnswerError } from "../instances/unexpectedAnswer.ts";
import { nextCursors } from "../operations/cursors.ts";
import { parseSets } from "../operations/queryAnswer.ts";
import type { ViewTypes } from "../views/types.ts";
import { sourceOf } from "../views/view.ts";

/** Instances in one answer (behaviour.md section 4.1). */
const MAX_BATCH = 2000;

const NAME = "changes";

/** The cursor of a sync is too old: deletions since then may be lost. */
export class CursorExpiredError extends PygenError {
  override readonly name: string = "CursorExpiredError";
}

/** Some changes. Carry out the deletions first: what was deleted and made again is in both lists. */
export interface SyncBatch<T> {
  /** What was created or changed, as it is now. */
  readonly upserted: InstanceList<T>;
  /** What is gone. A first sync without cursor names none. */
  readonly deleted: readonly InstanceId[];
  /**
   * From here the next sync goes on; keep it once the batch is carried out. It is good for 3 days (behaviour.md section
   * 17), so sync more often, also if nothing changes.
   */
  readonly cursor: string;
  /** Whether the cursor had expired and everything is told anew: what this sync does not tell is gone. */
  readonly restarted: boolean;
}

/** What `sync` takes. */
export interface SyncOptions<V extends ViewTypes> extends CallOptions {
  /** From where to go on; without, everything is told that is there. */
  readonly cursor?: string;
  /** Only what meets this condition. */
  readonly where?: Where<V>;
  /** Whether to tell what is there already; by default true. */
  readonly backfill?: boolean;
  /** Instances in one batch, 1 to 2,000; by default 1,000. */
  readonly chunkSize?: number;
  /**
   * What to do with a cursor that is too old: raise {@link CursorExpiredError} (the default), begin anew, or go on without
   * the deletions.
   */
  readonly onExpired?: "raise" | "restart" | "missDeletions";
}

/** Reads the changes of a view batch by batch, until there are no more for now. */
export async function* changes<T>(
  context: Context,
  options: SyncOptions<ViewTypes>,
): AsyncGenerator<SyncBatch<T>, void, undefined> {
  const { chunkSize = 1000, onExpired = "raise" } = options;
  if (!(Number.isInteger(chunkSize) && chunkSize >= 1 && chunkSize <= MAX_BATCH)) {
    throw new PygenValidationError(`chunkSize must be 1 to ${MAX_BATCH}, not ${chunkSize}`);
  }
  if (!["raise", "restart", "missDeletions"].includes(onExpired)) {
    throw new PygenValidationError(
      `onExpired is "raise", "restart" or "missDeletions", not ${JSON.stringify(onExpired)}`,
    );
  }
  const { client, view, views, instanceSpace } = context;
  const where = options.where === undefined ? [] : [new Keywords(view, views, instanceSpace).filter(options.where)];
  const filter = allOf([memberOf(view.id), ...where]);
  const decoder = new Decoder(view.id, view);
  let { cursor, backfill = true } = options;
  let restarted = false;
  let isFirst = true;
  let size = chunkSize;
  const ask = async (limit: number): Promise<string> => {
    const expression = {
      [`${view.usedFor}s`]: { filter },
      limit,
      mode: backfill ? "onePhase" : "noBackfill",
    };
    const body = jsonOf({
      with: { [NAME]: expression },
      select: { [NAME]: { sources: [{ source: sourceOf(view.id), properties: ["*"] }] } },
      includeTyping: isFirst,
      allowExpiredCursorsAndAcceptMissedDeletes: onExpired === "missDeletions",
      cursors: cursor === undefined ? undefined : { [NAME]: cursor },
    });
    return (await client.post("/models/instances/sync", body, options)).text;
  };
  for (;;) {
    let text: string;
    try {
      ({ page: text, size } = await halveOnTimeout(size, ask));
    } catch (error) {
      const isExpired = error instanceof BadRequestError && /cursor has expired/i.test(error.serviceMessage);
      if (cursor === undefined || !isExpired) {
        throw error;
      }
      if (onExpired !== "restart" || restarted) {
        throw new CursorExpiredError(
          "The cursor of this sync has expired, so deletions since then may be lost. Sync without cursor and drop what " +
            'is not told anew (onExpired: "restart" does so), or go on without the deletions (onExpired: "missDeletions")',
          { cause: error },
        );
      }
      // Whatever was asked for: what a sync that restarted does not tell counts as gone.
      [cursor, restarted, backfill] = [undefined, true, true];
      continue;
    }
    const items = parseSets(text, new Map([[NAME, decoder]]))[NAME] ?? [];
    isFirst = false;
    const upserted = new InstanceList<T>();
    const deleted: InstanceId[] = [];
    for (const item of items) {
      reading(() => checkInstance(item));
      const { instanceType, space, externalId, deletedTime } = item;
      if (deletedTime === undefined || deletedTime === null) {
        upserted.push(decoder.decode(item) as T);
      } else {
        deleted.push(instanceType === "edge" ? { instanceType, space, externalId } : { space, externalId });
      }
    }
    cursor = nextCursors(text)[NAME];
    if (cursor === undefined) {
      // Without it the next request would tell everything again, and again.
      throw new UnexpectedAnswerError("The answer to a sync has no cursor. Check the base URL, and proxies on the way");
    }
    yield { upserted, deleted, cursor, restarted };
    // The answer has no other sign of the end than to be short (behaviour.md section 17).
    if (items.length < size) {
      return;
    }
  }
}
