type Loose = Readonly<Record<string, unknown>>;

/** Beside the objects, for they are plain: a copy of one knows nothing of this. */
const known = new WeakMap<object, Loose>();

/** Remembers what a direct relation of an object leads to where a query puts less in its place, so that `change` keeps it. */
export function keepReferences(row: object, name: string, references: unknown): void {
  known.set(row, { ...known.get(row), [name]: references });
}

/** What was remembered of an object, by the names of its relations. */
export function keptReferences(row: object): Loose {
  return known.get(row) ?? {};
}
