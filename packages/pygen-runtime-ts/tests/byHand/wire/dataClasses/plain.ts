// Plain: view vectors:Plain(v1).
import type { EdgeRow, EdgeWrite, NoRelations, View } from "@cognite/pygen-runtime/codegen";

import { PLAIN } from "../views.ts";

/** An edge with hardly a property. */
export interface Plain extends EdgeRow {
  readonly remark?: string;
}

/** An edge with hardly a property, as it is written. */
export interface PlainWrite extends EdgeWrite {
  readonly remark?: string | null;
}

/** Keyword filters of Plain. */
export interface PlainFilters {
  readonly remark?: string | readonly string[];
  readonly remarkPrefix?: string;
}

/** What TypeScript knows of Plain. */
export interface PlainTypes {
  readonly read: Plain;
  readonly write: PlainWrite;
  readonly filters: PlainFilters;
  readonly relations: NoRelations;
}

/** The view Plain. */
export const plain: View<PlainTypes> = {
  id: PLAIN,
  name: "Plain",
  usedFor: "edge",
  properties: {
    remark: "text",
  },
  relations: {},
  keywords: {
    remark: "is remark",
    remarkPrefix: "prefix remark",
  },
};
