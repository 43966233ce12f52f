import { nextCursor } from "./cursors.ts";
import type { Page, PageReader, PageRequest } from "./pages.ts";

/**
 * A read of one view that may be long. The first request is that of a list, so whoever reads little notices nothing. If
 * there is more, queries begin anew, because neither goes on from the cursors of the other.
 */
export class LongReader<T> implements PageReader<T> {
  readonly #query: () => Promise<PageReader<T>>;
  #reader: PageReader<T>;
  #isQueried = false;
  #dropped: PageRequest | undefined;

  /** @param query begins the queries; called if there is more than one page */
  constructor(listed: PageReader<T>, query: () => Promise<PageReader<T>>) {
    this.#reader = listed;
    this.#query = query;
  }

  next(): PageRequest | undefined {
    return this.#reader.next();
  }

  async received(request: PageRequest, text: string): Promise<void> {
    if (this.#isQueried || nextCursor(text) === undefined) {
      await this.#reader.received(request, text);
      return;
    }
    this.#dropped = request;
    this.#isQueried = true;
    this.#reader = await this.#query();
  }

  decode(request: PageRequest): readonly Page<T>[] {
    return request === this.#dropped ? [] : this.#reader.decode(request);
  }
}
