import { type FailedRequest, MultiRequestError, type RequestOutcomes } from "../errors.ts";
import type { InstanceId } from "../ids.ts";
import { Account, type Loss } from "./account.ts";
import { idOf, keyOfInstance } from "./key.ts";
import { linesOf, readLines } from "./resultLines.ts";

/** An instance that did not go through, or of which nobody knows, and why. */
export interface FailedItem extends Loss {
  readonly id: InstanceId;
}

// Beside the results and not in them: only operations write what becomes of an instance.
const accounts = new WeakMap<Result<string>, Account>();

/** Where it is written what becomes of each instance; for operations. */
export function accountOf(result: Result<string>): Account {
  return accounts.get(result) as Account;
}

/** What became of each instance, as far as it is known by now. Every id has exactly one outcome. */
export abstract class Result<O extends string> {
  readonly #name: string;
  readonly #account: Account;
  readonly #outcomes: readonly O[];

  protected constructor(name: string, settled: readonly O[], open: readonly O[]) {
    this.#name = name;
    this.#account = new Account(settled);
    this.#outcomes = [...settled, ...open];
    accounts.set(this, this.#account);
    // The lists are no fields: without this, `console.log` of Node and Deno would show nothing.
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: () => this.toString() });
  }

  /** Whether nothing was sent that changes anything: the outcomes are those that are to be expected. */
  get isDryRun(): boolean {
    return this.#account.isDryRun;
  }

  /** What a dry run would have sent, request by request, in the form of the service. */
  get requests(): readonly unknown[] {
    return this.#account.requests;
  }

  /** Was in a request that the service refused: nothing of that request was applied. */
  get failed(): FailedItem[] {
    return this.#lost("failed");
  }

  /** Was in a request whose answer was lost: it may have been applied. `resume` finds out, or sends it again. */
  get unknown(): FailedItem[] {
    return this.#lost("unknown");
  }

  /** Was not sent, because an earlier request failed or the call was interrupted. */
  get notSent(): InstanceId[] {
    return this.ids("notSent");
  }

  /** All ids by the name of the list that they are in; lists that are empty included. */
  outcomes(): Record<O, InstanceId[]> {
    return Object.fromEntries(this.#outcomes.map((one) => [one, this.ids(one)])) as Record<O, InstanceId[]>;
  }

  /** The name of the list that an instance is in; undefined if it is in none. */
  outcomeOf(id: InstanceId): O | undefined {
    const kind = "instanceType" in id && id.instanceType === "edge" ? "edge" : "node";
    return this.#account.outcomes.get(keyOfInstance(kind, id)) as O | undefined;
  }

  /**
   * One line of JSON for each instance, each with its line break: kind, id, outcome and error. No values, and nothing
   * secret. Write them to a file, to go on in another program: `UpsertResult.fromJsonl`. The Python runtime reads and
   * writes the same lines.
   */
  *toJsonl(): Generator<string, void, undefined> {
    for (const line of linesOf(this.#account)) {
      yield `${line}\n`;
    }
  }

  /** How many are in each list, such as `UpsertResult: 2 created, 1 failed`. */
  toString(): string {
    const counts = Object.entries<InstanceId[]>(this.outcomes()).filter(([, ids]) => ids.length > 0)
      .map(([name, ids]) => `${ids.length} ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`);
    return `${this.#name}${this.isDryRun ? " of a dry run" : ""}: ${counts.join(", ") || "nothing to do"}`;
  }

  protected ids(outcome: string): InstanceId[] {
    return this.#account.keys(outcome).map(idOf);
  }

  /** Takes what {@link Result.toJsonl} gave. */
  protected load(text: string): this {
    readLines(text, this.#account, this.#outcomes);
    return this;
  }

  #lost(outcome: string): FailedItem[] {
    return this.#account.losses(outcome).map(([key, loss]) => ({ id: idOf(key), ...loss }));
  }
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
  constructor() {
    super("UpsertResult", ["created", "updated", "unchanged", "skipped"], ["failed", "unknown", "notSent"]);
  }

  /**
   * Takes the text that {@link Result.toJsonl} gave, to go on with it: `upsert(items, { resume: result })`.
   *
   * @throws {PygenValidationError} if a line is not that of an upsert; the message has its number
   */
  static fromJsonl(text: string): UpsertResult {
    return new UpsertResult().load(text);
  }

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

  /** Those of `failed` that are at fault: the service named them or refused them alone. */
  get rejected(): FailedItem[] {
    return this.failed.filter((one) => one.atFault);
  }

  /** Those of `failed` that are known to have a newer version stored than their `existingVersion`. */
  get conflicts(): FailedItem[] {
    return this.failed.filter((one) => one.isConflict);
  }
}

/** Where an instance that is deleted ends up. */
export type DeleteOutcome = "deleted" | "notFound" | "failed" | "unknown" | "notSent";

/** What became of each instance that was deleted. Edges that go because their node goes are not named. */
export class DeleteResult extends Result<DeleteOutcome> {
  constructor() {
    super("DeleteResult", ["deleted", "notFound"], ["failed", "unknown", "notSent"]);
  }

  /**
   * Takes the text that {@link Result.toJsonl} gave, to go on with it: `delete(ids, { resume: result })`.
   *
   * @throws {PygenValidationError} if a line is not that of a delete; the message has its number
   */
  static fromJsonl(text: string): DeleteResult {
    return new DeleteResult().load(text);
  }

  /** Existed and is gone. */
  get deleted(): InstanceId[] {
    return this.ids("deleted");
  }

  /** Did not exist. */
  get notFound(): InstanceId[] {
    return this.ids("notFound");
  }
}

/** Some of several write requests failed; `result` tells what became of every instance. */
export class PartialUpsertError extends MultiRequestError {
  override readonly name: string = "PartialUpsertError";
  readonly result: UpsertResult;

  constructor(result: UpsertResult) {
    super(told(accountOf(result)));
    this.result = result;
  }
}

/** Some of several delete requests failed; `result` tells what became of every instance. */
export class PartialDeleteError extends MultiRequestError {
  override readonly name: string = "PartialDeleteError";
  readonly result: DeleteResult;

  constructor(result: DeleteResult) {
    super(told(accountOf(result)));
    this.result = result;
  }
}

/** What became of everything, as errors of several requests tell it. */
function told(account: Account): RequestOutcomes {
  const requests = (outcome: string): FailedRequest[] => {
    const together = new Map<unknown, InstanceId[]>();
    for (const [key, { error }] of account.losses(outcome)) {
      const ids = together.get(error) ?? [];
      ids.push(idOf(key));
      together.set(error, ids);
    }
    return [...together].map(([error, items]) => ({ items, error }));
  };
  return {
    succeeded: [...account.outcomes.keys()].filter((key) => account.isSettled(key)).map(idOf),
    failed: requests("failed"),
    unknown: requests("unknown"),
    notSent: account.keys("notSent").map(idOf),
  };
}
