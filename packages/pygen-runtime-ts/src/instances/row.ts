import type { NodeId } from "../ids.ts";

/** What the service keeps about every instance. */
export interface DataRecord {
  /** Grows with every change. */
  readonly version: number;
  readonly createdTime: Date;
  readonly lastUpdatedTime: Date;
}

/** What is read of every node: plain objects, whose other members are the properties of the view. */
export interface NodeRow extends DataRecord {
  readonly instanceType: "node";
  readonly space: string;
  readonly externalId: string;
  /** The node that names the type of this one. */
  readonly nodeType?: NodeId;
  /** Properties that the view has gained since the SDK was generated, as the service gives them. */
  readonly otherProperties?: Readonly<Record<string, unknown>>;
}

/** What is read of every edge: plain objects, whose other members are the properties of the view. */
export interface EdgeRow extends DataRecord {
  readonly instanceType: "edge";
  readonly space: string;
  readonly externalId: string;
  /** The node that names the type of this edge. */
  readonly edgeType: NodeId;
  readonly startNode: NodeId;
  readonly endNode: NodeId;
  /** Properties that the view has gained since the SDK was generated, as the service gives them. */
  readonly otherProperties?: Readonly<Record<string, unknown>>;
}

/** Any instance as it is read. */
export type AnyRow = NodeRow | EdgeRow;

/** The values of an enum, and those that it has gained since the SDK was generated, which are read as text. */
export type Enum<T extends string> = T | (string & Readonly<Record<never, never>>);
