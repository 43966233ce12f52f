// Product: view pygen_example:ProductNode(v1).
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

import { PRODUCT, RELATES_TO, SHELF } from "../views.ts";
import type { RelatesToTypes } from "./relatesTo.ts";
import type { ShelfTypes } from "./shelf.ts";

/** A product that can be sold. */
export interface Product extends NodeRow {
  readonly active?: boolean;
  readonly category?: NodeId;
  readonly createdOn: string;
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

/** Product as it is written. */
export interface ProductWrite extends NodeWrite {
  readonly active?: boolean | null;
  readonly category?: WriteNode<ShelfTypes> | null;
  readonly createdOn: string;
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
  readonly related?: readonly WriteEdge<RelatesToTypes>[];
}

/** Keyword filters of Product. */
export interface ProductFilters {
  readonly active?: boolean;
  readonly category?: NodeRef | readonly NodeRef[];
  readonly minCreatedOn?: string;
  readonly maxCreatedOn?: string;
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

/** The relations of Product. */
export interface ProductRelations {
  readonly category: ToOne<ShelfTypes>;
  readonly related: Links<ProductTypes, RelatesToTypes>;
}

/** What TypeScript knows of Product. */
export interface ProductTypes {
  readonly read: Product;
  readonly write: ProductWrite;
  readonly filters: ProductFilters;
  readonly relations: ProductRelations;
}

/** The view Product. */
export const product: View<ProductTypes> = {
  id: PRODUCT,
  name: "Product",
  usedFor: "node",
  properties: {
    active: "boolean",
    category: "direct",
    createdOn: "date!",
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
    category: { kind: "direct", target: SHELF },
    related: { kind: "edges", target: PRODUCT, edge: RELATES_TO, type: ["pygen_example", "relatesTo"] },
  },
  keywords: {
    active: "is active",
    category: "is category",
    minCreatedOn: "min createdOn",
    maxCreatedOn: "max createdOn",
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
