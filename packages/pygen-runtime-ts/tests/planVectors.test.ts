// The shared cases of tests/vectors/plan: from a query to the request that the service gets.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { type Filter, InstanceIterator, PygenValidationError, type Query } from "@cognite/pygen-runtime";
import {
  type AnyView,
  type PropertyCode,
  type Relation,
  ViewApi,
  type ViewRef,
  type ViewTypes,
} from "@cognite/pygen-runtime/codegen";

import { InstanceService } from "./instanceService.ts";
import { testVectors, type VectorCase } from "./vectorCases.ts";

interface PlanCase extends VectorCase {
  readonly query: {
    readonly view: string;
    readonly where?: readonly Filter[];
    readonly include?: readonly IncludeForm[];
    readonly sort?: readonly SortForm[];
    readonly select?: readonly string[];
  };
  readonly plan?: unknown;
  readonly apart?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

interface IncludeForm {
  readonly relation: string;
  readonly where?: readonly Filter[];
  readonly include?: readonly IncludeForm[];
  readonly sort?: readonly SortForm[];
  readonly limit?: number;
  readonly depth?: number;
}

interface SortForm {
  readonly property: string;
  readonly direction: string;
}

interface ViewForm {
  readonly view: ViewRef;
  readonly usedFor: "node" | "edge";
  readonly extends?: string;
  readonly properties: Readonly<Record<string, { readonly type: string; readonly list?: boolean }>>;
  readonly relations: Readonly<Record<string, RelationForm>>;
}

interface RelationForm {
  readonly kind: "direct" | "edge" | "reverse";
  readonly target: string | null;
  readonly edge?: string | null;
  readonly type?: { readonly space: string; readonly externalId: string };
  readonly direction?: string;
  readonly single?: boolean;
  readonly through?: { readonly source: ViewRef & { readonly type: string }; readonly identifier: string };
  readonly throughList?: boolean;
}

const DECLARED: Readonly<Record<string, ViewForm>> = JSON.parse(
  readFileSync(new URL("../../../tests/vectors/plan/views.json", import.meta.url), "utf8"),
);
/** One object for each view, by which relations and views are matched. */
const IDS = new Map<string, ViewRef>();

const VIEWS: Readonly<Record<string, AnyView>> = Object.fromEntries(
  Object.keys(DECLARED).map((name) => [name, viewOf(name)]),
);

testVectors<PlanCase>("plan", {}, async ({ query, plan, apart = {}, error }) => {
  if (error !== undefined) {
    assert.throws(() => queryOf(query), (found: Error) => {
      assert.ok(found instanceof PygenValidationError);
      assert.ok(found.message.includes(error), found.message);
      return true;
    });
    return;
  }
  const made = queryOf(query);
  assert.deepEqual(made.plan, plan);
  assert.deepEqual(await readApart(query), apart);
});

function queryOf(query: PlanCase["query"], service = new InstanceService()): Query<ViewTypes, object> {
  const api = new ViewApi(service.client(), VIEWS[query.view] as AnyView, { views: Object.values(VIEWS) });
  let made: Query<ViewTypes, object> = api.query().where(...query.where ?? []);
  for (const one of query.include ?? []) {
    made = made.include(included([one]) as never) as Query<ViewTypes, object>;
  }
  made = made.sort(...(query.sort ?? []).map((one) => ordered([one]) as never));
  return query.select === undefined ? made : made.select(...query.select as never[]);
}

/** What is read apart for the node shop:one, by the name of its result set: the first request of each. */
async function readApart(query: PlanCase["query"]): Promise<Readonly<Record<string, unknown>>> {
  const metadata = { version: 1, createdTime: 1, lastUpdatedTime: 1 };
  const one = { instanceType: "node", space: "shop", externalId: "one", ...metadata };
  const sets = Object.entries(queryOf(query).plan.with).filter(([, set]) => "nodes" in (set as object));
  const items = Object.fromEntries(sets.map(([name]) => [name, [one]]));
  const service = new InstanceService({ items, nextCursor: {} });
  service.answers.push(...Array.from({ length: 9 }, () => ({ items: {}, nextCursor: {} })));
  const found = queryOf(query, service).iterate();
  assert.ok(found instanceof InstanceIterator);
  await found.pages().next();
  return Object.fromEntries(
    service.sent.slice(1).map(({ text }) => {
      const { with: sets, select } = JSON.parse(text);
      return [Object.keys(sets)[0], { with: sets, select }];
    }),
  );
}

function included(forms: readonly IncludeForm[]): Readonly<Record<string, object>> {
  return Object.fromEntries(forms.map(({ relation, where, include, sort, ...options }) => [
    relation.split(".").at(-1),
    {
      ...options,
      ...where !== undefined && { where: () => ({ and: where }) },
      ...include !== undefined && { include: included(include) },
      ...sort !== undefined && { sort: ordered(sort) },
    },
  ]));
}

function ordered(sort: readonly SortForm[]): Readonly<Record<string, string>> {
  return Object.fromEntries(sort.map(({ property, direction }) => [property, direction]));
}

/** A view as generated code declares it. */
function viewOf(name: string): AnyView {
  const form = DECLARED[name] as ViewForm;
  const parent = form.extends === undefined ? undefined : viewOf(form.extends);
  const properties = Object.entries(form.properties).map(([key, { type, list }]) => [
    key,
    `${type}${list === true ? "[]" : ""}` as PropertyCode,
  ]);
  const relations = Object.entries(form.relations).map(([key, one]) => [key, relationOf(one)]);
  return {
    id: idOf(name),
    name,
    usedFor: form.usedFor,
    properties: { ...parent?.properties, ...Object.fromEntries(properties) },
    relations: { ...parent?.relations, ...Object.fromEntries(relations) },
    keywords: {},
  };
}

function relationOf(form: RelationForm): Relation {
  const target = form.target === null ? {} : { target: idOf(form.target) };
  const single = form.single === true ? { single: true } as const : {};
  if (form.kind === "direct") {
    return { kind: "direct", ...target };
  }
  if (form.type !== undefined) {
    const edge = form.edge === null || form.edge === undefined ? {} : { edge: idOf(form.edge) };
    const inwards = form.direction === "inwards" ? { inwards: true } as const : {};
    return { kind: "edges", ...target, ...edge, type: [form.type.space, form.type.externalId], ...inwards, ...single };
  }
  const { source: { type: _, ...source }, identifier } = form.through as NonNullable<RelationForm["through"]>;
  const list = form.throughList === true ? { list: true } as const : {};
  return { kind: "reverse", ...target, through: [source, identifier], ...list, ...single };
}

function idOf(name: string): ViewRef {
  const { space, externalId, version } = (DECLARED[name] as ViewForm).view;
  const id = IDS.get(name) ?? { space, externalId, version };
  IDS.set(name, id);
  return id;
}
