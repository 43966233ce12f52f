// The operations of CategoryNode.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { categoryNode, type CategoryNodeTypes } from "../dataClasses/categoryNode.ts";
import { INSTANCE_SPACE } from "../instanceSpace.ts";

/** The operations of the view CategoryNode. */
export type CategoryNodeApi = ViewApi<CategoryNodeTypes>;

/** The operations of the view CategoryNode alone: a program that uses no more than this ships no other view. */
export function categoryNodeApi(client: ApiClient, options: ApiOptions = {}): CategoryNodeApi {
  return new ViewApi(client, categoryNode, { instanceSpace: INSTANCE_SPACE, ...options });
}
