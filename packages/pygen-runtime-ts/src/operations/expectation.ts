import type { ApiClient, CallOptions } from "../client.ts";
import { fieldsOf } from "../instances/field.ts";
import type { AnyView } from "../views/view.ts";
import { readViews } from "../views/described.ts";
import { isSame, merged } from "./merge.ts";
import type { Stored } from "./stored.ts";
import type { UpsertOptions } from "./upsert.ts";
import type { Write } from "./writePlan.ts";

/** By view and property of the service: what a replacing write sets a property to that it does not name. */
export type Defaults = ReadonlyMap<AnyView, Readonly<Record<string, unknown>>>;

/** What would become of one instance. That the service takes the values, no read can tell. */
export function expected(
  write: Write,
  stored: Stored | undefined,
  mode: UpsertOptions["mode"],
  defaults: Defaults,
): "created" | "updated" | "unchanged" | "conflict" {
  if (stored === undefined) {
    return "created";
  }
  if (write.existingVersion !== undefined && stored.version > write.existingVersion) {
    return "conflict";
  }
  return isStored(write, stored, mode, defaults) ? "unchanged" : "updated";
}

/** Whether all that would be written is stored. */
export function isStored(write: Write, stored: Stored, mode: UpsertOptions["mode"], defaults: Defaults): boolean {
  const { view, instance, properties } = write;
  if (!hasItsEnds(write, stored)) {
    return false;
  }
  if (view === undefined) {
    return true;
  }
  if (stored.properties === undefined || instance === undefined) {
    return stored.properties !== undefined;
  }
  const wanted = mode === "update"
    ? merged(properties, stored.properties, instance.view)
    : mode === "replace"
    ? { ...defaults.get(instance.view), ...properties }
    : properties;
  return isSame(wanted, stored.properties, instance.view);
}

function hasItsEnds(write: Write, stored: Stored): boolean {
  return (["type", "startNode", "endNode"] as const).every((name) => {
    const [wanted, found] = [write.metadata[name], stored.metadata[name]];
    return wanted === undefined || wanted.space === found?.space && wanted.externalId === found.externalId;
  });
}

/** Asks the service for the defaults of some views: generated code does not have them. */
export async function readDefaults(
  client: ApiClient,
  views: readonly AnyView[],
  options: CallOptions,
): Promise<Defaults> {
  const found = await readViews(client, views.map((view) => view.id), options);
  return new Map(
    [...new Set(views)].map((view) => {
      const properties = found.get(view.id)?.properties ?? {};
      const known = [...fieldsOf(view).values()].map((field) => {
        const { defaultValue } = properties[field.wire] ?? {};
        return [field, defaultValue] as const;
      });
      // What always has a value and no default, such as a serial number, stays as it is.
      const cleared = known.filter(([field, value]) => value !== undefined || !field.hasDefault);
      return [view, Object.fromEntries(cleared.map(([field, value]) => [field.wire, value ?? null]))] as const;
    }),
  );
}
