import type { ApiClient, CallOptions } from "../client.ts";
import { pathsOf } from "../filters/filter.ts";
import type { ContainerId, ViewId } from "../ids.ts";
import { reading } from "../instances/unexpectedAnswer.ts";
import { type DescribedView, lookUp } from "../views/described.ts";
import { type Step, stepsOf } from "./plan.ts";

interface DescribedContainer extends ContainerId {
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
  const ofViews = wanted.filter((path) => path[1]?.includes("/")).map(sourceAt);
  const views = await lookUp<DescribedView>(client, "views", ofViews, options);
  const mapped = reading(() =>
    wanted.flatMap((path) => {
      const [space = "", place = "", name = ""] = path;
      if (!place.includes("/")) {
        return [[path, path] as const];
      }
      const { container, containerPropertyIdentifier } = views.get(`${space}\n${place}`)?.properties[name] ?? {};
      return container === undefined
        ? []
        : [[path, [container.space, container.externalId, containerPropertyIdentifier ?? name]] as const];
    })
  );
  const ofContainers = reading(() => mapped.map(([, own]) => sourceAt(own)));
  const containers = await lookUp<DescribedContainer>(client, "containers", ofContainers, options);
  return reading(() =>
    new Map(
      mapped.flatMap(([path, [space, place, name]]) => {
        const told = describe(containers.get(`${space}\n${place}`), name ?? "");
        return told === "" ? [] : [[path.join("\n"), told] as const];
      }),
    )
  );
}

function describe(container: DescribedContainer | undefined, name: string): string {
  return Object.entries(container?.indexes ?? {}).filter(([, index]) => index.properties?.[0] === name)
    .map(([identifier, index]) =>
      `${index.indexType ?? "unknown"} index ${identifier}${
        index.cursorable === true ? ", also for sorted paging" : ""
      }` +
      (index.bySpace === true ? ", within a space" : "")
    ).join("; ");
}

/** The view or container that a path begins with. */
function sourceAt([space = "", place = ""]: readonly string[]): ViewId | ContainerId {
  const [externalId = "", version] = place.split("/");
  return version === undefined ? { space, externalId } : { space, externalId, version };
}

/** The properties of views that the conditions and the sort of a result set are about. */
export function indexablePaths(step: Step): (readonly string[])[] {
  const found = [...step.filter === undefined ? [] : pathsOf(step.filter), ...step.sort.map((term) => term.property)];
  const once = new Map(found.filter((path) => path.length === 3).map((path) => [path.join("\n"), path]));
  return [...once.values()];
}
