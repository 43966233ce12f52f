/** Names a node. */
export interface NodeId {
  readonly space: string;
  readonly externalId: string;
}

/** Names an edge. */
export interface EdgeId {
  readonly instanceType: "edge";
  readonly space: string;
  readonly externalId: string;
}

/** Names a node or an edge. What does not say that it is an edge is a node. */
export type InstanceId = NodeId | EdgeId;

/**
 * A node by its id: its external id in the default instance space, or an object with both, such as what was read. An array
 * is always several: of two texts nobody could tell whether they are one id or two.
 */
export type NodeRef = string | NodeId;

/** A node or an edge by its id, in the forms of {@link NodeRef}. */
export type InstanceRef = NodeRef | EdgeId;

/** Names one version of a view: the class through which instances are read and written. */
export interface ViewId {
  readonly space: string;
  readonly externalId: string;
  readonly version: string;
}

/** Names a container: where the values of views are stored. */
export interface ContainerId {
  readonly space: string;
  readonly externalId: string;
}

/** Whether a value is the id of one instance, and not several. */
export function isOneRef(given: unknown): given is InstanceRef {
  return typeof given === "string" || typeof given === "object" && given !== null && "externalId" in given;
}
