// RelatesTo: view pygen_example:RelatesTo(v1).
import type { EdgeRow, EdgeWrite, NoRelations, View } from "@cognite/pygen-runtime/codegen";

import { RELATES_TO } from "../views.ts";

/** How one product relates to another. */
export interface RelatesTo extends EdgeRow {
  readonly createdAt: Date;
  readonly relationType: string;
  readonly strength?: number;
}

/** RelatesTo as it is written. */
export interface RelatesToWrite extends EdgeWrite {
  readonly createdAt: Date;
  readonly relationType: string;
  readonly strength?: number | null;
}

/** Keyword filters of RelatesTo. */
export interface RelatesToFilters {
  readonly minCreatedAt?: Date;
  readonly maxCreatedAt?: Date;
  readonly relationType?: string | readonly string[];
  readonly relationTypePrefix?: string;
  readonly minStrength?: number;
  readonly maxStrength?: number;
}

/** What TypeScript knows of RelatesTo. */
export interface RelatesToTypes {
  readonly read: RelatesTo;
  readonly write: RelatesToWrite;
  readonly filters: RelatesToFilters;
  readonly relations: NoRelations;
}

/** The view RelatesTo. */
export const relatesTo: View<RelatesToTypes> = {
  id: RELATES_TO,
  name: "RelatesTo",
  usedFor: "edge",
  properties: {
    createdAt: "timestamp!",
    relationType: "text!",
    strength: "float32",
  },
  relations: {},
  keywords: {
    minCreatedAt: "min createdAt",
    maxCreatedAt: "max createdAt",
    relationType: "is relationType",
    relationTypePrefix: "prefix relationType",
    minStrength: "min strength",
    maxStrength: "max strength",
  },
};
