import type { NodeId } from "../ids.ts";
import type { AnyView, ViewRef } from "../views/view.ts";
import { placeOf } from "../views/view.ts";
import { digitsOf, exactOf, parseExact, parseJson, plainOf } from "./exactJson.ts";
import { type Field, fieldsFrom, fieldsOf, type Typing } from "./field.ts";
import type { AnyRow } from "./row.ts";
import { asUnexpected, UnexpectedAnswerError } from "./unexpectedAnswer.ts";

/** An instance in the form of the service. */
export interface Item {
  readonly instanceType: "node" | "edge";
  readonly space: string;
  readonly externalId: string;
  readonly version: number;
  readonly createdTime: number;
  readonly lastUpdatedTime: number;
  readonly deletedTime?: number;
  readonly type?: { readonly space: string; readonly externalId: string };
  readonly startNode?: { readonly space: string; readonly externalId: string };
  readonly endNode?: { readonly space: string; readonly externalId: string };
  readonly properties?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

/** Typing as answers have it, by space and view. */
export type AnswerTyping = Readonly<Record<string, Readonly<Record<string, Typing>>>>;

/** Makes objects of the instances of one view, by a table of its properties. */
export class Decoder {
  readonly #id: ViewRef | undefined;
  readonly #name: string;
  readonly #space: string = "";
  readonly #place: string = "";
  readonly #only: ReadonlySet<string> | undefined;
  readonly #isLoaded: boolean;
  #fields: readonly Field[];
  #needsDigits: boolean;
  #hasDigits = false;
  #columns: readonly Column[];
  #others: readonly Field[] = [];
  #isKept: boolean;

  /**
   * @param id the view; undefined for instances without properties
   * @param view the same, if it is loaded. Otherwise answers have to describe its properties: see {@link Decoder.learn}
   * @param only the properties that are read, by their names in objects; undefined for all
   */
  constructor(id: ViewRef | undefined, view: AnyView | undefined, only?: ReadonlySet<string>) {
    this.#id = id;
    this.#name = view?.name ?? id?.externalId ?? "instance";
    this.#only = only;
    this.#isLoaded = view !== undefined;
    this.#fields = view === undefined ? [] : this.#chosen(fieldsOf(view));
    this.#needsDigits = view === undefined
      ? id?.int64 === "bigint"
      : this.#fields.some((field) => field.type === "bigint");
    this.#columns = this.#fields.map((field) => columnOf(field, false));
    this.#isKept = view !== undefined && isKept(this.#fields);
    if (id !== undefined) {
      [this.#space, this.#place] = placeOf(id);
    }
  }

  /** Whether whole numbers have to be parsed with all their digits: see {@link parse}. */
  get needsDigits(): boolean {
    return this.#needsDigits;
  }

  /** Takes how the answer is parsed: the instances of other views in it may need all digits. */
  expect(hasDigits: boolean): void {
    if (hasDigits !== this.#hasDigits) {
      this.#hasDigits = hasDigits;
      this.#columns = this.#fields.map((field) => columnOf(field, hasDigits));
    }
  }

  /** Takes what an answer says of the types: of all properties of a view that is not loaded, or of those it has gained. */
  learn(typing: AnswerTyping | undefined): void {
    try {
      this.#learn(typing);
    } catch (error) {
      throw asUnexpected(error);
    }
  }

  #learn(typing: AnswerTyping | undefined): void {
    const found = typing?.[this.#space]?.[this.#place];
    if (found === undefined || this.#id === undefined) {
      return;
    }
    if (!this.#isLoaded) {
      this.#fields = this.#chosen(fieldsFrom(this.#id, found));
      this.#columns = this.#fields.map((field) => columnOf(field, this.#hasDigits));
      this.#isKept = isKept(this.#fields);
    } else if (this.#only === undefined) {
      const known = new Set(this.#columns.map(({ field }) => field.wire));
      this.#others = [...fieldsFrom(this.#id, found).values()].filter(({ wire }) => !known.has(wire));
      this.#isKept &&= this.#others.length === 0;
      // Nobody said how to read these: a number where that is exact, else a bigint.
      this.#needsDigits ||= this.#others.some(isInt64);
    }
  }

  /**
   * The object that an instance is for users. It may be made of the parsed one, which nobody may use for anything else then.
   *
   * @throws {UnexpectedAnswerError} if the instance does not fit the view; the message names it and the property
   */
  decode(item: Item): AnyRow {
    try {
      return this.#rowOf(item);
    } catch (error) {
      throw asUnexpected(error);
    }
  }

  #rowOf(item: Item): AnyRow {
    checkInstance(item);
    const { instanceType, space, externalId, version } = item;
    const properties = item.properties?.[this.#space]?.[this.#place] ?? {};
    // Where names stay as they are, the parsed object itself: to copy it takes longer than all the rest.
    const isKept = this.#isKept;
    const row: Record<string, unknown> = isKept ? properties : {};
    row["instanceType"] = instanceType;
    row["space"] = space;
    row["externalId"] = externalId;
    row["version"] = version;
    row["createdTime"] = new Date(item.createdTime);
    row["lastUpdatedTime"] = new Date(item.lastUpdatedTime);
    const columns = this.#columns;
    for (let index = 0; index < columns.length; index++) {
      const { field, wire, isInherited, stays, convert } = columns[index] as Column;
      const value = isInherited && !Object.hasOwn(properties, wire) ? undefined : properties[wire];
      if (typeof value === stays && isKept) {
        continue;
      }
      if (value !== undefined && value !== null) {
        const converted = convert(value);
        if (converted === undefined) {
          throw this.#refusal(field, value, item);
        }
        if (converted !== value || !isKept) {
          row[field.name] = converted;
        }
      } else if (field.isRequired) {
        throw this.#misfit(field, item, "it should always have a value, and has none");
      } else if (value === null && isKept) {
        delete row[field.name];
      }
    }
    if (this.#others.length > 0) {
      const others = this.#others.filter(({ wire }) => Object.hasOwn(properties, wire));
      row["otherProperties"] = Object.fromEntries(
        others.map((field) => [field.wire, (isInt64(field) ? exactOf : plainOf)(properties[field.wire])]),
      );
    }
    if (instanceType === "edge") {
      if (!isNode(item.type) || !isNode(item.startNode) || !isNode(item.endNode)) {
        throw new TypeError("an edge lacks its type or an end");
      }
      row["edgeType"] = item.type;
      row["startNode"] = item.startNode;
      row["endNode"] = item.endNode;
    } else if (isNode(item.type)) {
      row["nodeType"] = item.type;
    }
    return row as unknown as AnyRow;
  }

  #chosen(fields: ReadonlyMap<string, Field>): Field[] {
    return [...fields.values()].filter((field) => this.#only?.has(field.name) ?? true);
  }

  #refusal(field: Field, value: unknown, item: Item): UnexpectedAnswerError {
    const values = [value].flat();
    const isWhole = (one: unknown): boolean => Number.isInteger(one) || digitsOf(one) !== undefined;
    if (["int32", "int64"].includes(field.type) && values.some(isWhole)) {
      const why = 'a number cannot hold its value exactly: generate the SDK with int64 = "bigint"';
      return this.#misfit(field, item, why);
    }
    const shown = values.map((one) => digitsOf(one) ?? JSON.stringify(one)).join(", ").slice(0, 100);
    return this.#misfit(field, item, `expected ${field.type}${field.isList ? "[]" : ""}, got ${shown}`);
  }

  #misfit(field: Field, item: Item, why: string): UnexpectedAnswerError {
    return new UnexpectedAnswerError(
      `The service's answer does not fit the SDK: ${this.#name} ${item.space}:${item.externalId}, ${field.name}: ${why}. ` +
        "If the view has changed since the SDK was generated, run `pygen generate` again",
    );
  }
}

/** Milliseconds from 1970 to the first and the last day that a Date can hold. */
const MAX_TIME = 8.64e15;

/**
 * @throws {TypeError} if an item of an answer is no instance
 */
export function checkInstance(item: Item): void {
  const { instanceType, version, createdTime, lastUpdatedTime } = item;
  const isTyped = instanceType === "node" || instanceType === "edge";
  if (!(isTyped && isNode(item) && typeof version === "number" && isTime(createdTime) && isTime(lastUpdatedTime))) {
    throw new TypeError("an item is no instance");
  }
}

function isTime(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) <= MAX_TIME;
}

/** Whether a value names a node. */
function isNode(value: unknown): boolean {
  const found = value as NodeId | null | undefined;
  return typeof found?.space === "string" && typeof found.externalId === "string";
}

/** How the values of one property are taken. */
interface Column {
  readonly field: Field;
  readonly wire: string;
  readonly isInherited: boolean;
  /** What `typeof` says of values that stay as they are, without a closer look; empty for those that need one. */
  readonly stays: string;
  /** Gives undefined for what does not fit. */
  readonly convert: (value: unknown) => unknown;
}

function columnOf(field: Field, hasDigits: boolean): Column {
  const one = field.type === "json" && !hasDigits ? passed : CONVERSIONS[field.type] ?? passed;
  const { wire, isInherited, isList } = field;
  const stays = one === text ? "string" : STAYS[field.type] ?? "";
  return isList
    ? { field, wire, isInherited, stays: "", convert: (values) => several(values, one, stays) }
    : { field, wire, isInherited, stays, convert: one };
}

const STAYS: Readonly<Record<string, string>> = {
  boolean: "boolean",
  float32: "number",
  float64: "number",
};

/**
 * The values of a list; undefined if one does not fit. Not copied where all stay as they are.
 *
 * @param stays what `typeof` says of values that stay as they are; empty if that does not tell
 */
function several(values: unknown, convert: (value: unknown) => unknown, stays: string): unknown {
  if (!Array.isArray(values)) {
    return undefined;
  }
  let changed: unknown[] | undefined;
  for (let index = 0; index < values.length; index++) {
    const value: unknown = values[index];
    const type = typeof value;
    if (type === stays) {
      continue;
    }
    const converted = convert(value);
    if (converted === undefined) {
      return undefined;
    }
    if (converted !== value) {
      changed ??= [...values];
      changed[index] = converted;
    }
  }
  return changed ?? values;
}

function isInt64({ type }: Field): boolean {
  return type === "int64" || type === "bigint";
}

/** Whether the properties of an answer can stay in their object. */
function isKept(fields: readonly Field[]): boolean {
  return fields.every((field) => field.name === field.wire && !field.isInherited);
}

/**
 * Parses an answer, with all digits of whole numbers where one of the decoders needs them.
 *
 * @param learn tells the decoders what the answer says of the types; after that they may need the digits
 * @throws {UnreadableAnswerError} if the answer is not JSON
 */
export function parse<A>(text: string, decoders: readonly Decoder[], learn: (answer: A) => void): A {
  const needsDigits = (): boolean => decoders.some((one) => one.needsDigits);
  const hasDigits = needsDigits();
  let answer = read<A>(text, decoders, hasDigits);
  learn(answer);
  if (needsDigits() !== hasDigits) {
    answer = read<A>(text, decoders, true);
  }
  return answer;
}

function read<A>(text: string, decoders: readonly Decoder[], hasDigits: boolean): A {
  decoders.forEach((one) => one.expect(hasDigits));
  return (hasDigits ? parseExact(text) : parseJson(text)) as A;
}

/** From JSON to values; undefined for what does not fit. Types without entry are taken as they are. */
const CONVERSIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  text,
  enum: text,
  date: text,
  timeseries: text,
  file: text,
  sequence: text,
  boolean: (value) => typeof value === "boolean" ? value : undefined,
  int32: safeInteger,
  int64: safeInteger,
  bigint: (value) => {
    const digits = digitsOf(value) ?? value;
    return typeof digits === "string"
      ? BigInt(digits)
      : Number.isSafeInteger(digits)
      ? BigInt(digits as number)
      : undefined;
  },
  float32: float,
  float64: float,
  timestamp: (value) => typeof value === "string" ? timestamp(value) : undefined,
  json: plainOf,
  direct: (value) => isNode(value) ? value : undefined,
};

function passed(value: unknown): unknown {
  return value;
}

function text(value: unknown): unknown {
  return typeof value === "string" ? value : undefined;
}

/** A whole number that a number holds exactly. */
function safeInteger(value: unknown): unknown {
  const number = plainOf(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function float(value: unknown): unknown {
  const number = plainOf(value);
  return typeof number === "number" ? number : undefined;
}

/** A point in time; without offset it is UTC, where JavaScript would take the time of this machine. */
export function timestamp(text: string): Date | undefined {
  const sign = text[text.length - 6];
  const date = new Date(text.endsWith("Z") || sign === "+" || sign === "-" ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
