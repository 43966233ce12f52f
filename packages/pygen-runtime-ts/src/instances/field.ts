import { type AnyView, nameOf, type PropertyCode, type ViewRef } from "../views/view.ts";

/** A property of a view, taken apart. */
export interface Field {
  /** Its name in objects. */
  readonly name: string;
  /** Its name in the service. */
  readonly wire: string;
  readonly type: string;
  readonly isList: boolean;
  /** Whether it always has a value. */
  readonly isRequired: boolean;
  /** Whether the service gives it a value where none is written. */
  readonly hasDefault: boolean;
  /** The values of an enum. */
  readonly values: readonly string[];
  /** Whether every object of JavaScript has something of that name, such as `constructor`. */
  readonly isInherited: boolean;
}

const CODE = /^(\w+)(?:\((.*)\))?(\[\])?([!=])?$/;

/** A property from its code. */
function fieldOf(name: string, wire: string, code: PropertyCode): Field {
  const [, type = "", values, list, sign] = CODE.exec(code) ?? [];
  return {
    name,
    wire,
    type,
    isList: list !== undefined,
    isRequired: sign !== undefined,
    hasDefault: sign === "=",
    values: values?.split("|") ?? [],
    isInherited: wire in {},
  };
}

const known = new WeakMap<AnyView, ReadonlyMap<string, Field>>();

/** The properties of a view by their names in objects. */
export function fieldsOf(view: AnyView): ReadonlyMap<string, Field> {
  let fields = known.get(view);
  if (fields === undefined) {
    const wires = new Map(Object.entries(view.id.names ?? {}).map(([wire, name]) => [name, wire]));
    fields = new Map(
      Object.entries(view.properties).map(([name, code]) => [name, fieldOf(name, wires.get(name) ?? name, code)]),
    );
    known.set(view, fields);
  }
  return fields;
}

/** What an answer says of the types of properties, by their names in the service. */
export type Typing = Readonly<
  Record<string, { readonly type?: { readonly type?: string; readonly list?: boolean } } | undefined>
>;

/** The properties of a view that is not loaded, as an answer describes them. */
export function fieldsFrom(id: ViewRef, typing: Typing): ReadonlyMap<string, Field> {
  return new Map(
    Object.entries(typing).map(([wire, described]) => {
      const name = nameOf(id, wire);
      const type = typeOf(id, described?.type?.type ?? "json");
      const isList = described?.type?.list === true;
      return [name, {
        name,
        wire,
        type,
        isList,
        isRequired: false,
        hasDefault: false,
        values: [],
        isInherited: wire in {},
      }];
    }),
  );
}

function typeOf(id: ViewRef, described: string): string {
  return described === "int64" ? id.int64 ?? described : described;
}
