// Time and chance as a test wants them: waits pass at once and are written down.
import type { Clock } from "@cognite/pygen-runtime";

/** A clock that only moves when it is told to, and when somebody sleeps. */
export class ScriptedClock implements Clock {
  /** Milliseconds since 1970. */
  time: number = Date.UTC(2026, 0, 1);
  /** How long each sleep was, in milliseconds. */
  readonly waits: number[] = [];
  readonly #chance: number;

  constructor(chance = 0) {
    this.#chance = chance;
  }

  now(): number {
    return this.time;
  }

  random(): number {
    return this.#chance;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }
}
