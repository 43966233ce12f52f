import type { ApiClient } from "../client.ts";
import { isTooHeavy } from "../core/chunks.ts";
import { matchesNothing } from "../filters/simplify.ts";
import type { NodeId } from "../ids.ts";
import { Decoder, type Item } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import { keyOf } from "../instances/refs.ts";
import { reading } from "../instances/unexpectedAnswer.ts";
import { nextCursors } from "../operations/cursors.ts";
import type { Page, PageReader, PageRequest, SendOptions } from "../operations/pages.ts";
import type { PagingOptions } from "../operations/paging.ts";
import { parseSets } from "../operations/queryAnswer.ts";
import type { AnyView, ViewRef } from "../views/view.ts";
import { backOf, placeListed, prepareListed, Sets } from "./link.ts";
import { pointingTo, type Step, stepsOf } from "./plan.ts";
import { Walk } from "./walk.ts";

/** Ids in one filter (behaviour.md section 4.1). */
export const MAX_VALUES = 1000;

/** Milliseconds. An answer that takes less lets the next page be larger. */
const QUICK = 1000;

type Loose = Record<string, unknown>;

/** What a read of a query needs. */
export interface QueryRead extends PagingOptions {
  readonly client: ApiClient;
  readonly views: ReadonlyMap<ViewRef, AnyView>;
  readonly root: Step;
  /** The result set whose objects the pages hold; undefined for the root. A limit goes with the root only. */
  readonly result?: Step;
}

/** Reads a query page by page, with everything that is included. */
export class QueryReader<T> implements PageReader<T> {
  readonly #read: QueryRead;
  readonly #walk: Walk;
  readonly #decoders: ReadonlyMap<Step, Decoder>;
  readonly #hasApart: boolean;
  readonly #limit: number;
  /** Decoded items of the root, for readers of what is apart. */
  readonly #onItems: ((items: readonly Item[], rows: readonly unknown[]) => void) | undefined;
  #sets: Sets;
  #pageCursor: string | undefined;
  #given = 0;
  #onTheirWay = 0;
  #room = Infinity;
  #asked = 0;
  #more: boolean;
  #asking = false;
  #within = false;
  #started = false;
  #joining = false;
  #apart: Apart[] = [];

  constructor(read: QueryRead, onItems?: (items: readonly Item[], rows: readonly unknown[]) => void) {
    const { root, views } = read;
    this.#read = read;
    this.#walk = new Walk(root, read.cursor, read.chunkSize);
    this.#sets = new Sets(root);
    this.#limit = read.limit ?? Infinity;
    const steps = stepsOf(root);
    this.#decoders = new Map(
      steps.map((step) => [step, new Decoder(step.id, step.id && views.get(step.id), step.only)]),
    );
    this.#hasApart = steps.some((step) => step.apart.length > 0);
    this.#more = !matchesNothing(root.filter);
    this.#onItems = onItems;
  }

  /** Whether nothing more is to be asked for, once the answer that is there is decoded. */
  get finished(): boolean {
    return !(this.#more || this.#asking || this.#joining);
  }

  next(): PageRequest | undefined {
    const first = this.#apart[0];
    if (first !== undefined) {
      return first.reader.next();
    }
    if (this.#joining || !this.#more) {
      return undefined;
    }
    if (!this.#within) {
      this.#room = this.#limit - this.#given - this.#onTheirWay;
      if (this.#room <= 0) {
        return undefined;
      }
      if (this.#started) {
        this.#walk.turn();
      }
      this.#asked = Math.min(this.#walk.rootSize, this.#room);
    }
    this.#more = false;
    this.#asking = true;
    return new QueryRequest((request, options) => this.#send(request, options), this as QueryReader<unknown>);
  }

  received(request: QueryRequest, text: string): void {
    const first = this.#apart[0];
    if (request.reader !== this as QueryReader<unknown> && first !== undefined) {
      first.reader.received(request, text);
      return;
    }
    this.#asking = false;
    request.text = text;
    request.complete = this.#walk.received(nextCursors(text));
    request.cursor = this.#walk.nextCursor;
    this.#within = !request.complete;
    this.#more = this.#within || request.cursor !== undefined;
    this.#onTheirWay = request.complete ? this.#asked : 0;
    this.#joining = request.complete && this.#hasApart;
  }

  decode(request: QueryRequest): readonly Page<T>[] {
    return reading(() => this.#decode(request));
  }

  #decode(request: QueryRequest): readonly Page<T>[] {
    const first = this.#apart[0];
    if (request.reader !== this as QueryReader<unknown> && first !== undefined) {
      first.reader.decode(request);
      if (first.reader.finished) {
        this.#apart.shift();
      }
      return this.#apart.length > 0 ? [] : [this.#complete()];
    }
    if (request.anew) {
      this.#sets = new Sets(this.#read.root);
    }
    this.#take(request);
    if (!request.complete) {
      return [];
    }
    this.#pageCursor = request.cursor;
    this.#sets.join();
    this.#apart = [...this.#readApart()];
    return this.#apart.length > 0 ? [] : [this.#complete()];
  }

  #take(request: QueryRequest): void {
    const sets = parseSets(request.text, new Map([...this.#decoders].map(([step, decoder]) => [step.name, decoder])));
    request.text = "";
    for (const [step, decoder] of this.#decoders) {
      const items = sets[step.name] ?? [];
      const rows = items.map((item) => decoder.decode(item));
      this.#sets.add(step, items, rows);
      if (step === this.#read.root) {
        this.#onItems?.(items, rows);
      }
    }
  }

  #complete(): Page<T> {
    const { root, result = root } = this.#read;
    const items = [...this.#sets.objects(result).values()] as T[];
    this.#sets = new Sets(root);
    // A page may be shorter than asked for while there is more (behaviour.md section 19).
    this.#given += items.length;
    this.#onTheirWay = 0;
    this.#joining = false;
    return { items, nextCursor: this.#pageCursor };
  }

  /** What belongs to the objects of this page and is found by their ids, some of them in each query. */
  *#readApart(): Generator<Apart> {
    const { client, views, root } = this.#read;
    for (const before of stepsOf(root)) {
      const owners = this.#sets.objects(before);
      for (const step of before.apart) {
        const { hop } = step;
        if (hop === undefined) {
          continue;
        }
        prepareListed(owners, hop);
        // Each node once, for those that point to objects of several requests.
        const known = new Map<string, Loose>();
        const all = [...owners];
        for (let start = 0; start < all.length; start += MAX_VALUES) {
          const part = new Map(all.slice(start, start + MAX_VALUES));
          const ids = [...part.values()].map(({ space, externalId }) => ({ space, externalId }) as NodeId);
          const place = (items: readonly Item[], rows: readonly unknown[]): void => {
            const nodes = items.map((item, index) => {
              const key = keyOf(item);
              const row = known.get(key) ?? rows[index] as Loose;
              known.set(key, row);
              return { row, back: backOf(step, item) };
            });
            placeListed(part, hop, nodes);
          };
          yield { reader: new QueryReader({ client, views, root: pointingTo(step, ids) }, place) };
        }
      }
    }
  }

  async #send(request: QueryRequest, options: SendOptions): Promise<string> {
    for (;;) {
      const body = jsonOf({ ...this.#walk.body(this.#asked), includeTyping: !this.#started });
      const begun = performance.now();
      try {
        const answer = await this.#read.client.post("/models/instances/query", body, options);
        this.#started = true;
        if (performance.now() - begun < QUICK) {
          this.#walk.grow();
        }
        return answer.text;
      } catch (error) {
        if (!isTooHeavy(error) || !this.#walk.shrink()) {
          throw error;
        }
        this.#asked = Math.min(this.#walk.rootSize, this.#room);
        request.anew = true;
      }
    }
  }
}

interface Apart {
  readonly reader: QueryReader<unknown>;
}

/** One request of a query on its way. */
class QueryRequest implements PageRequest {
  readonly #send: (request: QueryRequest, options: SendOptions) => Promise<string>;
  /** Whose request it is: the reader that was asked, or one that reads something apart for it. */
  readonly reader: QueryReader<unknown>;
  text = "";
  /** Whether the page of the root was begun again, so that what came before for it does not count. */
  anew = false;
  /** Whether with it the page of the root is complete. */
  complete = false;
  /** Where the root goes on after that page. */
  cursor: string | undefined;

  constructor(
    send: (request: QueryRequest, options: SendOptions) => Promise<string>,
    reader: QueryReader<unknown>,
  ) {
    this.#send = send;
    this.reader = reader;
  }

  send(options: SendOptions): Promise<string> {
    return this.#send(this, options);
  }
}
