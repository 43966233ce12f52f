/** Time and chance. Tests bring their own, so that retries are seen without waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** A number from 0 (included) to 1 (excluded). */
  random(): number;
  /** Waits for some milliseconds; rejects with the reason of the signal once it is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The longest wait that timers know; beyond it they ring at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;

/** The clock of the system. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const wake = (): void => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", wake);
        resolve();
      }, Math.min(milliseconds, LONGEST_TIMER));
      signal.addEventListener("abort", wake, { once: true });
    }),
};
