// The operations of RelatesTo.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { relatesTo, type RelatesToTypes } from "../dataClasses/relatesTo.ts";

/** The operations of the view RelatesTo. */
export type RelatesToApi = ViewApi<RelatesToTypes>;

/** The operations of the view RelatesTo alone: a program that uses no more than this ships no other view. */
export function relatesToApi(client: ApiClient, options: ApiOptions = {}): RelatesToApi {
  return new ViewApi(client, relatesTo, options);
}
