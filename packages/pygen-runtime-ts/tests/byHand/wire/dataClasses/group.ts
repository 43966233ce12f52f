// Group: view vectors:Group(v1).
import type {
  NodeId,
  NodeRef,
  NodeRow,
  NodeWrite,
  ToMany,
  ToOne,
  View,
  WriteNode,
} from "@cognite/pygen-runtime/codegen";

import { GROUP, THING } from "../views.ts";
import type { ThingTypes } from "./thing.ts";

/** Some things together. */
export interface Group extends NodeRow {
  readonly title: string;
  readonly parent?: NodeId;
}

/** Some things together, as they are written. */
export interface GroupWrite extends NodeWrite {
  readonly title: string;
  readonly parent?: WriteNode<GroupTypes> | null;
}

/** Keyword filters of Group. */
export interface GroupFilters {
  readonly title?: string | readonly string[];
  readonly titlePrefix?: string;
  readonly parent?: NodeRef | readonly NodeRef[];
}

/** The relations of Group. */
export interface GroupRelations {
  readonly parent: ToOne<GroupTypes>;
  readonly things: ToMany<ThingTypes>;
  readonly members: ToMany<ThingTypes>;
  readonly children: ToMany<GroupTypes>;
}

/** What TypeScript knows of Group. */
export interface GroupTypes {
  readonly read: Group;
  readonly write: GroupWrite;
  readonly filters: GroupFilters;
  readonly relations: GroupRelations;
}

/** The view Group. */
export const group: View<GroupTypes> = {
  id: GROUP,
  name: "Group",
  usedFor: "node",
  properties: {
    title: "text!",
    parent: "direct",
  },
  relations: {
    parent: { kind: "direct", target: GROUP },
    things: { kind: "reverse", target: THING, through: [THING, "group"] },
    members: { kind: "reverse", target: THING, through: [THING, "groups"], list: true },
    children: { kind: "reverse", target: GROUP, through: [GROUP, "parent"] },
  },
  keywords: {
    title: "is title",
    titlePrefix: "prefix title",
    parent: "is parent",
  },
};
