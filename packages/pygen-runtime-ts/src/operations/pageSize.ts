import { FIRST_PAGE, MAX_CHUNK } from "./paging.ts";

/** Milliseconds that an answer may take; the service gives up on what takes longer than about twice as much. */
const LONGEST = 5000;

/** How many times larger the next page is at most. */
const GROWTH = 4;

/** The share of what a page is larger by, by which instances a second must be more. */
const WORTH_IT = 0.25;

/** How often a larger page may disappoint. */
const TRIES = 3;

/**
 * How many instances to ask for: up to four times as many as before, as long as that brings more of them in a second, and
 * so many are likely to come in five. Where each request waits long for its answer, large pages wait less often; where none
 * does, small ones take less time to parse. One answer may be late for any reason, so larger pages are tried three times
 * before they are given up.
 */
export class PageSize {
  /** The size of the next page. */
  next: number;
  #isFixed: boolean;
  #known: { readonly size: number; readonly rate: number } | undefined;
  #failures = 0;

  /** @param fixed always as many; undefined to adapt */
  constructor(fixed: number | undefined) {
    this.next = fixed ?? FIRST_PAGE;
    this.#isFixed = fixed !== undefined;
  }

  /** Takes how long a page took. Fewer worked than were asked for where so many were too much. */
  answered(asked: number, worked: number, milliseconds: number): void {
    if (worked < asked) {
      // What was too much once would be so again.
      this.next = worked;
      this.#isFixed = true;
    }
    // The last page of a read with a limit says nothing of larger ones.
    if (this.#isFixed || asked < this.next) {
      return;
    }
    const rate = worked / Math.max(milliseconds, 1);
    const { size, rate: known } = this.#known ?? { size: worked, rate };
    if (rate < known * (1 + WORTH_IT * (worked / size - 1)) && worked > size) {
      this.#failures++;
      this.#known = undefined;
      this.next = size;
      this.#isFixed = this.#failures === TRIES;
      return;
    }
    if (worked > size) {
      this.#failures = 0;
    }
    this.#known = { size: worked, rate };
    this.next = Math.max(worked, Math.min(GROWTH * worked, Math.floor(rate * LONGEST), MAX_CHUNK));
  }
}
