import { PygenValidationError } from "../errors.ts";
import type { NodeId } from "../ids.ts";
import { type Field, fieldsOf } from "../instances/field.ts";
import { didYouMean } from "../spelling.ts";
import type { AnyRelation, RelationOf, ViewTypes } from "../views/types.ts";
import { type AnyView, placeOf, type ViewRef, wireName } from "../views/view.ts";
import type { PropertyPath } from "./filter.ts";

declare const VALUE: unique symbol;
declare const TARGET: unique symbol;

/** A property of a view, to be compared with values of type T. */
export interface Property<T> {
  readonly path: PropertyPath;
  /** How messages name it. */
  readonly label: string;
  /** Its type; undefined where its view is not loaded. */
  readonly type: string | undefined;
  readonly isList: boolean;
  /** Only for the checker. */
  readonly [VALUE]?: T;
}

/** A direct relation as a property: compare it with nodes, or see `nested`. */
export interface RelationProperty<T, V extends ViewTypes> extends Property<T> {
  /** Gives the properties of the view that it leads to. */
  readonly target: () => Properties<V>;
  /** Only for the checker. */
  readonly [TARGET]?: V;
}

/** The properties of a view, by name. */
export type Properties<V extends ViewTypes> = {
  readonly [K in keyof V["read"]]-?: NonNullable<V["read"][K]> extends NodeId | readonly NodeId[]
    ? RelationProperty<NonNullable<V["read"][K]>, TargetOf<V, K>>
    : Property<NonNullable<V["read"][K]>>;
};

type TargetOf<V extends ViewTypes, K> = RelationOf<V, K> extends infer R extends AnyRelation ? R["target"] : never;

/** The views that are loaded, by their ids: relations are followed through them. */
export type Views = ReadonlyMap<ViewRef, AnyView>;

/** What every instance has, with the types of the values. */
const OF_INSTANCE: Readonly<Record<string, readonly [wire: string, type: string]>> = {
  space: ["space", "text"],
  externalId: ["externalId", "text"],
  createdTime: ["createdTime", "timestamp"],
  lastUpdatedTime: ["lastUpdatedTime", "timestamp"],
  nodeType: ["type", "direct"],
  edgeType: ["type", "direct"],
  startNode: ["startNode", "direct"],
  endNode: ["endNode", "direct"],
};

/** A property by its name in objects, for a view that is loaded or not. */
export class PropertyTable {
  readonly #id: ViewRef | undefined;
  readonly #views: Views;
  readonly #kind: "node" | "edge";
  readonly view: AnyView | undefined;

  /** @param kind of what the instances are, which paths of metadata begin with */
  constructor(id: ViewRef | undefined, views: Views, kind: "node" | "edge") {
    this.#id = id;
    this.#views = views;
    this.#kind = kind;
    this.view = id && views.get(id);
  }

  /** The property that an instance has whatever its view; undefined for others. */
  ofInstance(name: string): Property<unknown> | undefined {
    const found = Object.hasOwn(OF_INSTANCE, name) ? OF_INSTANCE[name] : undefined;
    return found && { path: [this.#kind, found[0]], label: name, type: found[1], isList: false };
  }

  /** The property of the view as it is declared; undefined where the view is not loaded. */
  field(name: string): Field | undefined {
    return this.view && fieldsOf(this.view).get(name);
  }

  /**
   * @throws {PygenValidationError} if the view has no such property; the message has the nearest right name
   */
  property(name: string): Property<unknown> {
    const field = this.field(name);
    if (field === undefined) {
      const found = this.ofInstance(name);
      if (found !== undefined) {
        return found;
      }
      if (this.view !== undefined || this.#id === undefined) {
        const known = [...Object.keys(this.view?.properties ?? {}), ...Object.keys(OF_INSTANCE)];
        throw new PygenValidationError(
          `${this.view?.name ?? "An instance"} has no property ${JSON.stringify(name)}${didYouMean(name, known)}`,
        );
      }
    }
    const id = this.#id as ViewRef;
    const wire = field?.wire ?? wireName(id, name);
    const relation = field === undefined ? undefined : this.view?.relations[name];
    const { type, isList = false } = field ?? {};
    const property = {
      path: [...placeOf(id), wire],
      label: `${this.view?.name ?? id.externalId}.${name}`,
      type,
      isList,
    };
    const target = relation?.target;
    return type === "direct"
      ? Object.assign(property, { target: () => propertiesOf(target, this.#views, "node") })
      : property;
  }
}

/**
 * The properties of a view as one object. Of views that are not loaded every name gives a property, whose type nobody
 * checks before the service does.
 */
export function propertiesOf<V extends ViewTypes>(
  id: ViewRef | undefined,
  views: Views,
  kind: "node" | "edge",
): Properties<V> {
  const table = new PropertyTable(id, views, kind);
  const get = (_: object, name: string | symbol): unknown =>
    typeof name === "string" ? table.property(name) : undefined;
  return new Proxy({}, { get }) as Properties<V>;
}
