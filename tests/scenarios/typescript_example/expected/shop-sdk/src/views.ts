// The views of the model by their ids: what relations refer to each other by.
import type { ViewRef } from "@cognite/pygen-runtime/codegen";

export const CATEGORY_NODE: ViewRef = { space: "pygen_example", externalId: "CategoryNode", version: "v1" };
export const PRODUCT_NODE: ViewRef = { space: "pygen_example", externalId: "ProductNode", version: "v1" };
export const RELATES_TO: ViewRef = { space: "pygen_example", externalId: "RelatesTo", version: "v1" };
