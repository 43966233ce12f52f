import { UnreadableAnswerError } from "../errors.ts";

/** One answer of the service, its body read and decompressed. */
export class Answer {
  /** HTTP status; 0 for a redirect in a browser, which does not tell. */
  readonly status: number;
  /** Headers as the runtime gives them; a browser shows only those that the service exposes. */
  readonly headers: Headers;
  readonly #text: string;

  constructor(status: number, headers: Headers, text: string) {
    this.status = status;
    this.headers = headers;
    this.#text = text;
  }

  /** The body as text. Not a field, so that printing an answer does not print its data. */
  get text(): string {
    return this.#text;
  }

  /** The service's id of the request, for its support. */
  get requestId(): string | undefined {
    return this.headers.get("x-request-id") ?? undefined;
  }

  /**
   * The decoded body.
   *
   * @throws {UnreadableAnswerError} if it is not JSON
   */
  json(): unknown {
    try {
      return JSON.parse(this.#text);
    } catch {
      // The parser's error repeats a part of the body, so it is not passed on.
      const type = this.headers.get("content-type") ?? "of no declared type";
      throw new UnreadableAnswerError(
        `The answer (status ${this.status}, request ${this.requestId ?? "without id"}) is not JSON but ${type}`,
      );
    }
  }
}
