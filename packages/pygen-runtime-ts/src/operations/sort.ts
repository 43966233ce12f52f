import { PygenValidationError } from "../errors.ts";
import type { PropertyTable } from "../filters/property.ts";

/** The order in which instances come. */
export type SortDirection = "ascending" | "descending";

/** The order by one property, and where what has no value comes; without `nullsFirst` the service decides. */
export interface SortBy {
  readonly direction: SortDirection;
  readonly nullsFirst?: boolean;
}

/** One term of a sort in the form of the service. */
export interface SortTerm extends SortBy {
  readonly property: readonly string[];
}

/**
 * The sort of a request: at most 5 terms (behaviour.md section 13).
 *
 * @throws {PygenValidationError} for a name that is not known, another direction, or too many
 */
export function sortTerms(
  table: PropertyTable,
  order: readonly (readonly [name: string, by: SortDirection | SortBy])[],
): SortTerm[] {
  if (order.length > 5) {
    throw new PygenValidationError(`The service sorts by at most 5 properties, not ${order.length}`);
  }
  return order.map(([name, by]) => {
    const term = typeof by === "string" ? { direction: by } : by;
    if (term.direction !== "ascending" && term.direction !== "descending") {
      throw new PygenValidationError(`The direction of ${name} is "ascending" or "descending", not ${term.direction}`);
    }
    return { property: table.property(name).path, ...term };
  });
}
