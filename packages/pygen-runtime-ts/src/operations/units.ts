import type { PropertyTable } from "../filters/property.ts";

/** Property to the unit in which it is wanted: an external id such as `temperature:deg_f`, or `SI`, `Imperial`, `Default`. */
export type Units = Readonly<Record<string, string | undefined>>;

/** The target units of a request (behaviour.md section 5); undefined for none. */
export function unitsOf(table: PropertyTable, units: Units | undefined): readonly unknown[] | undefined {
  const wanted = Object.entries(units ?? {}).filter(([, unit]) => unit !== undefined);
  return wanted.length === 0 ? undefined : wanted.map(([name, unit]) => ({
    property: table.property(name).path.at(-1),
    unit: ["SI", "Imperial", "Default"].includes(unit ?? "") ? { unitSystemName: unit } : { externalId: unit },
  }));
}
