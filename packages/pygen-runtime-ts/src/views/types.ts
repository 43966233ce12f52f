import type { EdgeRow, NodeRow } from "../instances/row.ts";

/** What TypeScript knows of a view: one generated interface each. It has no value, only types. */
export interface ViewTypes {
  /** An instance as it is read. */
  readonly read: object;
  /** An instance as it is written; `never` where the view is read-only. */
  readonly write: object;
  /** The keyword filters. */
  readonly filters: object;
  /** The relations by name: {@link ToOne}, {@link ToMany}, {@link Link} or {@link Links}. */
  readonly relations: object;
}

/** A relation that leads to one node at most. */
export interface ToOne<T extends ViewTypes> {
  readonly to: "one";
  readonly target: T;
  readonly edge: NoView;
}

/** A relation that leads to many nodes. */
export interface ToMany<T extends ViewTypes> {
  readonly to: "many";
  readonly target: T;
  readonly edge: NoView;
}

/** A connection by one edge at most. */
export interface Link<T extends ViewTypes, E extends ViewTypes = PlainEdge> {
  readonly to: "link";
  readonly target: T;
  readonly edge: E;
}

/** A connection by edges. */
export interface Links<T extends ViewTypes, E extends ViewTypes = PlainEdge> {
  readonly to: "links";
  readonly target: T;
  readonly edge: E;
}

/** Any relation. */
export interface AnyRelation {
  readonly to: "one" | "many" | "link" | "links";
  readonly target: ViewTypes;
  readonly edge: ViewTypes;
}

/** Nodes that are read through no view: they have an id and metadata. */
export interface PlainNode extends ViewTypes {
  readonly read: NodeRow;
  readonly relations: NoRelations;
}

/** Edges without properties. */
export interface PlainEdge extends ViewTypes {
  readonly read: EdgeRow;
  readonly relations: NoRelations;
}

/** Where there are no edges. */
export interface NoView extends ViewTypes {
  readonly read: NoRelations;
  readonly relations: NoRelations;
}

/** No relations. */
export type NoRelations = Readonly<Record<never, never>>;

/** One of the relations of a view. */
export type RelationOf<V extends ViewTypes, K> = K extends keyof V["relations"]
  ? V["relations"][K] extends AnyRelation ? V["relations"][K] : never
  : never;

/** A link that was included: the edge, and the node at its other end if that is in its view. */
export interface LinkTo<E, N> {
  readonly edge: E;
  readonly node: N | undefined;
}

/**
 * An instance with what a query includes. Relations that are included hold objects; direct relations that are not hold
 * ids, and others are not there.
 */
export type Row<V extends ViewTypes, I> = [keyof I & keyof V["relations"]] extends [never] ? V["read"]
  : Plain<Omit<V["read"], keyof I & keyof V["relations"]>, IncludedIn<V, I>>;

/** An instance as it was read, with or without what direct relations lead to in their places. */
export type Changeable<V extends ViewTypes> =
  & Omit<V["read"], keyof V["relations"]>
  & { readonly [K in keyof V["read"] & keyof V["relations"]]?: V["read"][K] | undefined };

/** Shows in editors as one object. */
type Plain<A, B> = { [K in keyof (A & B)]: (A & B)[K] };

type IncludedIn<V extends ViewTypes, I> = {
  readonly [K in keyof I & keyof V["relations"]]: Held<RelationOf<V, K>, Deeper<I, K>>;
};

type Held<R extends AnyRelation, I> = R extends { readonly to: "one" } ? Row<R["target"], I> | undefined
  : R extends { readonly to: "many" } ? readonly Row<R["target"], I>[]
  : R extends { readonly to: "link" } ? LinkTo<R["edge"]["read"], Row<R["target"], I>> | undefined
  : readonly LinkTo<R["edge"]["read"], Row<R["target"], I>>[];

/** What is included in the objects behind a relation: with `depth`, the same relation again, one level less. */
type Deeper<I, K extends keyof I> = I[K] extends { readonly depth: infer D extends number } ?
    & Within<I[K]>
    & (Less<D> extends 0 ? unknown : { readonly [P in K]: Omit<I[K], "depth"> & { readonly depth: Less<D> } })
  : Within<I[K]>;

type Within<O> = O extends { readonly include: infer N } ? N : NoRelations;

type Less<D extends number> = D extends keyof LESS ? LESS[D] : 0;

/** One less than each depth that is possible. */
// deno-fmt-ignore
type LESS = readonly [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];
