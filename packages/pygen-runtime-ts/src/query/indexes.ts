import type { ApiClient, CallOptions } from "../client.ts";
import { indexablePaths, type Step, stepsOf } from "./plan.ts";

/** Views or containers in one request (behaviour.md section 4.1). */
const MAX_IDS = 100;

interface Described {
  readonly space: string;
  readonly externalId: string;
  readonly version?: string;
  readonly properties?: Readonly<
    Record<string, {
      readonly container?: { readonly space: string; readonly externalId: string };
      readonly containerPropertyIdentifier?: string;
    }>
  >;
  readonly indexes?: Readonly<
    Record<string, {
      readonly properties?: readonly string[];
      readonly indexType?: string;
      readonly cursorable?: boolean;
      readonly bySpace?: boolean;
    }>
  >;
}

/**
 * Looks up the indexes that begin with the properties that a query filters and sorts by: an index can only help a
 * condition or sort on the property that it begins with. By the path of the property, joined with line breaks.
 */
export async function lookUpIndexes(
  client: ApiClient,
  root: Step,
  options: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const wanted = stepsOf(root).flatMap(indexablePaths);
  const views = await byIds(client, "views", wanted.filter((path) => path[1]?.includes("/")), options);
  const mapped = wanted.flatMap((path) => {
    const [space = "", place = "", name = ""] = path;
    if (!place.includes("/")) {
      return [[path, path] as const];
    }
    const { container, containerPropertyIdentifier } = views.get(`${space}\n${place}`)?.properties?.[name] ?? {};
    return container === undefined
      ? []
      : [[path, [container.space, container.externalId, containerPropertyIdentifier ?? name]] as const];
  });
  const containers = await byIds(client, "containers", mapped.map(([, own]) => own), options);
  return new Map(
    mapped.flatMap(([path, [space, place, name]]) => {
      const told = describe(containers.get(`${space}\n${place}`), name ?? "");
      return told === "" ? [] : [[path.join("\n"), told] as const];
    }),
  );
}

function describe(container: Described | undefined, name: string): string {
  return Object.entries(container?.indexes ?? {}).filter(([, index]) => index.properties?.[0] === name)
    .map(([identifier, index]) =>
      `${index.indexType ?? "unknown"} index ${identifier}${
        index.cursorable === true ? ", also for sorted paging" : ""
      }` +
      (index.bySpace === true ? ", within a space" : "")
    ).join("; ");
}

async function byIds(
  client: ApiClient,
  kind: "views" | "containers",
  paths: readonly (readonly string[])[],
  options: CallOptions,
): Promise<ReadonlyMap<string, Described>> {
  const places = [...new Set(paths.map(([space, place]) => `${space}\n${place}`))].sort();
  const found = new Map<string, Described>();
  for (let start = 0; start < places.length; start += MAX_IDS) {
    const items = places.slice(start, start + MAX_IDS).map((one) => {
      const [space, place = ""] = one.split("\n");
      const [externalId, version] = place.split("/");
      return { space, externalId, version };
    });
    const answer = (await client.post(`/models/${kind}/byids`, { items }, options)).json() as {
      readonly items: readonly Described[];
    };
    for (const one of answer.items) {
      found.set(`${one.space}\n${one.externalId}${kind === "views" ? `/${one.version}` : ""}`, one);
    }
  }
  return found;
}
