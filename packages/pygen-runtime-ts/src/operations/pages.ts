import type { CallOptions } from "../client.ts";
import type { Watching } from "./meter.ts";

/** Some instances, and where reading goes on. */
export interface Page<T> {
  readonly items: readonly T[];
  /** For `iterate({ cursor })`; undefined at the end. */
  readonly nextCursor: string | undefined;
}

/** What a request of a read is sent with. */
export interface SendOptions extends CallOptions {
  readonly onSent?: (() => void) | undefined;
}

/** One request of a read, which gives the text of its answer. */
export interface PageRequest {
  send(options: SendOptions): Promise<string>;
}

/** A read in pages: which request comes next, and what the answers hold. It does no I/O by itself. */
export interface PageReader<T> {
  /** What to send next; undefined at the end, or as long as answers on their way may fill the limit. */
  next(): PageRequest | undefined;
  /** Takes an answer. The request after it can then leave before this one is decoded. */
  received(request: PageRequest, text: string): void | Promise<void>;
  /** The page that is complete with this answer, if one is. */
  decode(request: PageRequest): readonly Page<T>[];
}

/**
 * Milliseconds that the next request is waited for at most, before a page is decoded. It leaves in a few, unless other
 * requests of the client take all places.
 */
const HEAD_START = 100;

/**
 * Instances one after another, or page by page. Nothing is asked for before the first is wanted; then the next page
 * is on its way while this one is used. To stop is to leave the loop.
 */
export class InstanceIterator<T> implements AsyncIterable<T> {
  readonly #begin: () => PageReader<T> | Promise<PageReader<T>>;
  readonly #options: CallOptions;
  readonly #watching: Watching | undefined;

  /** @param watching who is told how far the read has come */
  constructor(
    begin: () => PageReader<T> | Promise<PageReader<T>>,
    { signal, deadline }: CallOptions,
    watching?: Watching,
  ) {
    this.#begin = begin;
    // No more than these: what else callers give are keyword filters, called as a model calls its properties.
    this.#options = { signal, deadline };
    this.#watching = watching;
  }

  /** The instances one by one. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) {
      yield* page.items;
    }
  }

  /** The instances in pages, as the service gives them. Each has a cursor from which a later read goes on. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    if (this.#watching === undefined) {
      yield* this.#read();
    } else {
      const { metered } = await import("./meter.ts");
      yield* metered(this.#read(), this.#watching);
    }
  }

  async *#read(): AsyncGenerator<Page<T>, void, undefined> {
    const reader = await this.#begin();
    const stop = new AbortController();
    const end = (): void => stop.abort(this.#options.signal?.reason);
    this.#options.signal?.throwIfAborted();
    this.#options.signal?.addEventListener("abort", end, { once: true });
    try {
      let running = this.#start(reader.next(), stop.signal);
      while (running !== undefined) {
        const { request } = running;
        await reader.received(request, await running.text);
        running = this.#start(reader.next(), stop.signal);
        // Decoding holds the program up, so the next request should have left before.
        await running?.sent;
        yield* reader.decode(request);
        running ??= this.#start(reader.next(), stop.signal);
      }
    } finally {
      this.#options.signal?.removeEventListener("abort", end);
      stop.abort();
    }
  }

  #start(request: PageRequest | undefined, signal: AbortSignal): Running | undefined {
    if (request === undefined) {
      return undefined;
    }
    let tell = (): void => {};
    const leaving = new Promise<void>((resolve) => tell = resolve);
    const timer = setTimeout(tell, HEAD_START);
    const text = request.send({ ...this.#options, signal, onSent: tell });
    // Whoever leaves the loop does not wait for the page on its way, nor hear of its failure.
    text.then(tell, tell);
    return { request, text, sent: leaving.finally(() => clearTimeout(timer)) };
  }
}

interface Running {
  readonly request: PageRequest;
  readonly text: Promise<string>;
  /** Resolves when the request has left, has failed, or has waited long enough for its turn. */
  readonly sent: Promise<void>;
}
