import { nextCursor } from "./cursors.ts";
import type { Page, PageReader, PageRequest } from "./pages.ts";
import { PageSize } from "./pageSize.ts";
import { MAX_PAGE } from "./paging.ts";

/**
 * A read of one view that may be long. The first request is that of a list, so whoever reads little notices nothing. If
 * there is more, queries begin anew, because neither goes on from the cursors of the other.
 */
export class LongReader<T> implements PageReader<T> {
  readonly #query: (size: PageSize) => Promise<PageReader<T>>;
  #reader: PageReader<T>;
  #isQueried = false;
  #dropped: PageRequest | undefined;
  #begun: number | undefined;

  /** @param query begins the queries, with pages of some size; called if there is more than one page */
  constructor(listed: PageReader<T>, query: (size: PageSize) => Promise<PageReader<T>>) {
    this.#reader = listed;
    this.#query = query;
  }

  next(): PageRequest | undefined {
    this.#begun ??= performance.now();
    return this.#reader.next();
  }

  async received(request: PageRequest, text: string): Promise<void> {
    if (this.#isQueried || nextCursor(text) === undefined) {
      await this.#reader.received(request, text);
      return;
    }
    this.#dropped = request;
    this.#isQueried = true;
    const size = new PageSize(undefined);
    // What is dropped tells how large a page can be all the same.
    size.answered(MAX_PAGE, MAX_PAGE, performance.now() - (this.#begun ?? 0));
    this.#reader = await this.#query(size);
  }

  decode(request: PageRequest): readonly Page<T>[] {
    return request === this.#dropped ? [] : this.#reader.decode(request);
  }
}
