import { PygenValidationError } from "../errors.ts";
import type { NodeId } from "../ids.ts";
import type { ViewTypes } from "../views/types.ts";
import { type Bounds, type Filter, not, NOTHING, or } from "./filter.ts";
import type { Properties, Property, RelationProperty } from "./property.ts";
import { filterValue, filterValues, isComparable } from "./values.ts";

/** What a property is compared with: a value, or another property of the same instance. */
export type Operand<T> = T | Property<T>;

/** Values that are larger and smaller. */
export type Ordered = string | number | bigint | Date;

/** One of the values of a list. */
export type ElementOf<T> = T extends readonly (infer E)[] ? E : never;

/** Values that one `in` takes (behaviour.md section 4.1). */
const MAX_VALUES = 1000;

/** The property has this value; of a list the whole list, order included. */
export function equals<T>(property: Property<T>, value: Operand<NoInfer<T>>): Filter {
  return { equals: { property: property.path, value: operand(property, value) } };
}

/** The property has another value. What has none is not found. */
export function notEquals<T>(property: Property<T>, value: Operand<NoInfer<T>>): Filter {
  return { not: equals(property, value) };
}

/** Larger or later. */
export function gt<T extends Ordered>(property: Property<T>, value: Operand<NoInfer<T>>): Filter {
  return range(property, { gt: value });
}

/** As large or larger, or not earlier. */
export function gte<T extends Ordered>(property: Property<T>, value: Operand<NoInfer<T>>): Filter {
  return range(property, { gte: value });
}

/** Smaller or earlier. */
export function lt<T extends Ordered>(property: Property<T>, value: Operand<NoInfer<T>>): Filter {
  return range(property, { lt: value });
}

/** As small or smaller, or not later. */
export function lte<T extends Ordered>(property: Property<T>, value: Operand<NoInfer<T>>): Filter {
  return range(property, { lte: value });
}

/** It lies between the two, or is one of them. */
export function between<T extends Ordered>(
  property: Property<T>,
  low: Operand<NoInfer<T>>,
  high: Operand<NoInfer<T>>,
): Filter {
  return range(property, { gte: low, lte: high });
}

/** The text begins so; upper and lower case differ. */
export function startsWith(property: Property<string>, prefix: string): Filter {
  return { prefix: { property: property.path, value: filterValue(property, prefix) } };
}

/** It has one of these values; none given matches nothing. Any number of values. */
export function inList<T>(property: Property<T>, values: readonly Operand<NoInfer<T>>[]): Filter {
  return oneOf(property, filterValues(property, values));
}

/** The list has at least one of these values; none given matches nothing. */
export function containsAny<T extends readonly unknown[]>(
  property: Property<T>,
  values: readonly Operand<ElementOf<NoInfer<T>>>[],
): Filter {
  const wanted = filterValues(property, values);
  return wanted.length === 0 ? NOTHING : { containsAny: { property: property.path, values: wanted } };
}

/** The list has all of these values; none given matches every list. */
export function containsAll<T extends readonly unknown[]>(
  property: Property<T>,
  values: readonly Operand<ElementOf<NoInfer<T>>>[],
): Filter {
  const wanted = filterValues(property, values);
  // What the service makes of no values is not documented.
  return wanted.length === 0 ? exists(property) : { containsAll: { property: property.path, values: wanted } };
}

/** It has a value; an empty list is one. */
export function exists(property: Property<unknown>): Filter {
  return { exists: { property: property.path } };
}

/** It has no value. */
export function isMissing(property: Property<unknown>): Filter {
  return not(exists(property));
}

/** The node that a direct relation leads to meets a condition. Slow together with paging (behaviour.md section 12). */
export function nested<V extends ViewTypes>(
  relation: RelationProperty<NodeId, V>,
  where: (target: Properties<V>) => Filter,
): Filter {
  return { nested: { scope: relation.path, filter: where(relation.target()) } };
}

/**
 * The interval between two properties has something in common with the one from start to stop; ends belong to their
 * intervals, one bound is enough. Not for search and aggregates (behaviour.md section 12).
 */
export function overlaps<T extends Ordered>(
  start: Property<T>,
  end: Property<NoInfer<T>>,
  bounds: { readonly from?: NoInfer<T>; readonly to?: NoInfer<T> },
): Filter {
  const { from, to } = bounds;
  const given = { ...from !== undefined && { gte: from }, ...to !== undefined && { lte: to } };
  if (Object.keys(given).length === 0) {
    throw new PygenValidationError("overlaps needs one or two bounds: from, to");
  }
  operand(start, end);
  return { overlaps: { startProperty: start.path, endProperty: end.path, ...taken(start, given) } };
}

/** One of some values that were checked. */
export function oneOf(property: Property<unknown>, values: readonly unknown[]): Filter {
  if (values.length <= 1 || property.type === "enum") {
    // The service fails to look for several values of an enum at once (behaviour.md section 12).
    const each = values.map((value) => ({ equals: { property: property.path, value } }));
    return each.length === 0 ? NOTHING : or(...each);
  }
  const parts: Filter[] = [];
  for (let start = 0; start < values.length; start += MAX_VALUES) {
    parts.push({ in: { property: property.path, values: values.slice(start, start + MAX_VALUES) } });
  }
  return or(...parts);
}

function range(property: Property<unknown>, bounds: Bounds): Filter {
  return { range: { property: property.path, ...taken(property, bounds) } };
}

function taken(property: Property<unknown>, bounds: Bounds): Bounds {
  return Object.fromEntries(Object.entries(bounds).map(([name, bound]) => [name, operand(property, bound)]));
}

function operand(property: Property<unknown>, value: unknown): unknown {
  if (isProperty(value)) {
    if (!isComparable(property, value)) {
      throw new PygenValidationError(`${property.label} and ${value.label} cannot be compared: their types differ`);
    }
    return { property: value.path };
  }
  return property.isList ? filterValues(property, value) : filterValue(property, value);
}

function isProperty(value: unknown): value is Property<unknown> {
  return typeof value === "object" && value !== null && "path" in value && "label" in value;
}
