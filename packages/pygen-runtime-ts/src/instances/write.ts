import type { NodeRef } from "../ids.ts";
import type { PlainNode, ViewTypes } from "../views/types.ts";
import type { AnyView } from "../views/view.ts";

/** What is written of every node, beside the properties of its view. */
export interface NodeWrite {
  /** By default the instance space of the client. */
  readonly space?: string;
  /** 1 to 255 characters. */
  readonly externalId: string;
  /** The write is refused if the stored version is newer; 0 refuses any stored one. By default any is overwritten. */
  readonly existingVersion?: number;
  /** The node that names the type of this one. */
  readonly nodeType?: WriteNode | null;
}

/**
 * What is written of every edge, beside the properties of its view. In the connection of a node its type and its end at
 * that node are known, and need not be given.
 */
export interface EdgeWrite {
  /** By default the space of the node where it starts. */
  readonly space?: string;
  /** By default made of its ends and its type, so that the same edge is always the same. */
  readonly externalId?: string;
  /** The write is refused if the stored version is newer; 0 refuses any stored one. By default any is overwritten. */
  readonly existingVersion?: number;
  /** The node that names the type of this edge. */
  readonly edgeType?: WriteNode;
  readonly startNode?: WriteNode;
  readonly endNode?: WriteNode;
}

/** A node or an edge to be written: made by `write` of an API, which checks every value. */
export class InstanceWrite<V extends ViewTypes = ViewTypes> {
  /** The view through which it is written. */
  readonly view: AnyView;
  /** What is written; do not change it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Only for the checker. */
  declare readonly types?: V["write"];

  constructor(view: AnyView, values: Readonly<Record<string, unknown>>) {
    this.view = view;
    this.values = values;
  }
}

/** A node that something leads to: by its id, or to be written along. */
export type WriteNode<V extends ViewTypes = PlainNode> = NodeRef | InstanceWrite<V>;

/** An edge in the connection of a node. */
export type WriteEdge<V extends ViewTypes> = InstanceWrite<V>;
