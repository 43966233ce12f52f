// The operations of Product.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { product, type ProductTypes } from "../dataClasses/product.ts";

/** The operations of the view Product. */
export type ProductApi = ViewApi<ProductTypes>;

/** The operations of the view Product alone: a program that uses no more than this ships no other view. */
export function productApi(client: ApiClient, options: ApiOptions = {}): ProductApi {
  return new ViewApi(client, product, options);
}
