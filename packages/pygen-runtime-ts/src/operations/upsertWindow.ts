import type { ApiClient } from "../client.ts";
import { ConflictError } from "../errors.ts";
import type { Item } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import type { Account } from "./account.ts";
import { instancesOf, RECORD } from "./answeredInstances.ts";
import type { Bringing, Delivery } from "./delivery.ts";
import { type Defaults, expected, isStored, readDefaults } from "./expectation.ts";
import { type Key, keyOfInstance } from "./key.ts";
import { merged } from "./merge.ts";
import { isAboutMissing } from "./refusal.ts";
import { readStored, type Stored } from "./stored.ts";
import type { UpsertOptions } from "./upsert.ts";
import { inWaves } from "./waves.ts";
import { itemOf, type Write } from "./writePlan.ts";

/** Instances in one request (behaviour.md section 4.1). */
const MAX_ITEMS = 1000;

/** How often an update reads and writes again what others change at the same time. */
const MAX_ROUNDS = 5;

/** Some objects, planned together, on their way. */
export class UpsertWindow {
  readonly #client: ApiClient;
  readonly #planned: ReadonlyMap<Key, Write>;
  readonly #account: Account;
  readonly #delivery: Delivery;
  readonly #options: UpsertOptions;
  // For nodes that an earlier request of this call made because something pointed to them.
  readonly #createdAt = new Map<Key, number>();
  readonly #moments = new Set<number>();

  constructor(
    client: ApiClient,
    planned: ReadonlyMap<Key, Write>,
    account: Account,
    delivery: Delivery,
    options: UpsertOptions,
  ) {
    this.#client = client;
    this.#planned = planned;
    this.#account = account;
    this.#delivery = delivery;
    this.#options = options;
  }

  /** @param isAll whether the call has no other objects */
  async run(isAll: boolean): Promise<void> {
    const { autoCreateDirectRelations = true, dryRun = false } = this.#options;
    await this.#settle();
    const planned = inWaves(this.#planned, MAX_ITEMS, !autoCreateDirectRelations);
    const open = new Set(this.#account.begin(this.#planned.keys()));
    const waves = planned.map((wave) =>
      wave.map((part) => part.map((write) => write.key).filter((key) => open.has(key))).filter((part) =>
        part.length > 0
      )
    );
    this.#delivery.expect(waves.flat().length, isAll ? open.size : undefined);
    const atOnce = this.#client.concurrency[dryRun ? "read" : "write"];
    for (const wave of waves) {
      const waiting = await this.#delivery.together(wave, atOnce, (chunk) => this.#how(chunk, false));
      for (const chunk of waiting) {
        // By now all is there that this program could write before.
        await this.#delivery.together([chunk], 1, (one) => this.#how(one, true));
      }
    }
    this.#ownWhatWasMade();
  }

  /** Finds out by reading which guarded writes without answer went through: sent again, they would conflict. */
  async #settle(): Promise<void> {
    const lost = this.#writes(this.#account.keys("unknown")).filter((write) => write.existingVersion !== undefined);
    const defaults = await this.#defaults(lost);
    for (let start = 0; start < lost.length; start += MAX_ITEMS) {
      const part = lost.slice(start, start + MAX_ITEMS);
      const stored = await readStored(this.#client, part, this.#options);
      for (const write of part) {
        const { key, existingVersion = 0 } = write;
        const found = stored.get(key);
        if (
          found !== undefined && found.version > existingVersion &&
          isStored(write, found, this.#options.mode, defaults)
        ) {
          this.#account.record([key], found.isNew ? "created" : "updated");
        }
      }
    }
  }

  /** What the service sets properties to that a replacing write does not name. */
  async #defaults(writes: readonly Write[]): Promise<Defaults> {
    const views = writes.flatMap(({ instance }) => instance === undefined ? [] : [instance.view]);
    return this.#options.mode === "replace" ? await readDefaults(this.#client, views, this.#options) : new Map();
  }

  #how(chunk: readonly Key[], isAgain: boolean): Bringing {
    const writes = this.#writes(chunk);
    const { mode, dryRun } = this.#options;
    const send = dryRun === true ? this.#expect : mode === "update" ? this.#merge : this.#send;
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
    this.#account.record(skipped.map((write) => write.key), "skipped");
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
      this.#account.record(keys, "skipped");
    } else if (keys.length > 0) {
      const error = new ConflictError(why, { status: 409 });
      this.#account.record(keys, "failed", { error, atFault: true, isConflict: true });
      if (this.#options.onRejected !== "isolate" && this.#options.dryRun !== true) {
        throw error;
      }
    }
  }

  /** Says what sending would do, and sends nothing. */
  async #expect(writes: readonly Write[]): Promise<void> {
    const { mode } = this.#options;
    const stored = await readStored(this.#client, writes, this.#options);
    const defaults = await this.#defaults(writes.filter((write) => stored.has(write.key)));
    const conflicting: Write[] = [];
    const items = writes.map((write) => {
      const found = stored.get(write.key);
      const outcome = expected(write, found, mode, defaults);
      if (outcome === "conflict") {
        conflicting.push(write);
      } else {
        this.#account.record([write.key], outcome);
      }
      return mode === "update" ? together(write, found, newest(write, found)) : itemOf(write);
    });
    this.#refuse(conflicting, "The stored version is newer than existingVersion");
    this.#account.requests.push(this.#body(items));
  }

  /** Whether the service leaves alone what has changed. What an update finds changed by others it reads again. */
  get #maySkip(): boolean {
    return this.#options.skipOnVersionConflict === true || this.#options.mode === "update";
  }

  #body(items: readonly unknown[]): Readonly<Record<string, unknown>> {
    const { mode } = this.#options;
    const { autoCreateDirectRelations, autoCreateStartNodes, autoCreateEndNodes } = this.#options;
    return {
      items,
      replace: mode === "replace",
      skipOnVersionConflict: this.#maySkip,
      // What is not named has the service's default.
      ...autoCreateDirectRelations === false && { autoCreateDirectRelations },
      ...autoCreateStartNodes === true && { autoCreateStartNodes },
      ...autoCreateEndNodes === true && { autoCreateEndNodes },
    };
  }

  async #post(items: readonly unknown[], idempotent: boolean): Promise<readonly Answered[]> {
    const { signal, deadline } = this.#options;
    const options = { idempotent, signal, deadline };
    const answer = await this.#client.post("/models/instances", jsonOf(this.#body(items)), options);
    return instancesOf(answer.json(), { ...RECORD, wasModified: "boolean" }) as readonly Answered[];
  }

  /** Keeps account of what became of each, but for those that were skipped, which it gives. */
  #sortOut(
    writes: readonly (readonly [Write, number | undefined])[],
    answers: readonly Answered[],
  ): Write[] {
    const found = new Map(answers.map((one) => [keyOfInstance(one.instanceType, one), one]));
    return writes.flatMap(([write, version]) => {
      const { key } = write;
      const answer = found.get(key);
      if (answer === undefined) {
        // What may not be skipped stays unknown: no answer told of it.
        return version !== undefined && this.#maySkip ? [write] : [];
      }
      if (answer.wasModified) {
        this.#moments.add(answer.lastUpdatedTime);
        const isNew = answer.createdTime === answer.lastUpdatedTime;
        this.#account.record([key], isNew ? "created" : "updated");
        if (!isNew) {
          this.#createdAt.set(key, answer.createdTime);
        }
      } else if (version !== undefined && answer.version > version) {
        // The service answers for what it skipped, too: with the version that is stored.
        return [write];
      } else {
        this.#account.record([key], "unchanged");
      }
      return [];
    });
  }

  /** What a relation of this call made, and a later request of it filled, did not exist before. */
  #ownWhatWasMade(): void {
    const suspects = [...this.#createdAt].filter(([, moment]) => this.#moments.has(moment)).map(([key]) => key);
    if (suspects.length > 0) {
      const referred = new Set([...this.#planned.values()].flatMap((write) => write.targets));
      this.#account.record(suspects.filter((key) => referred.has(key)), "created");
    }
  }
}

interface Answered extends Item {
  readonly wasModified: boolean;
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
