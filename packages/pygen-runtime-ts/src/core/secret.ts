/** A text that must not be seen. It is in no public field, so neither printing nor JSON shows it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  /** A text without this one, for words of others that may repeat it. */
  removedFrom(text: string): string {
    return this.#text === "" ? text : text.replaceAll(this.#text, "***");
  }
}
