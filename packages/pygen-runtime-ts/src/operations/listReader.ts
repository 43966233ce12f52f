import type { ApiClient } from "../client.ts";
import { halveOnTimeout } from "../core/chunks.ts";
import { UnreadableAnswerError } from "../errors.ts";
import { type AnswerTyping, type Decoder, type Item, parse } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import { nextCursor } from "./cursors.ts";
import type { Page, PageReader, SendOptions } from "./pages.ts";
import { MAX_PAGE, type PagingOptions } from "./paging.ts";
import { SizedRequest } from "./sizedRequest.ts";

/** What answers say beside their items, where a list is read with `debug`. */
export interface Notes {
  typing: AnswerTyping | undefined;
  readonly notices: unknown[];
}

/** An answer with instances of one view. */
export interface ItemsAnswer {
  readonly items: readonly Item[];
  readonly typing?: AnswerTyping;
  readonly debug?: { readonly notices?: readonly unknown[] };
}

/** One read of a list in pages. */
export class ListReader<T> implements PageReader<T> {
  readonly #client: ApiClient;
  readonly #decoder: Decoder;
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #notes: Notes | undefined;
  #size: number;
  #left: number;
  #cursor: string | undefined;
  #more = true;
  #started = false;

  /**
   * @param body the request but for paging
   * @param notes takes what answers say beside their items; where it is given, the service is asked for notices
   */
  constructor(
    client: ApiClient,
    decoder: Decoder,
    body: Readonly<Record<string, unknown>>,
    options: PagingOptions,
    notes?: Notes,
  ) {
    this.#client = client;
    this.#decoder = decoder;
    this.#body = notes === undefined ? body : { ...body, debug: {} };
    this.#size = Math.min(options.chunkSize ?? MAX_PAGE, MAX_PAGE);
    this.#left = options.limit ?? Infinity;
    this.#cursor = options.cursor;
    this.#notes = notes;
  }

  next(): SizedRequest | undefined {
    if (!this.#more || this.#left <= 0) {
      return undefined;
    }
    const size = Math.min(this.#size, this.#left);
    this.#left -= size;
    const body = { ...this.#body, includeTyping: !this.#started, cursor: this.#cursor };
    this.#started = true;
    // Until this page arrives nothing is known about the one after it.
    this.#more = false;
    return new SizedRequest(size, (options) => this.#ask(body, size, options));
  }

  received(request: SizedRequest, text: string): void {
    request.text = text;
    this.#cursor = nextCursor(text);
    this.#more = this.#cursor !== undefined;
  }

  decode(request: SizedRequest): readonly Page<T>[] {
    const decoder = this.#decoder;
    const answer = itemsOf(parse(request.text, [decoder], (said) => decoder.learn(itemsOf(said).typing)));
    request.text = "";
    if (this.#notes !== undefined) {
      this.#notes.typing ??= answer.typing;
      this.#notes.notices.push(...[answer.debug?.notices ?? []].flat());
    }
    const items = answer.items.map((item) => decoder.decode(item)) as T[];
    // A page may be shorter than asked for while there is more (behaviour.md section 19).
    this.#left += request.size - items.length;
    return [{ items, nextCursor: this.#cursor }];
  }

  async #ask(body: Readonly<Record<string, unknown>>, size: number, options: SendOptions): Promise<string> {
    const { page, size: worked } = await halveOnTimeout(size, async (limit) => {
      return (await this.#client.post("/models/instances/list", jsonOf({ ...body, limit }), options)).text;
    });
    if (worked < size) {
      // What was too much once would be so again.
      this.#size = worked;
    }
    return page;
  }
}

/**
 * @throws {UnreadableAnswerError} if the answer has no items
 */
export function itemsOf(answer: unknown): ItemsAnswer {
  if (typeof answer !== "object" || answer === null || !("items" in answer) || !Array.isArray(answer.items)) {
    throw new UnreadableAnswerError(
      "An answer of the service has no items",
    );
  }
  return answer as ItemsAnswer;
}
