// CategoryNode: view pygen_example:CategoryNode(v1).
import type { NodeRow, NodeWrite, ToMany, View } from "@cognite/pygen-runtime/codegen";

import { CATEGORY_NODE, PRODUCT_NODE } from "../views.ts";
import type { ProductNodeTypes } from "./productNode.ts";

/** What products are sorted by. */
export interface CategoryNode extends NodeRow {
  readonly categoryName: string;
}

/** CategoryNode as it is written. */
export interface CategoryNodeWrite extends NodeWrite {
  readonly categoryName: string;
}

/** Keyword filters of CategoryNode. */
export interface CategoryNodeFilters {
  readonly categoryName?: string | readonly string[];
  readonly categoryNamePrefix?: string;
}

/** The relations of CategoryNode. */
export interface CategoryNodeRelations {
  readonly products: ToMany<ProductNodeTypes>;
}

/** What TypeScript knows of CategoryNode. */
export interface CategoryNodeTypes {
  readonly read: CategoryNode;
  readonly write: CategoryNodeWrite;
  readonly filters: CategoryNodeFilters;
  readonly relations: CategoryNodeRelations;
}

/** The view CategoryNode. */
export const categoryNode: View<CategoryNodeTypes> = {
  id: CATEGORY_NODE,
  name: "CategoryNode",
  usedFor: "node",
  properties: {
    categoryName: "text!",
  },
  relations: {
    products: { kind: "reverse", target: PRODUCT_NODE, through: [PRODUCT_NODE, "category"] },
  },
  keywords: {
    categoryName: "is categoryName",
    categoryNamePrefix: "prefix categoryName",
  },
};
