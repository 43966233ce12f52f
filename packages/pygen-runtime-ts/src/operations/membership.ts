import type { ApiClient, CallOptions } from "../client.ts";
import { type Filter, memberOf } from "../filters/filter.ts";
import { sortedJson } from "../instances/exactJson.ts";
import { readViews } from "../views/described.ts";
import type { ViewRef } from "../views/view.ts";

/**
 * The condition that an instance is in a view by now: by the filter that the view has today. As the SDK knows it where the
 * service shows no such view.
 *
 * @throws {PygenAPIError} if the caller may not read the view
 */
export async function lookUpMembers(client: ApiClient, id: ViewRef, options: CallOptions): Promise<Filter> {
  const view = (await readViews(client, [id], options)).get(id) ?? id;
  return memberOf(view as ViewRef);
}

/** Whether two conditions say the same; the order of members means nothing. */
export function isSameFilter(one: Filter, other: Filter): boolean {
  return sortedJson(one) === sortedJson(other);
}
