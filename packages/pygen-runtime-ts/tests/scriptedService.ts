// A service that answers as a test says, and remembers what it was asked.
import type { Fetch } from "@cognite/pygen-runtime";

/** A request as it was sent. */
export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What becomes of a request: a JSON body, an answer, or an error. */
export type Reply = Response | Error | Readonly<Record<string, unknown>>;

/** Its `fetch` answers by a function, which may take its time. */
export class ScriptedService {
  readonly requests: SentRequest[] = [];
  readonly #reply: (request: SentRequest) => Reply | Promise<Reply>;

  constructor(reply: (request: SentRequest) => Reply | Promise<Reply>) {
    this.#reply = reply;
  }

  readonly fetch: Fetch = async (url, init) => {
    const headers = new Headers(init.headers);
    const request = { url, method: init.method ?? "GET", headers, body: String(init.body ?? "") };
    this.requests.push(request);
    const gone = new Promise<never>((_, reject) => {
      init.signal?.addEventListener("abort", () => reject(init.signal?.reason), { once: true });
    });
    const reply = await Promise.race([this.#reply(request), gone]);
    if (reply instanceof Error) {
      throw reply;
    }
    return reply instanceof Response ? reply : Response.json(reply);
  };

  /** The requests whose address has this in it. */
  to(part: string): SentRequest[] {
    return this.requests.filter((request) => request.url.includes(part));
  }
}
