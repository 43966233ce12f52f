import type { ApiClient, CallOptions } from "../client.ts";
import { isRecord } from "../core/apiError.ts";
import { type Filter, memberOf } from "../filters/filter.ts";
import { jsonOf } from "../instances/exactJson.ts";
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
  return jsonOf(sorted(one)) === jsonOf(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isRecord(value)
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]))
    : value;
}
