/** Names a node. */
export interface NodeId {
  readonly space: string;
  readonly externalId: string;
}

/** Names one version of a view: the class through which instances are read and written. */
export interface ViewId {
  readonly space: string;
  readonly externalId: string;
  readonly version: string;
}
