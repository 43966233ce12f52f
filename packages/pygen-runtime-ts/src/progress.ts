/** One read or write that is under way. */
export interface ProgressTask {
  /** So many instances more are done. */
  advance(count: number): void;
  /** The read or write has ended, well or not. Called once. */
  close(): void;
}

/**
 * Shows how far long reads and writes have come; give one to the client of an SDK. It is told of what takes more than one
 * request. What it throws ends the read or write.
 */
export interface Progress {
  /**
   * A read or write begins.
   *
   * @param description what is done, such as `Reading Product`
   * @param total how many instances there will be at most; undefined if nobody knows
   */
  start(description: string, total: number | undefined): ProgressTask;
}
