import { PygenValidationError } from "../errors.ts";
import type { ContainerId, InstanceId, ViewId } from "../ids.ts";
import { type AnyView, sourceOf, type ViewRef } from "../views/view.ts";

/** Where a property is: `["node", "externalId"]` or `[space, "View/version", property]`. */
export type PropertyPath = readonly string[];

/** Bounds of a range; one is enough. */
export interface Bounds {
  readonly gt?: unknown;
  readonly gte?: unknown;
  readonly lt?: unknown;
  readonly lte?: unknown;
}

/**
 * A condition on instances: plain data in the form of the service (behaviour.md section 12). Make it with the functions
 * of this package, such as `equals` and `and`; their properties come from `where((p) => ...)` or an API's `properties`.
 */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly equals: { readonly property: PropertyPath; readonly value: unknown } }
  | { readonly prefix: { readonly property: PropertyPath; readonly value: unknown } }
  | { readonly exists: { readonly property: PropertyPath } }
  | { readonly in: { readonly property: PropertyPath; readonly values: readonly unknown[] } }
  | { readonly containsAny: { readonly property: PropertyPath; readonly values: readonly unknown[] } }
  | { readonly containsAll: { readonly property: PropertyPath; readonly values: readonly unknown[] } }
  | { readonly range: { readonly property: PropertyPath } & Bounds }
  | { readonly overlaps: { readonly startProperty: PropertyPath; readonly endProperty: PropertyPath } & Bounds }
  | { readonly nested: { readonly scope: PropertyPath; readonly filter: Filter } }
  | { readonly hasData: readonly Readonly<Record<string, string>>[] }
  | { readonly instanceReferences: readonly Readonly<Record<string, string>>[] }
  | { readonly matchAll: Readonly<Record<never, never>> };

/** Every instance. */
export const MATCH_ALL: Filter = { matchAll: {} };

/** No instance. */
export const NOTHING: Filter = { not: MATCH_ALL };

/**
 * All hold.
 *
 * @throws {PygenValidationError} without any
 */
export function and(...filters: readonly Filter[]): Filter {
  return joined("and", filters) ?? { and: filters };
}

/**
 * At least one holds.
 *
 * @throws {PygenValidationError} without any
 */
export function or(...filters: readonly Filter[]): Filter {
  return joined("or", filters) ?? { or: filters };
}

function joined(name: string, filters: readonly Filter[]): Filter | undefined {
  if (filters.length === 0) {
    throw new PygenValidationError(`${name} needs at least one filter`);
  }
  return filters.length === 1 ? filters[0] : undefined;
}

/** It does not hold. What has no value meets neither a comparison nor its opposite: add `or(..., isMissing(p.x))`. */
export function not(filter: Filter): Filter {
  return "not" in filter ? filter.not : { not: filter };
}

/** The instance has data in all of these, at most 10: views, their ids, and containers. */
export function hasData(...sources: readonly (ViewId | ContainerId | AnyView)[]): Filter {
  if (sources.length < 1 || sources.length > 10) {
    throw new PygenValidationError(`hasData takes 1 to 10 views or containers, not ${sources.length}`);
  }
  return { hasData: sources.map((source) => sourceOf("id" in source ? source.id : source)) };
}

/** The instance is in a view. Lists know it by themselves, queries and syncs have to be told. */
export function memberOf(id: ViewRef): Filter {
  return id.filter as Filter | undefined ?? hasData(id);
}

/** The instance is one of these; none given matches nothing. */
export function instanceReferences(ids: readonly InstanceId[]): Filter {
  return ids.length === 0
    ? NOTHING
    : { instanceReferences: ids.map(({ space, externalId }) => ({ space, externalId })) };
}

/** The properties that a filter is about, but for those of nodes behind relations. */
export function pathsOf(filter: Filter): PropertyPath[] {
  if ("and" in filter || "or" in filter) {
    return ("and" in filter ? filter.and : filter.or).flatMap(pathsOf);
  }
  if ("not" in filter) {
    return pathsOf(filter.not);
  }
  if ("nested" in filter) {
    return [filter.nested.scope];
  }
  if ("overlaps" in filter) {
    return [filter.overlaps.startProperty, filter.overlaps.endProperty];
  }
  // A filter of a view can be of a kind that is newer than this, with a body of any form.
  const [body] = Object.values(filter) as [{ readonly property?: PropertyPath } | null];
  return Array.isArray(body?.property) ? [body.property] : [];
}

/**
 * Refuses a condition on nodes where edges are read, and the other way round: it would match nothing.
 *
 * @throws {PygenValidationError} naming the property
 */
export function checkInstanceType(filter: Filter, instanceType: "node" | "edge"): void {
  const other = instanceType === "edge" ? "node" : "edge";
  for (const path of pathsOf(filter)) {
    if (path[0] === other && path.length === 2) {
      throw new PygenValidationError(
        `A filter on ${other}s cannot be used where ${instanceType}s are read: it names ${
          path[1]
        }; take the property ` +
          "from the view that is read",
      );
    }
  }
}
