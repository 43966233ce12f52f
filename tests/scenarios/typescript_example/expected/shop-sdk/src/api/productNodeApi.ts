// The operations of ProductNode.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { productNode, type ProductNodeTypes } from "../dataClasses/productNode.ts";
import { INSTANCE_SPACE } from "../instanceSpace.ts";

/** The operations of the view ProductNode. */
export type ProductNodeApi = ViewApi<ProductNodeTypes>;

/** The operations of the view ProductNode alone: a program that uses no more than this ships no other view. */
export function productNodeApi(client: ApiClient, options: ApiOptions = {}): ProductNodeApi {
  return new ViewApi(client, productNode, { instanceSpace: INSTANCE_SPACE, ...options });
}
