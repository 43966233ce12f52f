import { type FailedRequest, MultiRequestError } from "../errors.ts";
import type { InstanceId } from "../ids.ts";
import { dumpedKey, type Key } from "./writePlan.ts";

/** An instance that did not go through, or of which nobody knows, and why. */
export interface FailedItem {
  readonly id: InstanceId;
  /** What the service said, or why there was no answer. */
  readonly error: unknown;
  /** Whether the error is about this very instance: the service named it, or refused it alone. */
  readonly atFault: boolean;
  /** Whether the stored version was newer than `existingVersion`. */
  readonly isConflict: boolean;
}

/** Why something did not go through. */
export type Loss = Omit<FailedItem, "id">;

/** What became of each instance. Every id is in exactly one list. */
export class Result<O extends string> {
  readonly #outcomes = new Map<Key, O>();
  readonly #losses = new Map<Key, Loss>();

  /** What became of some instances; for operations. */
  record(keys: Iterable<Key>, outcome: O, loss?: Loss): void {
    for (const key of keys) {
      this.#outcomes.set(key, outcome);
      if (loss !== undefined) {
        this.#losses.set(key, loss);
      }
    }
  }

  /**
   * From now on these count as not sent, but for those of which it is known what became of them, or which are unknown; for
   * operations.
   */
  begin(keys: Iterable<Key>, notSent: O, kept: readonly O[]): void {
    for (const key of keys) {
      const outcome = this.#outcomes.get(key);
      if (outcome === undefined || !kept.includes(outcome)) {
        this.#outcomes.set(key, notSent);
        this.#losses.delete(key);
      }
    }
  }

  /** What became of one instance; for operations. */
  outcomeOf(key: Key): O | undefined {
    return this.#outcomes.get(key);
  }

  /** The keys with one outcome; for operations. */
  keys(outcome: O): Key[] {
    return [...this.#outcomes].flatMap(([key, one]) => one === outcome ? [key] : []);
  }

  /** What became of everything, as errors of several requests tell it; for operations. */
  told(settled: readonly O[], failed: O, unknown: O, notSent: O): ConstructorParameters<typeof MultiRequestError>[0] {
    return {
      succeeded: settled.flatMap((outcome) => this.ids(outcome)),
      failed: this.#requests(failed),
      unknown: this.#requests(unknown),
      notSent: this.ids(notSent),
    };
  }

  protected ids(outcome: O): InstanceId[] {
    return this.keys(outcome).map(idOf);
  }

  protected lost(outcome: O): FailedItem[] {
    return this.keys(outcome).map((key) => ({ id: idOf(key), ...this.#losses.get(key) ?? INTERRUPTED }));
  }

  #requests(outcome: O): FailedRequest[] {
    const together = new Map<unknown, InstanceId[]>();
    for (const { id, error } of this.lost(outcome)) {
      together.set(error, [...together.get(error) ?? [], id]);
    }
    return [...together].map(([error, items]) => ({ items, error }));
  }
}

const INTERRUPTED: Loss = { error: new Error("Interrupted before the answer came"), atFault: false, isConflict: false };

function idOf(key: Key): InstanceId {
  const { instanceType, space, externalId } = dumpedKey(key);
  return instanceType === "edge" ? { instanceType, space, externalId } : { space, externalId };
}

/** Where an instance that is written ends up. */
export type UpsertOutcome = "created" | "updated" | "unchanged" | "skipped" | "failed" | "unknown" | "notSent";

/**
 * What became of each instance that was written. Every id is in exactly one list.
 *
 * An empty one can be given to `upsert({ resume })`: it is kept up to date while the call goes on, tells what was sent if the
 * call is interrupted, and given again lets the call go on from there.
 */
export class UpsertResult extends Result<UpsertOutcome> {
  /** Did not exist before. */
  get created(): InstanceId[] {
    return this.ids("created");
  }

  /** Existed and was changed. */
  get updated(): InstanceId[] {
    return this.ids("updated");
  }

  /** Existed with the very values that were sent; version and times stay. */
  get unchanged(): InstanceId[] {
    return this.ids("unchanged");
  }

  /** Left as it is by `skipOnVersionConflict`, because the stored version is newer. */
  get skipped(): InstanceId[] {
    return this.ids("skipped");
  }

  /** Was in a request that the service refused: nothing of that request was applied. */
  get failed(): FailedItem[] {
    return this.lost("failed");
  }

  /** Was in a request whose answer was lost: it may have been applied. */
  get unknown(): FailedItem[] {
    return this.lost("unknown");
  }

  /** Was not sent, because an earlier request failed or the call was interrupted. */
  get notSent(): InstanceId[] {
    return this.ids("notSent");
  }
}

/** Where an instance that is deleted ends up. */
export type DeleteOutcome = "deleted" | "notFound" | "failed" | "unknown" | "notSent";

/** What became of each instance that was deleted. Edges that go because their node goes are not named. */
export class DeleteResult extends Result<DeleteOutcome> {
  /** Existed and is gone. */
  get deleted(): InstanceId[] {
    return this.ids("deleted");
  }

  /** Did not exist. */
  get notFound(): InstanceId[] {
    return this.ids("notFound");
  }

  /** Was in a request that the service refused: nothing of that request was applied. */
  get failed(): FailedItem[] {
    return this.lost("failed");
  }

  /** Was in a request whose answer was lost: it may have been applied. */
  get unknown(): FailedItem[] {
    return this.lost("unknown");
  }

  /** Was not sent, because an earlier request failed or the call was interrupted. */
  get notSent(): InstanceId[] {
    return this.ids("notSent");
  }
}

/** Some of several write requests failed; `result` tells what became of every instance. */
export class PartialUpsertError extends MultiRequestError {
  override readonly name: string = "PartialUpsertError";
  readonly result: UpsertResult;

  constructor(result: UpsertResult) {
    super(result.told(["created", "updated", "unchanged", "skipped"], "failed", "unknown", "notSent"));
    this.result = result;
  }
}

/** Some of several delete requests failed; `result` tells what became of every instance. */
export class PartialDeleteError extends MultiRequestError {
  override readonly name: string = "PartialDeleteError";
  readonly result: DeleteResult;

  constructor(result: DeleteResult) {
    super(result.told(["deleted", "notFound"], "failed", "unknown", "notSent"));
    this.result = result;
  }
}
