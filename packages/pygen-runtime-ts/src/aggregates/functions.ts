/** One number about many instances. What has no value is left out. */
export interface Aggregate<N extends string = string> {
  /** What the service calls it. */
  readonly function: "count" | "avg" | "min" | "max" | "sum";
  /** The property; undefined to count instances. */
  readonly property: N | undefined;
}

/** How many instances there are; with a property, how many have a value of it. Found as `count`, or `countPrice`. */
export function count<const N extends string = never>(property?: N): Aggregate<N> {
  return { function: "count", property };
}

/** The mean of a number. Found as `avgPrice`. */
export function avg<const N extends string>(property: N): Aggregate<N> {
  return { function: "avg", property };
}

/** The least of a number. Found as `minPrice`. */
export function min<const N extends string>(property: N): Aggregate<N> {
  return { function: "min", property };
}

/** The largest of a number. Found as `maxPrice`. */
export function max<const N extends string>(property: N): Aggregate<N> {
  return { function: "max", property };
}

/** The sum of a number. Found as `sumPrice`. */
export function sum<const N extends string>(property: N): Aggregate<N> {
  return { function: "sum", property };
}

/** Under which name a number is found: `avgPrice`. */
export function nameOf({ function: name, property }: Aggregate): string {
  return property === undefined ? name : `${name}${property.charAt(0).toUpperCase()}${property.slice(1)}`;
}
