import { type Filter, MATCH_ALL, NOTHING } from "./filter.ts";

const ALL_FORM = JSON.stringify(MATCH_ALL);
const NOTHING_FORM = JSON.stringify(NOTHING);

/**
 * The condition that all of these hold, with fewer words; undefined if every instance meets it. Groups within groups of
 * the same kind are opened, what is said twice is said once, and what always or never holds is left out or decides.
 */
export function allOf(filters: readonly Filter[]): Filter | undefined {
  const found = group("and", filters);
  return formOf(found) === ALL_FORM ? undefined : found;
}

/** Whether a simplified condition can be met by no instance. */
export function matchesNothing(filter: Filter | undefined): boolean {
  return filter !== undefined && formOf(filter) === NOTHING_FORM;
}

function simplify(filter: Filter): Filter {
  if ("and" in filter) {
    return group("and", filter.and);
  }
  if ("or" in filter) {
    return group("or", filter.or);
  }
  if ("not" in filter) {
    const inner = simplify(filter.not);
    return "not" in inner ? inner.not : { not: inner };
  }
  return "in" in filter && filter.in.values.length === 0 ? NOTHING : filter;
}

function group(kind: "and" | "or", filters: readonly Filter[]): Filter {
  const [neutral, deciding] = kind === "and" ? [ALL_FORM, NOTHING_FORM] : [NOTHING_FORM, ALL_FORM];
  const kept = new Map<string, Filter>();
  for (const one of filters.map(simplify)) {
    for (const part of partsOf(kind, one)) {
      const form = formOf(part);
      if (form === deciding) {
        return part;
      }
      if (form !== neutral && !kept.has(form)) {
        kept.set(form, part);
      }
    }
  }
  const parts = [...kept.values()];
  return parts.length > 1
    ? kind === "and" ? { and: parts } : { or: parts }
    : parts[0] ?? (kind === "and" ? MATCH_ALL : NOTHING);
}

function partsOf(kind: "and" | "or", filter: Filter): readonly Filter[] {
  return kind === "and" && "and" in filter ? filter.and : kind === "or" && "or" in filter ? filter.or : [filter];
}

/** A filter as one text, to be compared. */
export function formOf(filter: Filter): string {
  return JSON.stringify(filter, (_, value: unknown) => typeof value === "bigint" ? `${value}n` : value);
}
