import type { PageRequest, SendOptions } from "./pages.ts";

/** One request for so many instances on its way. */
export class SizedRequest implements PageRequest {
  readonly size: number;
  readonly send: (options: SendOptions) => Promise<string>;
  /** The answer until it is decoded. */
  text = "";
  /** What was sent in its place. */
  instead: SizedRequest | undefined;

  /** @param send asks for so many, or for fewer where that is too much */
  constructor(size: number, send: (options: SendOptions) => Promise<string>) {
    this.size = size;
    this.send = send;
  }
}
