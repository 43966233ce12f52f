// ProductNode: view pygen_example:ProductNode(v1).
import type {
  Links,
  NodeId,
  NodeRef,
  NodeRow,
  NodeWrite,
  ToOne,
  View,
  WriteEdge,
  WriteNode,
} from "@cognite/pygen-runtime/codegen";

import { CATEGORY_NODE, PRODUCT_NODE, RELATES_TO } from "../views.ts";
import type { CategoryNodeTypes } from "./categoryNode.ts";
import type { RelatesToTypes } from "./relatesTo.ts";

/** A product that can be sold. */
export interface ProductNode extends NodeRow {
  readonly active?: boolean;
  readonly category?: NodeId;
  readonly createdDate: string;
  readonly description?: string;
  /** Product Name */
  readonly name: string;
  /** What one of it costs. */
  readonly price: number;
  readonly prices?: readonly number[];
  readonly quantities?: readonly number[];
  readonly quantity: number;
  readonly tags?: readonly string[];
  readonly updatedTimestamp?: Date;
}

/** ProductNode as it is written. */
export interface ProductNodeWrite extends NodeWrite {
  readonly active?: boolean | null;
  readonly category?: WriteNode<CategoryNodeTypes> | null;
  readonly createdDate: string;
  readonly description?: string | null;
  /** Product Name */
  readonly name: string;
  /** What one of it costs. */
  readonly price: number;
  readonly prices?: readonly number[] | null;
  readonly quantities?: readonly number[] | null;
  readonly quantity: number;
  readonly tags?: readonly string[] | null;
  readonly updatedTimestamp?: Date | null;
  readonly relatesTo?: readonly WriteEdge<RelatesToTypes>[];
}

/** Keyword filters of ProductNode. */
export interface ProductNodeFilters {
  readonly active?: boolean;
  readonly category?: NodeRef | readonly NodeRef[];
  readonly minCreatedDate?: string;
  readonly maxCreatedDate?: string;
  readonly description?: string | readonly string[];
  readonly descriptionPrefix?: string;
  readonly name?: string | readonly string[];
  readonly namePrefix?: string;
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly prices?: number | readonly number[];
  readonly quantities?: number | readonly number[];
  readonly minQuantity?: number;
  readonly maxQuantity?: number;
  readonly tags?: string | readonly string[];
  readonly minUpdatedTimestamp?: Date;
  readonly maxUpdatedTimestamp?: Date;
}

/** The relations of ProductNode. */
export interface ProductNodeRelations {
  readonly category: ToOne<CategoryNodeTypes>;
  readonly relatesTo: Links<ProductNodeTypes, RelatesToTypes>;
}

/** What TypeScript knows of ProductNode. */
export interface ProductNodeTypes {
  readonly read: ProductNode;
  readonly write: ProductNodeWrite;
  readonly filters: ProductNodeFilters;
  readonly relations: ProductNodeRelations;
}

/** The view ProductNode. */
export const productNode: View<ProductNodeTypes> = {
  id: PRODUCT_NODE,
  name: "ProductNode",
  usedFor: "node",
  properties: {
    active: "boolean",
    category: "direct",
    createdDate: "date!",
    description: "text",
    name: "text!",
    price: "float64!",
    prices: "float64[]",
    quantities: "int32[]",
    quantity: "int32!",
    tags: "text[]",
    updatedTimestamp: "timestamp",
  },
  relations: {
    category: { kind: "direct", target: CATEGORY_NODE },
    relatesTo: { kind: "edges", target: PRODUCT_NODE, edge: RELATES_TO, type: ["pygen_example", "relatesTo"] },
  },
  keywords: {
    active: "is active",
    category: "is category",
    minCreatedDate: "min createdDate",
    maxCreatedDate: "max createdDate",
    description: "is description",
    descriptionPrefix: "prefix description",
    name: "is name",
    namePrefix: "prefix name",
    minPrice: "min price",
    maxPrice: "max price",
    prices: "has prices",
    quantities: "has quantities",
    minQuantity: "min quantity",
    maxQuantity: "max quantity",
    tags: "has tags",
    minUpdatedTimestamp: "min updatedTimestamp",
    maxUpdatedTimestamp: "max updatedTimestamp",
  },
};
