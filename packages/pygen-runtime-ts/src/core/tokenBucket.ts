/** Spreads requests over time: a second's worth of them at once, then one whenever its turn has come. */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  #level: number;
  #filled = 0;

  /** @param perSecond requests a second, on average */
  constructor(perSecond: number) {
    this.#rate = perSecond / 1000;
    this.#burst = Math.max(1, perSecond);
    this.#level = this.#burst;
  }

  /**
   * Takes a turn.
   *
   * @param now milliseconds, by any clock
   * @param longest milliseconds that the caller can wait
   * @returns milliseconds until the turn comes; undefined, and none is taken, if that is longer than `longest`
   */
  take(now: number, longest: number | undefined): number | undefined {
    if (now > this.#filled) {
      this.#level = Math.min(this.#burst, this.#level + (now - this.#filled) * this.#rate);
      this.#filled = now;
    }
    const wait = Math.max(0, (1 - this.#level) / this.#rate);
    if (longest !== undefined && wait > longest) {
      return undefined;
    }
    this.#level -= 1;
    return wait;
  }
}
