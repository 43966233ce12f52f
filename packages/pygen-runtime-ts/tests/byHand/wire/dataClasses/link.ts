// Link: view vectors:Link(v1).
import type { EdgeRow, EdgeWrite, NoRelations, View } from "@cognite/pygen-runtime/codegen";

import { LINK } from "../views.ts";

/** How one thing is linked to another. */
export interface Link extends EdgeRow {
  readonly note: string;
  readonly strength?: number;
}

/** How one thing is linked to another, as it is written. */
export interface LinkWrite extends EdgeWrite {
  readonly note: string;
  readonly strength?: number | null;
}

/** Keyword filters of Link. */
export interface LinkFilters {
  readonly note?: string | readonly string[];
  readonly notePrefix?: string;
  readonly minStrength?: number;
  readonly maxStrength?: number;
}

/** What TypeScript knows of Link. */
export interface LinkTypes {
  readonly read: Link;
  readonly write: LinkWrite;
  readonly filters: LinkFilters;
  readonly relations: NoRelations;
}

/** The view Link. */
export const link: View<LinkTypes> = {
  id: LINK,
  name: "Link",
  usedFor: "edge",
  properties: {
    note: "text!",
    strength: "float32",
  },
  relations: {},
  keywords: {
    note: "is note",
    notePrefix: "prefix note",
    minStrength: "min strength",
    maxStrength: "max strength",
  },
};
