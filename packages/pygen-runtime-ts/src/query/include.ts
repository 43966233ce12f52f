import type { CallOptions } from "../client.ts";
import type { Filter } from "../filters/filter.ts";
import type { Properties } from "../filters/property.ts";
import type { NameOf } from "../operations/read.ts";
import type { SortBy, SortDirection } from "../operations/sort.ts";
import type { AnyRelation, NoRelations, RelationOf, ViewTypes } from "../views/types.ts";

/** An order: up to 5 properties, the first decides first. */
export type Sort<V extends ViewTypes> = { readonly [K in NameOf<V>]?: SortDirection | SortBy };

/** Which relations are read along, and of what they lead to which, and so on. */
export type Include<V extends ViewTypes> = {
  readonly [K in keyof V["relations"]]?: true | IncludeOptions<RelationOf<V, K>>;
};

/** How a relation is read along. */
export interface IncludeOptions<R extends AnyRelation> {
  /** The relations of what it leads to that are read along, too. */
  readonly include?: Include<R["target"]>;
  /** Only what meets this condition: on the nodes, on the edges, or `and` of both; for direct relations it is on what they lead to. */
  readonly where?: (properties: Properties<R["target"]>, edge: Properties<R["edge"]>) => Filter;
  /** The order for each instance: by properties of the edges where there are some, else of the nodes. */
  readonly sort?: Sort<R extends { readonly to: "link" | "links" } ? R["edge"] : R["target"]>;
  /** At most so many for each instance; by default all. */
  readonly limit?: number;
  /** Follow a relation of a view to itself over several levels, 1 to 24. */
  readonly depth?: number;
  /** Read numbers of the nodes in other units. */
  readonly units?: { readonly [K in NameOf<R["target"]>]?: string };
  /** Read numbers of the edges in other units. */
  readonly edgeUnits?: { readonly [K in NameOf<R["edge"]>]?: string };
}

/** How a relation is followed. */
export interface FollowOptions<R extends AnyRelation, I = NoRelations>
  extends Omit<IncludeOptions<R>, "limit" | "depth" | "include">, CallOptions {
  /** The relations of what it leads to that are read along. */
  readonly include?: I;
}

/** Refuses what is no relation, at every level: editors and checkers show it where it is written. */
export type Checked<V extends ViewTypes, I> = {
  readonly [K in keyof I]: K extends keyof V["relations"]
    ? I[K] extends { readonly include: infer N } ? Omit<I[K], "include"> & {
        readonly include: Checked<RelationOf<V, K>["target"], N>;
      }
    : I[K]
    : never;
};

/** The same without types, as it is planned. */
export interface AnyIncludeOptions {
  readonly include?: AnyInclude;
  readonly where?: (properties: unknown, edge: unknown) => Filter;
  readonly sort?: Readonly<Record<string, SortDirection | SortBy>>;
  readonly limit?: number;
  readonly depth?: number;
  readonly units?: Readonly<Record<string, string | undefined>>;
  readonly edgeUnits?: Readonly<Record<string, string | undefined>>;
}

/** Relations by name. */
export type AnyInclude = Readonly<Record<string, true | AnyIncludeOptions | undefined>>;

/** How a query is read. */
export interface QueryReadOptions extends CallOptions {
  /** Instances of the view in one page, 1 to 10,000; by default as many as suit. */
  readonly chunkSize?: number;
  /** Where an earlier read of the same query stopped. */
  readonly cursor?: string;
}

/** How a query is explained. */
export interface ExplainOptions extends CallOptions {
  /** Whether to look up which index each condition and order can use: two requests, for views and containers. */
  readonly indexes?: boolean;
}
