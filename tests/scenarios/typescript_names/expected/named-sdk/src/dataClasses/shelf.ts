// Shelf: view pygen_example:CategoryNode(v1).
import type { NodeRow, NodeWrite, ToMany, View } from "@cognite/pygen-runtime/codegen";

import { PRODUCT, SHELF } from "../views.ts";
import type { ProductTypes } from "./product.ts";

/** What products are sorted by. */
export interface Shelf extends NodeRow {
  readonly title: string;
}

/** Shelf as it is written. */
export interface ShelfWrite extends NodeWrite {
  readonly title: string;
}

/** Keyword filters of Shelf. */
export interface ShelfFilters {
  readonly title?: string | readonly string[];
  readonly titlePrefix?: string;
}

/** The relations of Shelf. */
export interface ShelfRelations {
  readonly products: ToMany<ProductTypes>;
}

/** What TypeScript knows of Shelf. */
export interface ShelfTypes {
  readonly read: Shelf;
  readonly write: ShelfWrite;
  readonly filters: ShelfFilters;
  readonly relations: ShelfRelations;
}

/** The view Shelf. */
export const shelf: View<ShelfTypes> = {
  id: SHELF,
  name: "Shelf",
  usedFor: "node",
  properties: {
    title: "text!",
  },
  relations: {
    products: { kind: "reverse", target: PRODUCT, through: [PRODUCT, "category"] },
  },
  keywords: {
    title: "is title",
    titlePrefix: "prefix title",
  },
};
