// Somebody who is told how far reads and writes have come.
import type { Progress, ProgressTask } from "@cognite/pygen-runtime";

/** What a screen was told of one task. */
export interface Told {
  readonly description: string;
  readonly total: number | undefined;
  done: number;
  closed: number;
}

/** Remembers what it was told. */
export class Screen implements Progress {
  readonly tasks: Told[] = [];

  start(description: string, total: number | undefined): ProgressTask {
    const task: Told = { description, total, done: 0, closed: 0 };
    this.tasks.push(task);
    return { advance: (count) => task.done += count, close: () => task.closed++ };
  }
}
