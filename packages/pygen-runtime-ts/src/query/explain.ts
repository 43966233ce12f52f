import type { ApiClient } from "../client.ts";
import { formOf, matchesNothing } from "../filters/simplify.ts";
import { FIRST_PAGE, MAX_CHUNK } from "../operations/paging.ts";
import { wordsOf } from "./filterText.ts";
import type { ExplainOptions } from "./include.ts";
import { indexablePaths, lookUpIndexes } from "./indexes.ts";
import { MAX_SETS, type Step, stepsOf } from "./plan.ts";

/**
 * A plan as readable text.
 *
 * @param limit how many instances of the root are wanted
 */
export async function explain(client: ApiClient, root: Step, limit: number, options: ExplainOptions): Promise<string> {
  const { indexes = false, ...call } = options;
  return textOf(root, limit, indexes ? await lookUpIndexes(client, root, call) : undefined);
}

/** @param indexes which index each property has that a condition or sort can use; undefined if that is unknown */
function textOf(root: Step, limit: number, indexes: ReadonlyMap<string, string> | undefined): string {
  if (matchesNothing(root.filter)) {
    return "Nothing can match: no request is sent";
  }
  const steps = stepsOf(root);
  const count = steps.length === 1 ? "one result set" : `${steps.length} of at most ${MAX_SETS} result sets`;
  const first = Math.min(FIRST_PAGE, limit);
  const lines = [
    `Query: ${count} in each request; the root in pages of ${first}, larger while answers are quick`,
    ...tree(root, 1),
    "Cost:",
    `  requests: one for each page of the root${limit > first ? "" : ", here one"}`,
  ];
  const many = steps.slice(1).filter((step) => step.hop?.kind !== "ends").map((step) => step.name);
  if (many.length > 0) {
    lines.push(
      `  one more whenever one of ${many.join(", ")} has more than ${MAX_CHUNK} instances for a page of the root`,
    );
  }
  for (const step of steps) {
    for (const apart of step.apart) {
      lines.push(
        `  ${apart.name} is a query of its own for every 1000 of ${step.name}: the service cannot follow lists of ` +
          "relations backwards",
      );
    }
  }
  for (const path of indexes === undefined ? [] : steps.flatMap(indexablePaths)) {
    const found = indexes?.get(path.join("\n")) ?? "no index, so the service may read everything";
    lines.push(`  ${path[2]} of ${path[1]}: ${found}`);
  }
  if (steps.some(({ filter }) => filter !== undefined && formOf(filter).includes('"nested"'))) {
    lines.push("  a nested condition can be slow together with paging");
  }
  return lines.join("\n");
}

function* tree(step: Step, depth: number): Generator<string> {
  const pad = "  ".repeat(depth);
  yield `${pad}${step.name}: ${reached(step)}`;
  if (step.filter !== undefined) {
    yield `${pad}  where ${wordsOf(step.filter)}`;
  }
  if (step.sort.length > 0) {
    yield `${pad}  sorted by ${step.sort.map((term) => `${term.property.at(-1)} ${term.direction}`).join(", ")}`;
  }
  for (const one of [...step.steps, ...step.apart]) {
    yield* tree(one, depth + 1);
  }
}

function reached(step: Step): string {
  const { hop, id } = step;
  const view = id === undefined ? "" : ` of ${id.space}:${id.externalId}(${id.version})`;
  const what = `${step.ofEdges ? "edges" : "nodes"}${view}`;
  const cut = "limitEach" in step.expression ? "" : " (the service gives all)";
  const most = hop?.most === undefined ? "" : `, at most ${hop.most} for each${cut}`;
  switch (hop?.kind) {
    case "direct":
      return `${what} that ${hop.name} points to`;
    case "reverse":
      return `${what} whose ${hop.through?.[1]} points here${most}`;
    case "listed":
      return `${what} whose list ${hop.through?.[1]} points here${most}`;
    case "edges":
      return `${what} that ${hop.inwards === true ? "end" : "start"} here${most}`;
    case "ends":
      return `${what} at the other end`;
  }
  return what;
}
