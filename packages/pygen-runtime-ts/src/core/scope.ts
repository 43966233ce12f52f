import { DeadlineExceededError, PygenValidationError } from "../errors.ts";
import { type Clock, LONGEST_TIMER } from "./clock.ts";

/** What can end one call early: its deadline, the caller's signal, the closing of the client. */
export class Scope {
  readonly clock: Clock;
  readonly #controller = new AbortController();
  readonly #deadline: number | undefined;
  readonly #source: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(clock: Clock, deadline: Date | undefined, source: AbortSignal | undefined) {
    this.clock = clock;
    this.#deadline = deadline?.getTime();
    if (Number.isNaN(this.#deadline)) {
      throw new PygenValidationError("deadline must be a valid Date");
    }
    this.#source = source;
    if (source?.aborted === true) {
      this.end(source.reason);
    }
    source?.addEventListener("abort", this.#follow, { once: true });
    const left = this.left;
    if (left !== undefined && left < LONGEST_TIMER) {
      this.#timer = setTimeout(() => this.end(passed()), Math.max(0, left));
    }
  }

  readonly #follow = (): void => this.end(this.#source?.reason);

  /** Ends the call. */
  end(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Aborted when the call is to end; its reason is what the call rejects with. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds until the deadline; undefined without one. */
  get left(): number | undefined {
    return this.#deadline === undefined ? undefined : this.#deadline - this.clock.now();
  }

  /**
   * Goes on only if the call is still wanted.
   *
   * @throws {DeadlineExceededError} if its deadline has passed
   */
  check(): void {
    this.signal.throwIfAborted();
    if (this.left !== undefined && this.left <= 0) {
      throw passed();
    }
  }

  /**
   * Waits, or does not begin to where the wait would end after the deadline.
   *
   * @throws {DeadlineExceededError} if the wait is too long
   */
  async sleep(milliseconds: number, what: string): Promise<void> {
    this.check();
    if (this.left !== undefined && milliseconds > this.left) {
      throw new DeadlineExceededError(
        `The deadline is in ${seconds(this.left)} s, too soon to wait ${seconds(milliseconds)} s for ${what}`,
      );
    }
    await this.clock.sleep(milliseconds, this.signal);
  }

  /** Lets go of what it listens to. */
  close(): void {
    clearTimeout(this.#timer);
    this.#source?.removeEventListener("abort", this.#follow);
  }
}

function passed(): DeadlineExceededError {
  return new DeadlineExceededError("The deadline has passed");
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
