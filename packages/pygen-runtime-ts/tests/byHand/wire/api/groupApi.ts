// The operations of Group.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { group, type GroupTypes } from "../dataClasses/group.ts";
import { INSTANCE_SPACE } from "../instanceSpace.ts";

/** The operations of the view Group. */
export type GroupApi = ViewApi<GroupTypes>;

/** The operations of the view Group alone: a program that uses no more than this ships no other view. */
export function groupApi(client: ApiClient, options: ApiOptions = {}): GroupApi {
  return new ViewApi(client, group, { instanceSpace: INSTANCE_SPACE, ...options });
}
