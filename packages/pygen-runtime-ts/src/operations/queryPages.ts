import type { ApiClient } from "../client.ts";
import { halveOnTimeout } from "../core/chunks.ts";
import { PygenAPIError } from "../errors.ts";
import { type Filter, memberOf } from "../filters/filter.ts";
import type { Decoder } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import type { ViewRef } from "../views/view.ts";
import { nextCursors } from "./cursors.ts";
import type { ListReader } from "./listReader.ts";
import { isSameFilter, lookUpMembers } from "./membership.ts";
import type { Page, PageReader, SendOptions } from "./pages.ts";
import type { PageSize } from "./pageSize.ts";
import { type PagingOptions, QUERY_CURSOR } from "./paging.ts";
import { parseSets } from "./queryAnswer.ts";
import { SizedRequest } from "./sizedRequest.ts";

const NAME = "all";

/** What is read of one view: the parts of a request for a list that matter to a query, too. */
export interface Selection {
  readonly view: ViewRef;
  readonly instanceType: "node" | "edge";
  /** The conditions of the caller. */
  readonly filter: Filter | undefined;
  readonly source: unknown;
  readonly sort: readonly unknown[] | undefined;
}

/** How a long read is cut into pages, and what else it can do. */
export interface QueryPaging<T> extends Omit<PagingOptions, "chunkSize"> {
  readonly size: PageSize;
  /** Begins to read as a list, which may do where queries may not; undefined where the read goes on from a query. */
  readonly listed: (() => ListReader<T>) | undefined;
}

/**
 * A long read of one view: pages of the query endpoint, which may be ten times as large as those of lists.
 *
 * A list shows what is in a view by now, and must not show something else because it is long. What a query asks for is
 * what the SDK knows to be in the view, and its filter may have changed since the SDK was generated: so the view is looked
 * up along with the first page.
 */
export class QueryPages<T> implements PageReader<T> {
  readonly #client: ApiClient;
  readonly #decoder: Decoder;
  readonly #selection: Selection;
  readonly #size: PageSize;
  readonly #listed: (() => ListReader<T>) | undefined;
  /** What goes on in place of the queries. */
  #list: ListReader<T> | undefined;
  #members: Filter;
  #isOpen = false;
  #left: number;
  #cursor: string | undefined;
  #more = true;
  #typed = false;

  /** @param paging its cursor is without {@link QUERY_CURSOR} */
  constructor(client: ApiClient, decoder: Decoder, selection: Selection, paging: QueryPaging<T>) {
    this.#client = client;
    this.#decoder = decoder;
    this.#selection = selection;
    this.#members = memberOf(selection.view);
    this.#size = paging.size;
    this.#listed = paging.listed;
    this.#left = paging.limit ?? Infinity;
    this.#cursor = paging.cursor;
  }

  next(): SizedRequest | undefined {
    if (this.#list !== undefined) {
      return this.#list.next();
    }
    if (!this.#more || this.#left <= 0) {
      return undefined;
    }
    this.#more = false;
    const size = Math.min(this.#size.next, this.#left);
    this.#left -= size;
    if (this.#isOpen) {
      return new SizedRequest(size, (options) => this.#ask(size, options));
    }
    const first: SizedRequest = new SizedRequest(size, (options) => this.#open(first, options));
    return first;
  }

  received(request: SizedRequest, text: string): void {
    if (this.#list !== undefined) {
      this.#list.received(request.instead ?? request, text);
      return;
    }
    request.text = text;
    this.#cursor = nextCursors(text)[NAME];
    this.#more = this.#cursor !== undefined;
  }

  decode(request: SizedRequest): readonly Page<T>[] {
    if (this.#list !== undefined) {
      return this.#list.decode(request.instead ?? request);
    }
    const decoder = this.#decoder;
    const sets = parseSets(request.text, new Map([[NAME, decoder]]));
    request.text = "";
    const items = (sets[NAME] ?? []).map((item) => decoder.decode(item)) as T[];
    // A page may be shorter than asked for while there is more (behaviour.md section 19).
    this.#left += request.size - items.length;
    return [{ items, nextCursor: this.#cursor && QUERY_CURSOR + this.#cursor }];
  }

  /** The first page. It is asked for again if the filter of the view is not the one that the SDK knows. */
  async #open(request: SizedRequest, options: SendOptions): Promise<string> {
    const { onSent: _, ...call } = options;
    const { size } = request;
    const [found, answered] = await Promise.allSettled([
      lookUpMembers(this.#client, this.#selection.view, call),
      this.#ask(size, options),
    ]);
    if (found.status === "rejected") {
      return await this.#readAsList(request, found.reason, options);
    }
    this.#isOpen = true;
    if (!isSameFilter(found.value, this.#members)) {
      this.#members = found.value;
      this.#typed = false;
      return await this.#ask(size, options);
    }
    if (answered.status === "rejected") {
      throw answered.reason;
    }
    return answered.value;
  }

  /** The caller may read the instances and not the view. A list needs no more than that. */
  async #readAsList(request: SizedRequest, error: unknown, options: SendOptions): Promise<string> {
    const list = error instanceof PygenAPIError ? this.#listed?.() : undefined;
    request.instead = list?.next();
    if (request.instead === undefined) {
      throw error;
    }
    this.#list = list;
    return await request.instead.send(options);
  }

  async #ask(size: number, options: SendOptions): Promise<string> {
    const begun = performance.now();
    const { page, size: worked } = await halveOnTimeout(size, (size) => this.#post(size, options));
    this.#size.answered(size, worked, performance.now() - begun);
    return page;
  }

  async #post(size: number, options: SendOptions): Promise<string> {
    const { instanceType, filter, source, sort } = this.#selection;
    const condition = filter === undefined ? this.#members : { and: [this.#members, filter] };
    const body = {
      with: { [NAME]: { [`${instanceType}s`]: { filter: condition }, limit: size, sort } },
      select: { [NAME]: { sources: [source] } },
      includeTyping: !this.#typed,
      cursors: this.#cursor && { [NAME]: this.#cursor },
    };
    const answer = await this.#client.post("/models/instances/query", jsonOf(body), options);
    this.#typed = true;
    return answer.text;
  }
}
