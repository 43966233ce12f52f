import type { CallOptions } from "../client.ts";
import { type Context, watchingOf } from "../context.ts";
import { inChunks, splitOnTimeout } from "../core/chunks.ts";
import { PygenValidationError } from "../errors.ts";
import type { Filter } from "../filters/filter.ts";
import { Keywords, type Where } from "../filters/keywords.ts";
import { PropertyTable } from "../filters/property.ts";
import { type InstanceId, type InstanceRef, isOneRef } from "../ids.ts";
import { type AnswerTyping, Decoder, parse } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import { type InstanceList, listOf } from "../instances/list.ts";
import { instanceId, keyOf } from "../instances/refs.ts";
import type { ViewTypes } from "../views/types.ts";
import { type AnyView, nameOf, placeOf, sourceOf } from "../views/view.ts";
import { collect } from "./collecting.ts";
import { itemsOf, ListReader, type Notes } from "./listReader.ts";
import { LongReader } from "./longReader.ts";
import { InstanceIterator, type PageReader } from "./pages.ts";
import { PageSize } from "./pageSize.ts";
import { checkPaging, MAX_PAGE, QUERY_CURSOR } from "./paging.ts";
import { type SortDirection, type SortTerm, sortTerms } from "./sort.ts";
import { type Units, unitsOf } from "./units.ts";

/** Names of the properties of a view, and of what every instance has. */
export type NameOf<V extends ViewTypes> = keyof V["read"] & string;

/** What changes which instances are found and how they are read, beside the keyword filters of the view. */
export interface FindOptions<V extends ViewTypes> extends CallOptions {
  /** The instance is in this space, or in one of these. */
  readonly space?: string | readonly string[];
  /** Its external id begins so. */
  readonly externalIdPrefix?: string;
  /** Anything else: a filter, or a function that makes one of the properties of the view. */
  readonly filter?: Where<V>;
  /** Property to the unit in which it is wanted; filters on it are in that unit, too. */
  readonly targetUnits?: { readonly [K in NameOf<V>]?: string };
}

/** The order of a read. */
export interface SortOptions<V extends ViewTypes> {
  /** One property, or up to 5. */
  readonly sortBy?: NameOf<V> | readonly NameOf<V>[];
  readonly sortDirection?: SortDirection;
}

/** What `list` takes beside keyword filters. */
export interface ListOptions<V extends ViewTypes> extends FindOptions<V>, SortOptions<V> {
  /** The list stops there, and then has a `nextCursor`; `Infinity` for all. By default 25. */
  readonly limit?: number;
  /** Get the types of the properties and the service's notices along, as `typing` and `notices` of the list. */
  readonly debug?: boolean;
}

/** What `iterate` takes beside keyword filters. */
export interface IterateOptions<V extends ViewTypes> extends FindOptions<V>, SortOptions<V> {
  /** Instances altogether; by default all. */
  readonly limit?: number;
  /** Instances in one page, 1 to 10,000; by default as many as suit. */
  readonly chunkSize?: number;
  /** Where an earlier read stopped, with the same filters and the same order. */
  readonly cursor?: string;
}

/** What `retrieve` takes. */
export interface RetrieveOptions<V extends ViewTypes> extends CallOptions {
  /** Property to the unit in which it is wanted. */
  readonly targetUnits?: { readonly [K in NameOf<V>]?: string };
}

/** A list with a limit up to this is read as a list: queries would take as many requests. */
const LONG = 5000;

/** The options of a read, and its keyword filters, which are the rest. */
export interface GivenOptions extends CallOptions {
  readonly limit?: number;
  readonly chunkSize?: number;
  readonly cursor?: string;
  readonly debug?: boolean;
  readonly sortBy?: string | readonly string[];
  readonly sortDirection?: SortDirection;
  readonly targetUnits?: Units;
  readonly [keyword: string]: unknown;
}

/** What stands beside keyword filters; no keyword is called so. */
const OPTIONS: ReadonlySet<string> = new Set([
  "limit",
  "chunkSize",
  "cursor",
  "debug",
  "sortBy",
  "sortDirection",
  "targetUnits",
  "signal",
  "deadline",
]);

/** A read, taken apart into what the service is asked. */
export interface Request {
  readonly table: PropertyTable;
  readonly filter: Filter | undefined;
  readonly sort: readonly SortTerm[] | undefined;
  readonly targetUnits: readonly unknown[] | undefined;
}

/** Takes the options of a read apart. */
export function requestOf(context: Context, given: GivenOptions): Request {
  const { view, views, instanceSpace } = context;
  const { sortBy, sortDirection, targetUnits } = given;
  const keywords = Object.fromEntries(Object.entries(given).filter(([name]) => !OPTIONS.has(name)));
  const table = new PropertyTable(view.id, views, view.usedFor);
  const names = typeof sortBy === "string" ? [sortBy] : sortBy ?? [];
  const sort = sortTerms(table, names.map((name) => [name, sortDirection ?? "ascending"]));
  return {
    table,
    filter: new Keywords(view, views, instanceSpace).compile(keywords),
    sort: sort.length === 0 ? undefined : sort,
    targetUnits: unitsOf(table, targetUnits),
  };
}

/**
 * Reads the instances of a view in pages.
 *
 * @param notes takes what answers say beside their items
 * @throws {PygenValidationError} if an option or a keyword filter cannot be used
 */
export async function readerOf<T>(context: Context, given: GivenOptions, notes?: Notes): Promise<PageReader<T>> {
  checkPaging(given);
  const { client, view } = context;
  const { limit, chunkSize, cursor } = given;
  const { filter, sort, targetUnits } = requestOf(context, given);
  const decoder = (): Decoder => new Decoder(view.id, view);
  const source = { source: sourceOf(view.id), targetUnits };
  const body = { instanceType: view.usedFor, sources: [source], filter, sort };
  const listed = (): ListReader<T> => new ListReader(client, decoder(), body, { limit, chunkSize, cursor }, notes);
  const isQueried = cursor?.startsWith(QUERY_CURSOR) ?? false;
  const hasLargePages = chunkSize !== undefined && chunkSize > MAX_PAGE;
  const isLong = chunkSize === undefined && (limit === undefined || limit > LONG);
  // A list takes its conditions in target units, a query in stored ones: one read cannot be made of both.
  const isListed = notes !== undefined || cursor !== undefined || targetUnits !== undefined ||
    !(hasLargePages || isLong);
  if (isListed && !isQueried) {
    return listed();
  }
  if (isQueried && targetUnits !== undefined) {
    throw new PygenValidationError("cursor is that of a read without targetUnits: leave them out, or begin anew");
  }
  const selection = {
    view: view.id,
    instanceType: view.usedFor,
    filter,
    source: { ...source, properties: ["*"] },
    sort,
  };
  const place = cursor?.slice(QUERY_CURSOR.length);
  const queried = async (size: PageSize): Promise<PageReader<T>> => {
    const { QueryPages } = await import("./queryPages.ts");
    const paging = { size, limit, cursor: place, listed: isQueried ? undefined : listed };
    return new QueryPages<T>(client, decoder(), selection, paging);
  };
  return isQueried || hasLargePages ? await queried(new PageSize(chunkSize)) : new LongReader<T>(listed(), queried);
}

/** Reads the instances of a view up to a limit. */
export async function list<T>(context: Context, given: GivenOptions): Promise<InstanceList<T>> {
  const { debug, ...options } = given;
  const notes: Notes | undefined = debug === true ? { typing: undefined, notices: [] } : undefined;
  const wanted = { ...options, limit: given.limit ?? 25 };
  const watching = watchingOf(context, wanted.limit);
  const found = await collect(new InstanceIterator(() => readerOf<T>(context, wanted, notes), given, watching));
  if (notes !== undefined) {
    found.typing = typesOf(context.view, notes.typing);
    found.notices = notes.notices;
  }
  return found;
}

/** What an answer says of the properties of a view, by their names in objects. */
export function typesOf(view: AnyView, typing: AnswerTyping | undefined): Readonly<Record<string, unknown>> {
  const [space, place] = placeOf(view.id);
  const described = Object.entries(typing?.[space]?.[place] ?? {});
  return Object.fromEntries(described.map(([wire, one]) => [nameOf(view.id, wire), one]));
}

/** Reads one instance by id, or several in the order of the ids; those that do not exist in the view are left out. */
export async function retrieve<T>(
  context: Context,
  ids: InstanceRef | readonly InstanceRef[],
  options: RetrievingOptions,
): Promise<T | undefined | InstanceList<T>> {
  return isOneRef(ids) ? (await several<T>(context, [ids], options))[0] : await several(context, ids, options);
}

interface RetrievingOptions extends CallOptions {
  readonly targetUnits?: Units;
}

async function several<T>(
  context: Context,
  ids: readonly InstanceRef[],
  options: RetrievingOptions,
): Promise<InstanceList<T>> {
  const { client, view, views, instanceSpace } = context;
  const keys = ids.map((one) => keyOf(instanceId(one, instanceSpace)));
  const sources = [{
    source: sourceOf(view.id),
    targetUnits: unitsOf(new PropertyTable(view.id, views, view.usedFor), options.targetUnits),
  }];
  const fetch = async (part: readonly string[]): Promise<T[]> => {
    const items = part.map((key) => {
      const [space, externalId] = JSON.parse(key);
      return { instanceType: view.usedFor, space, externalId };
    });
    const body = jsonOf({ items, sources, includeTyping: true });
    const { text } = await client.post("/models/instances/byids", body, options);
    const decoder = new Decoder(view.id, view);
    const answer = itemsOf(parse(text, [decoder], (said) => decoder.learn(itemsOf(said).typing)));
    return answer.items.map((item) => decoder.decode(item) as T);
  };
  const send = (part: readonly string[]): Promise<T[]> => splitOnTimeout(part, fetch);
  const rows = await inChunks([...new Set(keys)], MAX_PAGE, client.concurrency.read, send);
  const found = new Map(rows.map((row) => [keyOf(row as InstanceId), row]));
  return listOf(keys.flatMap((key) => found.get(key) ?? []));
}
