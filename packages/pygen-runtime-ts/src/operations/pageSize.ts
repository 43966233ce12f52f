import { FIRST_PAGE, MAX_CHUNK } from "./paging.ts";

/** The share of what a page is larger by, by which instances a second must be more. */
const WORTH_IT = 0.25;

/** How often a larger page may disappoint. */
const TRIES = 3;

/** Milliseconds. Pages that take longer do not grow, for the service gives up on what takes too long. */
const SLOW = 5000;

/**
 * How many instances to ask for: twice as many as long as that brings more of them in a second. Where each request waits
 * long for its answer, large pages wait less often; where none does, small ones cost less memory. One answer may be late
 * for any reason, so a larger size is tried three times before it is given up.
 */
export class PageSize {
  /** The size of the next page. */
  next: number;
  #settled: boolean;
  #known: { readonly size: number; readonly rate: number } | undefined;
  #failures = 0;

  /** @param fixed always as many; undefined to adapt */
  constructor(fixed: number | undefined) {
    this.next = fixed ?? FIRST_PAGE;
    this.#settled = fixed !== undefined;
  }

  /** Takes how long a page took. Fewer worked than were asked for where so many were too much. */
  answered(asked: number, worked: number, milliseconds: number): void {
    if (worked < asked) {
      this.next = worked;
      this.#settled = true;
    }
    if (this.#settled || asked < this.next) {
      return;
    }
    const rate = worked / Math.max(milliseconds, 0.001);
    const { size, rate: known } = this.#known ?? { size: worked, rate: 0 };
    if (rate < known * (1 + WORTH_IT * (worked / size - 1))) {
      this.#failures++;
      this.#known = undefined;
      this.next = size;
      this.#settled = this.#failures === TRIES;
    } else if (worked === MAX_CHUNK || milliseconds > SLOW) {
      this.#settled = true;
    } else {
      this.#failures = worked === size ? this.#failures : 0;
      this.#known = { size: worked, rate };
      this.next = Math.min(MAX_CHUNK, 2 * worked);
    }
  }
}
