import type { Context } from "../context.ts";
import { PygenValidationError } from "../errors.ts";
import { Decoder, parse } from "../instances/decoder.ts";
import { jsonOf } from "../instances/exactJson.ts";
import { type InstanceList, listOf } from "../instances/list.ts";
import type { ViewTypes } from "../views/types.ts";
import { sourceOf } from "../views/view.ts";
import { itemsOf } from "./listReader.ts";
import { type FindOptions, type GivenOptions, type NameOf, requestOf, type SortOptions, typesOf } from "./read.ts";

/** Instances that one search gives (behaviour.md section 4.1); there are no further pages. */
const MAX_FOUND = 1000;

/** What `search` takes beside keyword filters. */
export interface SearchOptions<V extends ViewTypes> extends FindOptions<V>, SortOptions<V> {
  /** The texts to search in; by default all. */
  readonly properties?: readonly NameOf<V>[];
  /** Whether all words have to be found, or any of them. By default all: `AND`. */
  readonly operator?: "AND" | "OR";
  /** 1 to 1,000; by default 25. */
  readonly limit?: number;
  /** Get the types of the properties along, as `typing` of the list. */
  readonly debug?: boolean;
}

/** Searches the texts of a view (behaviour.md section 14). */
export async function search<T>(
  context: Context,
  query: string | undefined,
  given: GivenOptions & { readonly properties?: readonly string[]; readonly operator?: string },
): Promise<InstanceList<T>> {
  const { properties, operator = "AND", ...options } = given;
  const { limit = 25, debug, signal, deadline } = options;
  if (operator !== "AND" && operator !== "OR") {
    throw new PygenValidationError(`operator is "AND" or "OR", not ${JSON.stringify(operator)}`);
  }
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_FOUND)) {
    throw new PygenValidationError(
      `A search gives 1 to ${MAX_FOUND} instances, not ${limit}; list, iterate and query have no such limit`,
    );
  }
  if (properties?.length === 0) {
    throw new PygenValidationError("properties: [] leaves nothing to search in; without it all texts are searched");
  }
  const { client, view } = context;
  const { table, filter, sort, targetUnits } = requestOf(context, options);
  const body = jsonOf({
    view: sourceOf(view.id),
    instanceType: view.usedFor,
    query: query === "" ? undefined : query,
    properties: properties?.map((name) => table.property(name).path.at(-1)),
    operator,
    limit,
    filter,
    sort,
    targetUnits,
    includeTyping: true,
  });
  const { text } = await client.post("/models/instances/search", body, { signal, deadline });
  const decoder = new Decoder(view.id, view);
  const answer = itemsOf(parse(text, [decoder], (said) => decoder.learn(itemsOf(said).typing)));
  const found = listOf(answer.items.map((item) => decoder.decode(item) as T));
  if (debug === true) {
    found.typing = typesOf(view, answer.typing);
    found.notices = [];
  }
  return found;
}
