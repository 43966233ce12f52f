import type { ApiClient, CallOptions } from "../client.ts";
import { ConflictError, PygenValidationError } from "../errors.ts";
import { jsonOf } from "../instances/exactJson.ts";
import type { InstanceWrite } from "../instances/write.ts";
import { Delivery } from "./delivery.ts";
import { isSame, merged } from "./merge.ts";
import { isAboutMissing } from "./refusal.ts";
import { PartialUpsertError, UpsertResult } from "./results.ts";
import { readStored, type Stored } from "./stored.ts";
import { inWaves } from "./waves.ts";
import { itemOf, type Key, keyOfInstance, type Write, WritePlan } from "./writePlan.ts";

/** Instances in one request (behaviour.md section 4.1). */
const MAX_ITEMS = 1000;

/** How often an update reads and writes again what others change at the same time. */
const MAX_ROUNDS = 5;

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
   * The result of an earlier call with the same instances, to go on with: what is settled is not sent again, and guarded
   * writes without answer are looked up first. An empty one is filled in while the call runs.
   */
  readonly resume?: UpsertResult;
}

/** What every upsert needs to know of its client. */
export interface WriteContext {
  readonly client: ApiClient;
  /** Where instances are that are named by text alone. */
  readonly instanceSpace?: string | undefined;
}

/**
 * Creates or changes instances, with all that is nested in them, and the edges of connections.
 *
 * Up to 1,000 instances are written in one transaction; more in several requests, some of them at once: nodes before the
 * edges that need them, and first what relations lead to.
 *
 * @throws {PygenValidationError} before anything is sent, if two objects with one id differ or an id is incomplete
 * @throws {PartialUpsertError} if one of several requests failed; it tells what became of every instance
 */
export async function upsert(
  context: WriteContext,
  items: InstanceWrite | readonly InstanceWrite[],
  options: UpsertOptions = {},
): Promise<UpsertResult> {
  const { mode = "apply", onRejected = "raise", autoCreateDirectRelations = true } = options;
  if (!["apply", "replace", "update"].includes(mode) || !["raise", "isolate"].includes(onRejected)) {
    throw new PygenValidationError('mode is "apply", "replace" or "update", and onRejected "raise" or "isolate"');
  }
  const given = Array.isArray(items) ? items as readonly InstanceWrite[] : [items as InstanceWrite];
  const { writes } = new WritePlan(given, context.instanceSpace);
  const result = options.resume ?? new UpsertResult();
  const upserting = new Upsert(context.client, writes, result, options);
  await upserting.settle();
  result.begin(writes.keys(), "notSent", ["created", "updated", "unchanged", "skipped"]);
  const isOpen = (write: Write): boolean => result.outcomeOf(write.key) === "notSent";
  const waves = inWaves(writes, MAX_ITEMS, !autoCreateDirectRelations);
  await upserting.run(waves.map((wave) => wave.map((part) => part.filter(isOpen)).filter((part) => part.length > 0)));
  return result;
}

class Upsert {
  readonly #client: ApiClient;
  readonly #planned: ReadonlyMap<Key, Write>;
  readonly #result: UpsertResult;
  readonly #options: UpsertOptions;
  // For nodes that an earlier request of this call made because something pointed to them.
  readonly #createdAt = new Map<Key, number>();
  readonly #moments = new Set<number>();

  constructor(client: ApiClient, planned: ReadonlyMap<Key, Write>, result: UpsertResult, options: UpsertOptions) {
    this.#client = client;
    this.#planned = planned;
    this.#result = result;
    this.#options = options;
  }

  /** Finds out by reading which guarded writes without answer went through: sent again, they would conflict. */
  async settle(): Promise<void> {
    const lost = this.#writes(this.#result.keys("unknown")).filter((write) => write.existingVersion !== undefined);
    for (let start = 0; start < lost.length; start += MAX_ITEMS) {
      const part = lost.slice(start, start + MAX_ITEMS);
      const stored = await readStored(this.#client, part, this.#options);
      for (const { key, existingVersion = 0, instance, properties } of part) {
        const found = stored.get(key);
        if (found?.properties === undefined || found.version <= existingVersion || instance === undefined) {
          continue;
        }
        const isUpdate = this.#options.mode === "update";
        const wanted = isUpdate ? merged(properties, found.properties, instance.view) : properties;
        if (isSame(wanted, found.properties, instance.view)) {
          this.#result.record([key], found.isNew ? "created" : "updated");
        }
      }
    }
  }

  async run(waves: readonly (readonly (readonly Write[])[])[]): Promise<void> {
    const delivery = new Delivery(this.#result, (result) => new PartialUpsertError(result));
    const isOnly = waves.flat().length === 1;
    const atOnce = this.#client.concurrency.write;
    for (const wave of waves) {
      const chunks = wave.map((part) => part.map((write) => write.key));
      const waiting = await delivery.together(chunks, atOnce, isOnly, (chunk) => this.#how(chunk, false));
      for (const chunk of waiting) {
        // By now all is there that this program could write before.
        await delivery.together([chunk], 1, isOnly, (one) => this.#how(one, true));
      }
    }
    this.#ownWhatWasMade();
  }

  #how(chunk: readonly Key[], isAgain: boolean): {
    send: (part: readonly Key[]) => Promise<void>;
    isolate: boolean;
    guarded: boolean;
    canWait: (error: unknown) => boolean;
  } {
    const writes = this.#writes(chunk);
    const send = this.#options.mode === "update" ? this.#merge : this.#send;
    return {
      send: (part) => send.call(this, this.#writes(part)),
      isolate: this.#options.onRejected === "isolate",
      guarded: writes.some((write) => write.existingVersion !== undefined),
      canWait: (error) => !isAgain && isAboutMissing(error) && this.#leadsOut(writes),
    };
  }

  #writes(keys: readonly Key[]): Write[] {
    return keys.flatMap((key) => this.#planned.get(key) ?? []);
  }

  /** Whether something in a chunk refers to a node of another chunk. */
  #leadsOut(writes: readonly Write[]): boolean {
    const here = new Set(writes.map((write) => write.key));
    return writes.some((write) => write.targets.some((key) => this.#planned.has(key) && !here.has(key)));
  }

  async #send(writes: readonly Write[]): Promise<void> {
    // A guarded write that was carried out would be refused the second time, as its version has grown.
    const isGuarded = writes.some((write) => write.existingVersion !== undefined);
    const answers = await this.#post(writes.map((write) => itemOf(write)), !isGuarded);
    const skipped = this.#sortOut(writes.map((write) => [write, write.existingVersion]), answers);
    this.#result.record(skipped.map((write) => write.key), "skipped");
  }

  /** Writes what is stored and what is new together, as often as others change it in between. */
  async #merge(writes: readonly Write[]): Promise<void> {
    const refused: Write[] = [];
    let left = writes;
    for (let round = 0; round < MAX_ROUNDS && left.length > 0; round++) {
      const stored = await readStored(this.#client, left, this.#options);
      const versions = left.map((write) => [write, newest(write, stored.get(write.key))] as const);
      const bodies = versions.map(([write, version]) => together(write, stored.get(write.key), version));
      const skipped = this.#sortOut(versions, await this.#post(bodies, false));
      const isBehind = (write: Write): boolean =>
        (stored.get(write.key)?.version ?? 0) > (write.existingVersion ?? Infinity);
      refused.push(...skipped.filter(isBehind));
      left = skipped.filter((write) => !isBehind(write));
    }
    this.#refuse(refused, "The stored version is newer than existingVersion");
    this.#refuse(left, `Others changed it during each of ${MAX_ROUNDS} tries to update it`);
  }

  #refuse(writes: readonly Write[], why: string): void {
    const keys = writes.map((write) => write.key);
    if (this.#options.skipOnVersionConflict === true) {
      this.#result.record(keys, "skipped");
    } else if (keys.length > 0) {
      const error = new ConflictError(why, { status: 409 });
      this.#result.record(keys, "failed", { error, atFault: true, isConflict: true });
      if (this.#options.onRejected !== "isolate") {
        throw error;
      }
    }
  }

  async #post(items: readonly unknown[], idempotent: boolean): Promise<readonly Answered[]> {
    const { mode, skipOnVersionConflict = false, signal, deadline } = this.#options;
    const { autoCreateDirectRelations, autoCreateStartNodes, autoCreateEndNodes } = this.#options;
    const body = jsonOf({
      items,
      replace: mode === "replace",
      // What an update finds changed by others it reads again.
      skipOnVersionConflict: skipOnVersionConflict || mode === "update",
      // What is not named has the service's default.
      autoCreateDirectRelations: autoCreateDirectRelations === false ? false : undefined,
      autoCreateStartNodes: autoCreateStartNodes === true ? true : undefined,
      autoCreateEndNodes: autoCreateEndNodes === true ? true : undefined,
    });
    const answer = await this.#client.post("/models/instances", body, { idempotent, signal, deadline });
    return (answer.json() as { readonly items: readonly Answered[] }).items;
  }

  /** Writes into the result what became of each, but for those that were skipped, which it gives. */
  #sortOut(
    writes: readonly (readonly [Write, number | undefined])[],
    answers: readonly Answered[],
  ): Write[] {
    const found = new Map(answers.map((one) => [keyOfInstance(one.instanceType, one), one]));
    return writes.flatMap(([write, version]) => {
      const { key } = write;
      const answer = found.get(key);
      if (answer === undefined) {
        return version === undefined ? [] : [write];
      }
      if (answer.wasModified) {
        this.#moments.add(answer.lastUpdatedTime);
        const isNew = answer.createdTime === answer.lastUpdatedTime;
        this.#result.record([key], isNew ? "created" : "updated");
        if (!isNew) {
          this.#createdAt.set(key, answer.createdTime);
        }
      } else if (version !== undefined && answer.version > version) {
        // The service answers for what it skipped, too: with the version that is stored.
        return [write];
      } else {
        this.#result.record([key], "unchanged");
      }
      return [];
    });
  }

  /** What a relation of this call made, and a later request of it filled, did not exist before. */
  #ownWhatWasMade(): void {
    const suspects = [...this.#createdAt].filter(([, moment]) => this.#moments.has(moment)).map(([key]) => key);
    if (suspects.length > 0) {
      const referred = new Set([...this.#planned.values()].flatMap((write) => write.targets));
      this.#result.record(suspects.filter((key) => referred.has(key)), "created");
    }
  }
}

interface Answered {
  readonly instanceType: "node" | "edge";
  readonly space: string;
  readonly externalId: string;
  readonly version: number;
  readonly wasModified: boolean;
  readonly createdTime: number;
  readonly lastUpdatedTime: number;
}

/** The newest version that may be stored when this is written; 0 if nothing is. */
function newest(write: Write, stored: Stored | undefined): number {
  return Math.min(stored?.version ?? 0, write.existingVersion ?? Infinity);
}

function together(write: Write, stored: Stored | undefined, version: number): unknown {
  const { instance, properties } = write;
  return stored?.properties === undefined || instance === undefined
    ? itemOf(write, version)
    : itemOf(write, version, merged(properties, stored.properties, instance.view));
}
