import type { ApiClient } from "../client.ts";
import { halveOnTimeout } from "../core/chunks.ts";
import type { Decoder } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import { nextCursors } from "./cursors.ts";
import type { Page, PageReader, PageRequest, SendOptions } from "./pages.ts";
import type { PageSize } from "./pageSize.ts";
import { type PagingOptions, QUERY_CURSOR } from "./paging.ts";
import { parseSets } from "./queryAnswer.ts";

const NAME = "all";

/** What is read of one view: the parts of a request for a list that matter to a query, too. */
export interface Selection {
  readonly instanceType: "node" | "edge";
  /** The condition that an instance is in the view, and those of the caller. */
  readonly filter: unknown;
  readonly source: unknown;
  readonly sort: readonly unknown[] | undefined;
}

/** A long read of one view: pages of the query endpoint, which may be ten times as large as those of lists. */
export class QueryPages<T> implements PageReader<T> {
  readonly #client: ApiClient;
  readonly #decoder: Decoder;
  readonly #selection: Selection;
  readonly #size: PageSize;
  #left: number;
  #cursor: string | undefined;
  #more = true;
  #typed = false;

  /** @param options a cursor is without {@link QUERY_CURSOR} */
  constructor(
    client: ApiClient,
    decoder: Decoder,
    selection: Selection,
    size: PageSize,
    options: Omit<PagingOptions, "chunkSize">,
  ) {
    this.#client = client;
    this.#decoder = decoder;
    this.#selection = selection;
    this.#size = size;
    this.#left = options.limit ?? Infinity;
    this.#cursor = options.cursor;
  }

  next(): QueryRequest | undefined {
    if (!this.#more || this.#left === 0) {
      return undefined;
    }
    this.#more = false;
    const size = Math.min(this.#size.next, this.#left);
    this.#left -= size;
    return new QueryRequest(size, (options) => this.#ask(size, options));
  }

  received(request: QueryRequest, text: string): void {
    request.text = text;
    this.#cursor = nextCursors(text)[NAME] ?? undefined;
    this.#more = this.#cursor !== undefined;
  }

  decode(request: QueryRequest): readonly Page<T>[] {
    const decoder = this.#decoder;
    const sets = parseSets(request.text, new Map([[NAME, decoder]]));
    request.text = "";
    const items = (sets[NAME] ?? []).map((item) => decoder.decode(item)) as T[];
    // A page may be shorter than asked for while there is more (behaviour.md section 19).
    this.#left += request.size - items.length;
    return [{ items, nextCursor: this.#cursor && QUERY_CURSOR + this.#cursor }];
  }

  async #ask(size: number, options: SendOptions): Promise<string> {
    const begun = performance.now();
    const { page, size: worked } = await halveOnTimeout(size, (size) => this.#post(size, options));
    this.#size.answered(size, worked, performance.now() - begun);
    return page;
  }

  async #post(size: number, options: SendOptions): Promise<string> {
    const { instanceType, filter, source, sort } = this.#selection;
    const body = {
      with: { [NAME]: { [`${instanceType}s`]: { filter }, limit: size, sort } },
      select: { [NAME]: { sources: [source] } },
      includeTyping: !this.#typed,
      cursors: this.#cursor && { [NAME]: this.#cursor },
    };
    const answer = await this.#client.post("/models/instances/query", jsonOf(body), options);
    this.#typed = true;
    return answer.text;
  }
}

class QueryRequest implements PageRequest {
  readonly size: number;
  readonly send: (options: SendOptions) => Promise<string>;
  text = "";

  constructor(size: number, send: (options: SendOptions) => Promise<string>) {
    this.size = size;
    this.send = send;
  }
}
