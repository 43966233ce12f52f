/** A text that must not be seen: neither printing nor JSON shows it. Only {@link Secret.reveal} gives it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  /** A text without this one, for words of others that may repeat it. */
  removedFrom(text: string): string {
    return this.#text === "" ? text : text.replaceAll(this.#text, "***");
  }

  toString(): string {
    return "***";
  }

  toJSON(): string {
    return "***";
  }
}
