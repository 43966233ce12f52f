import { FIRST_PAGE, MAX_CHUNK } from "./paging.ts";

/** Milliseconds that an answer may take; the service gives up on what takes longer than about twice as much. */
const LONGEST = 5000;

/** How many times larger the next page is at most. */
const GROWTH = 4;

/**
 * How many instances to ask for: up to four times as many as before, as long as so many are likely to come in five
 * seconds. Where each request waits long for its answer, large pages wait less often; and where none does, they cost no
 * more time here than small ones.
 */
export class PageSize {
  /** The size of the next page. */
  next: number;
  #isFixed: boolean;

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
    const likely = Math.floor(worked * LONGEST / Math.max(milliseconds, 1));
    this.next = Math.max(worked, Math.min(GROWTH * worked, likely, MAX_CHUNK));
  }
}
