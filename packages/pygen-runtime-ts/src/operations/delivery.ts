import { mayHaveBeenApplied } from "../core/chunks.ts";
import { PygenError, UnreadableAnswerError } from "../errors.ts";
import type { Progress, ProgressTask } from "../progress.ts";
import type { Account } from "./account.ts";
import type { Key } from "./key.ts";
import { isAboutItems, isVersionConflict, named, smaller } from "./refusal.ts";

/** How one chunk is brought through. */
export interface Bringing {
  /** Sends some of it, and records what became of them. */
  readonly send: (part: readonly Key[]) => Promise<void>;
  /** Whether to find what the service refuses, so that all the rest goes through. */
  readonly isolate?: boolean;
  /** Whether something in the chunk has an `existingVersion`. */
  readonly guarded?: boolean;
  /** Whether, after an error, it may go through when other chunks have. */
  readonly canWait?: (error: unknown) => boolean;
}

/** The requests of one call. While they are under way, the account tells what is known of each instance by then. */
export class Delivery {
  readonly #account: Account;
  readonly #progress: Progress | undefined;
  readonly #description: string;
  readonly #fail: () => Error;
  #task: ProgressTask | undefined;
  #requests = 0;
  #wentThrough = false;

  /**
   * @param progress what is told how far the call has come, if it takes more than one request
   * @param description what the call does
   * @param fail makes the error for calls of which a part went through
   */
  constructor(account: Account, progress: Progress | undefined, description: string, fail: () => Error) {
    this.#account = account;
    this.#progress = progress;
    this.#description = description;
    this.#fail = fail;
  }

  /**
   * So many requests more are to come, at least.
   *
   * @param total instances altogether; undefined if nobody knows
   */
  expect(requests: number, total: number | undefined): void {
    this.#requests += requests;
    if (this.#requests > 1 || total === undefined) {
      this.#task ??= this.#progress?.start(this.#description, total);
    }
  }

  /**
   * Brings several chunks through, some at once; gives those that are to be brought again when the others are. None starts
   * after one has failed.
   *
   * @throws the error of the only request, as it is
   * @throws {MultiRequestError} if one of several requests failed
   */
  async together<C extends readonly Key[]>(
    chunks: readonly C[],
    atOnce: number,
    how: (chunk: C) => Bringing,
  ): Promise<C[]> {
    const waiting: C[] = [];
    let next = 0;
    let failure: { readonly error: unknown } | undefined;
    const work = async (): Promise<void> => {
      while (failure === undefined && next < chunks.length) {
        const chunk = chunks[next++] as C;
        try {
          if (!await this.#bring(chunk, how(chunk))) {
            waiting.push(chunk);
          }
        } catch (error) {
          failure ??= { error };
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, chunks.length) }, work));
    if (failure !== undefined) {
      // What is no error of ours, such as the reason of the caller's signal, is passed on as it is.
      const isWhole = this.#requests === 1 && !this.#wentThrough || !(failure.error instanceof PygenError);
      throw isWhole ? failure.error : this.#fail();
    }
    return waiting;
  }

  /** The call has ended, well or not. */
  close(): void {
    this.#task?.close();
  }

  /** Brings a chunk through: whole, or in parts where that is too much, or where a part of it is wrong. */
  async #bring(chunk: readonly Key[], how: Bringing): Promise<boolean> {
    const { send, isolate = false, guarded = false, canWait } = how;
    const account = this.#account;
    const waiting: (readonly Key[])[] = [chunk];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      // Sent, and nobody knows: true until an answer is there, and then if the call is interrupted.
      account.record(part, "unknown");
      try {
        await send(part);
        this.#wentThrough = true;
      } catch (error) {
        const open = part.filter((key) => account.outcomes.get(key) === "unknown");
        // Of what is merged with what is stored some can go through although the rest is refused.
        this.#wentThrough ||= part.some((key) => account.isSettled(key));
        if (part.length === chunk.length && canWait?.(error) === true) {
          account.record(open, "notSent");
          return false;
        }
        const parts = smaller(open, error, isolate);
        if (parts !== undefined) {
          account.record(open, "notSent");
          waiting.push(...parts.reverse());
          continue;
        }
        this.#recordLoss(open, error, guarded);
        if (!(isolate && isAboutItems(error))) {
          throw error;
        }
      }
      this.#task?.advance(part.length);
    }
    return true;
  }

  #recordLoss(keys: readonly Key[], error: unknown, guarded: boolean): void {
    const outcome = mayHaveBeenApplied(error) || error instanceof UnreadableAnswerError ? "unknown" : "failed";
    const atFault = new Set(keys.length === 1 ? keys : named(error, keys));
    const isConflict = guarded && isVersionConflict(error);
    for (const key of keys) {
      const fault = atFault.has(key);
      this.#account.record([key], outcome, { error, atFault: fault, isConflict: fault && isConflict });
    }
  }
}
