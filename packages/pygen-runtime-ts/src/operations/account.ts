import { PygenConnectionError } from "../errors.ts";
import type { Key } from "./key.ts";

/** Why an instance did not go through. */
export interface Loss {
  /** What the service said, or why there was no answer. */
  readonly error: unknown;
  /** Whether the error is about this very instance: the service named it, or refused it alone. */
  readonly atFault: boolean;
  /** Whether the stored version was newer than `existingVersion`. */
  readonly isConflict: boolean;
}

const INTERRUPTED: Loss = {
  error: new PygenConnectionError("Interrupted before the answer came", { mayHaveArrived: true }),
  atFault: false,
  isConflict: false,
};

/** What became of each instance, as far as it is known by now. Each has exactly one outcome. */
export class Account {
  /** Whether the call sends nothing that changes anything. */
  isDryRun = false;
  /** What a dry run would have sent. */
  readonly requests: unknown[] = [];
  /** What became of each, in the order in which they were planned. */
  readonly outcomes: Map<Key, string> = new Map();
  readonly #losses = new Map<Key, Loss>();
  readonly #settled: ReadonlySet<string>;

  /** @param settled the outcomes after which there is nothing more to do */
  constructor(settled: readonly string[]) {
    this.#settled = new Set(settled);
  }

  /**
   * From now on these count as not sent, but for those of which it is known what became of them.
   *
   * @returns those that count as not sent
   */
  begin(keys: Iterable<Key>): Key[] {
    const open = [...keys].filter((key) => !this.isSettled(key));
    this.record(open, "notSent");
    return open;
  }

  /** What became of some instances, and why it did not work if it did not. */
  record(keys: Iterable<Key>, outcome: string, loss?: Loss): void {
    for (const key of keys) {
      this.outcomes.set(key, outcome);
      if (loss !== undefined) {
        this.#losses.set(key, loss);
      } else {
        this.#losses.delete(key);
      }
    }
  }

  /** Whether there is nothing more to do for an instance. */
  isSettled(key: Key): boolean {
    return this.#settled.has(this.outcomes.get(key) ?? "");
  }

  /** Those with one outcome. */
  keys(outcome: string): Key[] {
    return [...this.outcomes].flatMap(([key, one]) => one === outcome ? [key] : []);
  }

  /** Why an instance did not go through; undefined if nothing is known of that. */
  lossOf(key: Key): Loss | undefined {
    return this.#losses.get(key);
  }

  /** Those with one outcome, and why it did not work. */
  losses(outcome: string): (readonly [Key, Loss])[] {
    return this.keys(outcome).map((key) => [key, this.#losses.get(key) ?? INTERRUPTED] as const);
  }
}
