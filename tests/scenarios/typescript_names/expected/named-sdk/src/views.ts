// The views of the model by their ids: what relations refer to each other by.
import type { ViewRef } from "@cognite/pygen-runtime/codegen";

export const PRODUCT: ViewRef = {
  space: "pygen_example",
  externalId: "ProductNode",
  version: "v1",
  names: { createdDate: "createdOn" },
};
export const RELATES_TO: ViewRef = { space: "pygen_example", externalId: "RelatesTo", version: "v1" };
export const SHELF: ViewRef = {
  space: "pygen_example",
  externalId: "CategoryNode",
  version: "v1",
  names: { categoryName: "title" },
};
