import { mayHaveBeenApplied } from "../core/chunks.ts";
import { PygenError, UnreadableAnswerError } from "../errors.ts";
import { isAboutItems, isVersionConflict, named, smaller } from "./refusal.ts";
import type { Result } from "./results.ts";
import type { Key } from "./writePlan.ts";

/** The outcomes that every result of several requests has. */
type Open = "failed" | "unknown" | "notSent";

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

/** The requests of one call. While they are under way, the result tells what is known of each instance by then. */
export class Delivery<R extends Result<string>> {
  readonly #result: R;
  readonly #fail: (result: R) => Error;
  #wentThrough = false;

  /** @param fail makes the error for calls of which a part went through */
  constructor(result: R, fail: (result: R) => Error) {
    this.#result = result;
    this.#fail = fail;
  }

  /**
   * Brings several chunks through, some at once; gives those that are to be brought again when the others are. None starts
   * after one has failed.
   *
   * @param isOnly whether the call has no other chunks: an error of the first request is then passed on as it is
   */
  async together<C extends readonly Key[]>(
    chunks: readonly C[],
    atOnce: number,
    isOnly: boolean,
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
      const isWhole = isOnly && !this.#wentThrough || !(failure.error instanceof PygenError);
      throw isWhole ? failure.error : this.#fail(this.#result);
    }
    return waiting;
  }

  /** Brings a chunk through: whole, or in parts where that is too much, or where a part of it is wrong. */
  async #bring(chunk: readonly Key[], how: Bringing): Promise<boolean> {
    const { send, isolate = false, guarded = false, canWait } = how;
    const result = this.#result as Result<string> as Result<Open>;
    const waiting: (readonly Key[])[] = [chunk];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      // Sent, and nobody knows: true until an answer is there, and then if the call is interrupted.
      result.record(part, "unknown");
      try {
        await send(part);
        this.#wentThrough = true;
      } catch (error) {
        const unknown = new Set(result.keys("unknown"));
        const open = part.filter((key) => unknown.has(key));
        if (part.length === chunk.length && canWait?.(error) === true) {
          result.record(open, "notSent");
          return false;
        }
        const parts = smaller(open, error, isolate);
        if (parts !== undefined) {
          result.record(open, "notSent");
          waiting.push(...parts.reverse());
          continue;
        }
        this.#recordLoss(open, error, guarded);
        if (!(isolate && isAboutItems(error))) {
          throw error;
        }
      }
    }
    return true;
  }

  #recordLoss(keys: readonly Key[], error: unknown, guarded: boolean): void {
    const outcome = mayHaveBeenApplied(error) || error instanceof UnreadableAnswerError ? "unknown" : "failed";
    const atFault = new Set(keys.length === 1 ? keys : named(error, keys));
    const isConflict = guarded && isVersionConflict(error);
    for (const key of keys) {
      const fault = atFault.has(key);
      this.#result.record([key], outcome, { error, atFault: fault, isConflict: fault && isConflict });
    }
  }
}
