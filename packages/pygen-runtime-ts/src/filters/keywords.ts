import { PygenValidationError } from "../errors.ts";
import { nodeId } from "../instances/refs.ts";
import { didYouMean } from "../spelling.ts";
import type { ViewTypes } from "../views/types.ts";
import type { AnyView } from "../views/view.ts";
import { oneOf } from "./conditions.ts";
import { and, checkInstanceType, type Filter } from "./filter.ts";
import { type Properties, propertiesOf, type Property, PropertyTable, type Views } from "./property.ts";
import { filterValue } from "./values.ts";

/** A filter, or a function that makes one of the properties of a view. */
export type Where<V extends ViewTypes> = Filter | ((properties: Properties<V>) => Filter);

/** What every view has beside its own keywords. */
const OF_NODES: Readonly<Record<string, string>> = { space: "is space", externalIdPrefix: "prefix externalId" };
const OF_EDGES: Readonly<Record<string, string>> = {
  ...OF_NODES,
  startNode: "is startNode",
  endNode: "is endNode",
  edgeType: "is edgeType",
};

/** Makes filters of the keywords of one view. */
export class Keywords {
  readonly #view: AnyView;
  readonly #views: Views;
  readonly #table: PropertyTable;
  readonly #defaultSpace: string | undefined;
  readonly #known: Readonly<Record<string, string>>;

  constructor(view: AnyView, views: Views, defaultSpace: string | undefined) {
    this.#view = view;
    this.#views = views;
    this.#table = new PropertyTable(view.id, views, view.usedFor);
    this.#defaultSpace = defaultSpace;
    this.#known = { ...view.usedFor === "edge" ? OF_EDGES : OF_NODES, ...view.keywords };
  }

  /**
   * The filter that keywords stand for; undefined without any. All that are given must hold.
   *
   * @throws {PygenValidationError} if there is no such keyword, or a value cannot be used
   */
  compile(given: Readonly<Record<string, unknown>>): Filter | undefined {
    const filters: Filter[] = [];
    const ranges = new Map<string, Record<string, unknown>>();
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) {
        continue;
      }
      if (value === null) {
        throw new PygenValidationError(
          `${name}: null: leave it out to filter nothing, or use filter with isMissing(...)`,
        );
      }
      if (name === "filter") {
        filters.push(this.filter(value as Where<ViewTypes>));
        continue;
      }
      const code = Object.hasOwn(this.#known, name) ? this.#known[name] : undefined;
      if (code === undefined) {
        throw new PygenValidationError(
          `${this.#view.name} has no keyword filter ${JSON.stringify(name)}${
            didYouMean(name, Object.keys(this.#known))
          }`,
        );
      }
      const [operator = "", propertyName = ""] = code.split(" ", 2);
      const property = { ...this.#property(operator, propertyName, name), label: `${name} (${propertyName})` };
      if (operator === "min" || operator === "max") {
        let range = ranges.get(propertyName);
        if (range === undefined) {
          range = { property: property.path };
          ranges.set(propertyName, range);
        }
        range[operator === "min" ? "gte" : "lte"] = filterValue(property, value);
      } else {
        filters.push(this.#filter(operator, property, value));
      }
    }
    for (const range of ranges.values()) {
      filters.push({ range } as unknown as Filter);
    }
    return filters.length === 0 ? undefined : and(...filters);
  }

  /**
   * A filter that was given as it is, or as a function.
   *
   * @throws {PygenValidationError} if it is about the other kind of instance
   */
  filter<V extends ViewTypes>(given: Where<V>): Filter {
    const { id, usedFor } = this.#view;
    const filter = typeof given === "function" ? given(propertiesOf<V>(id, this.#views, usedFor)) : given;
    if (typeof filter !== "object" || filter === null) {
      throw new PygenValidationError("filter takes a filter, or a function that gives one");
    }
    checkInstanceType(filter, usedFor);
    return filter;
  }

  #property(operator: string, name: string, keyword: string): Property<unknown> {
    // A view can have a property that is called like one of every instance; the keywords of these mean the latter.
    const isOfInstance = !Object.hasOwn(this.#view.keywords, keyword) && operator !== "filter";
    return (isOfInstance ? this.#table.ofInstance(name) : undefined) ?? this.#table.property(name);
  }

  #filter(operator: string, property: Property<unknown>, value: unknown): Filter {
    if (operator === "prefix") {
      return { prefix: { property: property.path, value: filterValue(property, value) } };
    }
    const several = Array.isArray(value) ? value : [value];
    const values = several.map((one: unknown) =>
      filterValue(property, property.type === "direct" && one !== null ? nodeId(one, this.#defaultSpace) : one)
    );
    if (operator === "is") {
      return oneOf(property, values);
    }
    return values.length === 0 ? oneOf(property, values) : { containsAny: { property: property.path, values } };
  }
}
