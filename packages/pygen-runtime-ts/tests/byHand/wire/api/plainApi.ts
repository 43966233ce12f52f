// The operations of Plain.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { plain, type PlainTypes } from "../dataClasses/plain.ts";
import { INSTANCE_SPACE } from "../instanceSpace.ts";

/** The operations of the view Plain. */
export type PlainApi = ViewApi<PlainTypes>;

/** The operations of the view Plain alone: a program that uses no more than this ships no other view. */
export function plainApi(client: ApiClient, options: ApiOptions = {}): PlainApi {
  return new ViewApi(client, plain, { instanceSpace: INSTANCE_SPACE, ...options });
}
