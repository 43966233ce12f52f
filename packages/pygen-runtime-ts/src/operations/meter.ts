import type { Progress, ProgressTask } from "../progress.ts";
import type { Page } from "./pages.ts";

/** Who is told of a read, and what. */
export interface Watching {
  readonly progress: Progress;
  /** What is read. */
  readonly name: string;
  /** How many instances there will be at most; Infinity or undefined if nobody knows. */
  readonly total: number | undefined;
}

/** The pages of a read, told from the second one on: what takes one request is not worth a word. */
export async function* metered<T>(
  pages: AsyncIterable<Page<T>>,
  { progress, name, total }: Watching,
): AsyncGenerator<Page<T>, void, undefined> {
  let first: number | undefined;
  let task: ProgressTask | undefined;
  try {
    for await (const page of pages) {
      if (first === undefined) {
        first = page.items.length;
      } else if (task === undefined) {
        task = progress.start(`Reading ${name}`, total === Infinity ? undefined : total);
        task.advance(first + page.items.length);
      } else {
        task.advance(page.items.length);
      }
      yield page;
    }
  } finally {
    task?.close();
  }
}
