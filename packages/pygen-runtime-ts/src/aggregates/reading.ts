import type { CallOptions } from "../client.ts";
import type { Context } from "../context.ts";
import { isRecord } from "../core/apiError.ts";
import { PygenValidationError, UnreadableAnswerError } from "../errors.ts";
import { digitsOf, jsonOf, parseExact, plainOf } from "../instances/exactJson.ts";
import { UnexpectedAnswerError } from "../instances/unexpectedAnswer.ts";
import { type FindOptions, type GivenOptions, type NameOf, type Request, requestOf } from "../operations/read.ts";
import type { ViewTypes } from "../views/types.ts";
import { sourceOf } from "../views/view.ts";
import { type Aggregate, nameOf } from "./functions.ts";

/** Functions in one request, and properties to group by (behaviour.md section 4.1). */
const MAX_FUNCTIONS = 5;

/** Groups in one answer (behaviour.md section 4.1). */
const MAX_GROUPS = 1000;

const NO_AGGREGATES = "An answer about aggregates has no items, or others";

/** What `count` takes beside keyword filters. */
export interface CountOptions<V extends ViewTypes> extends FindOptions<V> {
  /** Count what has a value of this property; by default all instances. */
  readonly property?: NameOf<V>;
}

/** What `aggregate` takes beside keyword filters. */
export interface AggregateOptions<V extends ViewTypes> extends FindOptions<V> {
  /** Functions such as `avg("price")`. More than 5 take several requests. */
  readonly aggregates?: readonly Aggregate<NameOf<V>>[];
  /** One property or up to 5: text, numbers, booleans and direct relations; each value of a list makes a group. */
  readonly groupBy?: NameOf<V> | readonly NameOf<V>[];
  /** Groups, 1 to 1,000; by default 100. */
  readonly limit?: number;
}

/** What `histogram` takes beside keyword filters. */
export interface HistogramOptions<V extends ViewTypes> extends FindOptions<V> {
  /** How wide each bucket is. */
  readonly interval: number;
}

/** The numbers of one group. */
export interface AggregateRow {
  /** What the group has in common, by property; empty without `groupBy`. A node is its id. */
  readonly group: Readonly<Record<string, unknown>>;
  /** The numbers by name: `count`, `countName`, `avgPrice`; undefined where no instance has a value. */
  readonly values: Readonly<Record<string, number | bigint | undefined>>;
}

/** How many values lie from `start`, which belongs to it, to the start of the next bucket. */
export interface HistogramBucket {
  readonly start: number | bigint;
  readonly count: number;
}

interface Answered {
  readonly value?: unknown;
  readonly buckets?: unknown;
}

interface AnsweredGroup {
  readonly group?: Readonly<Record<string, unknown>>;
  readonly aggregates?: readonly Answered[];
}

/** What the operations are given: their own options, and keyword filters. */
type Given<O> = GivenOptions & Omit<O, keyof FindOptions<ViewTypes>>;

/** How many there are; with a property, how many have a value of it. */
export async function countInstances(context: Context, options: Given<CountOptions<ViewTypes>>): Promise<number> {
  const { property, ...given } = options;
  return await new Population(context, given).count(property);
}

/** Several numbers, for each group or about all. */
export async function aggregate(
  context: Context,
  options: Given<AggregateOptions<ViewTypes>>,
): Promise<AggregateRow[]> {
  const { aggregates = [], groupBy = [], limit = 100, ...given } = options;
  return await new Population(context, given).aggregate(aggregates, [groupBy].flat(), limit);
}

/** How many values of a number lie in each interval. */
export async function histogram(
  context: Context,
  property: string,
  options: Given<HistogramOptions<ViewTypes>>,
): Promise<HistogramBucket[]> {
  const { interval, ...given } = options;
  return await new Population(context, given).histogram(property, interval);
}

/** Asks the service for numbers about the instances of a view (behaviour.md section 15). */
class Population {
  readonly #context: Context;
  readonly #request: Request;
  readonly #options: CallOptions;

  /** @param given filters, units, and what ends the call */
  constructor(context: Context, given: GivenOptions) {
    this.#context = context;
    this.#request = requestOf(context, given);
    // No more than these: the rest are keyword filters, which can be called like options of requests.
    this.#options = { signal: given.signal, deadline: given.deadline };
  }

  /** How many there are; with a property, how many have a value of it. */
  async count(property: string | undefined): Promise<number> {
    const [group] = await this.#ask([this.#dumped({ function: "count", property })], {});
    return countIn(group?.aggregates?.[0]?.value);
  }

  /**
   * Several numbers, for each group or about all.
   *
   * @throws {PygenValidationError} if a property does not exist or is no number, nothing is asked for, or there are too
   *   many to group by
   */
  async aggregate(
    functions: readonly Aggregate[],
    groupBy: readonly string[],
    limit: number,
  ): Promise<AggregateRow[]> {
    const wanted = [...new Map(functions.map((one) => [nameOf(one), one]))];
    if (wanted.length === 0 && groupBy.length === 0) {
      throw new PygenValidationError("aggregate needs at least one function, or something to group by");
    }
    if (groupBy.length > MAX_FUNCTIONS) {
      throw new PygenValidationError(
        `The service groups by at most ${MAX_FUNCTIONS} properties, not ${groupBy.length}`,
      );
    }
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_GROUPS)) {
      throw new PygenValidationError(`limit must be 1 to ${MAX_GROUPS} groups, not ${limit}`);
    }
    const dumped = wanted.map(([, one]) => this.#dumped(one));
    const wires = groupBy.map((name) => this.#wire(name, false));
    // Of several requests all groups are needed: those at the limit of one need not be those of another.
    const several = wanted.length > MAX_FUNCTIONS;
    const more = wires.length === 0 ? {} : { groupBy: wires, limit: several ? MAX_GROUPS : limit };
    const rows = new Map<
      string,
      { group: Record<string, unknown>; values: Record<string, number | bigint | undefined> }
    >();
    for (let start = 0; start === 0 || start < wanted.length; start += MAX_FUNCTIONS) {
      const part = wanted.slice(start, start + MAX_FUNCTIONS);
      const groups = await this.#ask(dumped.slice(start, start + MAX_FUNCTIONS), more);
      if (several && wires.length > 0 && groups.length === MAX_GROUPS) {
        throw new PygenValidationError(
          `More than ${MAX_FUNCTIONS} functions take several requests, and with ${MAX_GROUPS} groups or more these ` +
            "cannot be joined: ask for fewer functions at a time, or filter",
        );
      }
      for (const { group = {}, aggregates = [] } of groups) {
        const common = wires.map((wire) => group[wire]);
        const key = JSON.stringify(common);
        let row = rows.get(key);
        if (row === undefined) {
          row = {
            group: Object.fromEntries(groupBy.map((name, n) => [name, this.#groupValue(name, common[n])])),
            values: {},
          };
          rows.set(key, row);
        }
        for (const [n, [name, one]] of part.entries()) {
          row.values[name] = this.#number(one, aggregates[n]?.value);
        }
      }
    }
    return [...rows.values()].slice(0, limit);
  }

  /**
   * How many values of a number lie in each interval.
   *
   * @throws {PygenValidationError} if the property is no number, or the interval not above 0
   */
  async histogram(property: string, interval: number): Promise<HistogramBucket[]> {
    if (!(interval > 0 && Number.isFinite(interval))) {
      throw new PygenValidationError(`interval must be a number above 0, not ${interval}`);
    }
    const histogram = { property: this.#wire(property, true), interval };
    const [group] = await this.#ask([{ histogram }], {});
    const { buckets } = group?.aggregates?.[0] ?? {};
    if (!Array.isArray(buckets) || !buckets.every(isRecord)) {
      throw new UnreadableAnswerError(NO_AGGREGATES);
    }
    const start = { function: "min", property } as const;
    return buckets.map((one) => ({ start: this.#exact(start, one["start"]), count: countIn(one["count"]) }));
  }

  #dumped(one: Aggregate): unknown {
    const { function: name, property } = one;
    return { [name]: property === undefined ? {} : { property: this.#wire(property, name !== "count") } };
  }

  #wire(name: string, isNumber: boolean): string {
    const property = this.#request.table.property(name);
    if (isNumber && !["int32", "int64", "bigint", "float32", "float64"].includes(property.type ?? "")) {
      throw new PygenValidationError(
        `${property.label} is no number; for the first or last of another type list with sortBy and limit: 1`,
      );
    }
    return property.path.at(-1) ?? name;
  }

  async #ask(
    aggregates: readonly unknown[],
    more: Readonly<Record<string, unknown>>,
  ): Promise<readonly AnsweredGroup[]> {
    const { client, view } = this.#context;
    const { filter, targetUnits } = this.#request;
    const body = jsonOf({
      view: sourceOf(view.id),
      instanceType: view.usedFor,
      ...more,
      aggregates: aggregates.length === 0 ? undefined : aggregates,
      filter,
      targetUnits,
    });
    const { text } = await client.post("/models/instances/aggregate", body, this.#options);
    const answer = parseExact(text) as { readonly items?: readonly AnsweredGroup[] } | null;
    const isGroup = (one: unknown): boolean => {
      const { group = {}, aggregates: found = [] } = isRecord(one) ? one : { group: null };
      return isRecord(group) && Array.isArray(found) && found.length === aggregates.length && found.every(isRecord);
    };
    if (!Array.isArray(answer?.items) || !answer.items.every(isGroup)) {
      throw new UnreadableAnswerError(NO_AGGREGATES);
    }
    return answer.items;
  }

  /** A number as its property has it: bigint for int64 of an SDK that reads it so. */
  #number(one: Aggregate, value: unknown): number | bigint | undefined {
    return value === undefined || value === null ? undefined : this.#exact(one, value);
  }

  #exact(one: Aggregate, value: unknown): number | bigint {
    const type = one.property === undefined ? "int64" : this.#request.table.property(one.property).type;
    const isWhole = one.function !== "count" && one.function !== "avg" && (type === "int64" || type === "bigint");
    return isWhole ? exactNumber(nameOf(one), type, value) : Number(digitsIn(value));
  }

  #groupValue(name: string, value: unknown): unknown {
    const { type } = this.#request.table.property(name);
    const isWhole = value !== null && value !== undefined && (type === "bigint" || type === "int64");
    return isWhole ? exactNumber(name, type, value) : plainOf(value);
  }
}

/** The digits of a number of an answer. */
function digitsIn(value: unknown): string {
  const digits = digitsOf(value);
  if (digits === undefined && typeof value !== "number") {
    throw new UnreadableAnswerError(NO_AGGREGATES);
  }
  return digits ?? String(value);
}

/** A number of instances or values. */
function countIn(value: unknown): number {
  return Number(exactNumber("count", "int64", value));
}

/** A number of an int64, bigint where the SDK reads it so. */
function exactNumber(name: string, type: string, value: unknown): number | bigint {
  const digits = digitsIn(value);
  if (type === "bigint" && /^-?\d+$/.test(digits)) {
    return BigInt(digits);
  }
  const number = Number(digits);
  if (!Number.isInteger(number)) {
    throw new UnreadableAnswerError(NO_AGGREGATES);
  }
  if (!Number.isSafeInteger(number)) {
    throw new UnexpectedAnswerError(
      `${name} is ${digits}, which a number cannot hold exactly: generate the SDK with int64 = "bigint"`,
    );
  }
  return number;
}
