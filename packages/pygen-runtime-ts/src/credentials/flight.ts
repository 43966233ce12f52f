/** Work that several callers wait for. It is given up when the last of them has gone. */
export class Flight<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;
  #landed = false;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#controller.signal).finally(() => this.#landed = true);
    // Who waits hears of a failure. If nobody does any more, nobody needs to.
    this.#result.catch(() => undefined);
  }

  /** Whether it is too late to join. */
  get isOver(): boolean {
    return this.#landed || this.#controller.signal.aborted;
  }

  /** Waits for the result, or until the signal is aborted; rejects with the reason of the signal then. */
  async join(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.#waiting += 1;
    let leave = (): void => undefined;
    const gone = new Promise<never>((_, reject) => leave = () => reject(signal.reason));
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([this.#result, gone]);
    } finally {
      signal.removeEventListener("abort", leave);
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#landed) {
        this.#controller.abort(signal.reason);
      }
    }
  }
}
