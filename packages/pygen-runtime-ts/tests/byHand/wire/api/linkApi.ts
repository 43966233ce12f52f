// The operations of Link.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { link, type LinkTypes } from "../dataClasses/link.ts";
import { INSTANCE_SPACE } from "../instanceSpace.ts";

/** The operations of the view Link. */
export type LinkApi = ViewApi<LinkTypes>;

/** The operations of the view Link alone: a program that uses no more than this ships no other view. */
export function linkApi(client: ApiClient, options: ApiOptions = {}): LinkApi {
  return new ViewApi(client, link, { instanceSpace: INSTANCE_SPACE, ...options });
}
