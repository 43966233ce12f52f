// The operations of Thing.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { thing, type ThingTypes } from "../dataClasses/thing.ts";
import { INSTANCE_SPACE } from "../instanceSpace.ts";

/** The operations of the view Thing. */
export type ThingApi = ViewApi<ThingTypes>;

/** The operations of the view Thing alone: a program that uses no more than this ships no other view. */
export function thingApi(client: ApiClient, options: ApiOptions = {}): ThingApi {
  return new ViewApi(client, thing, { instanceSpace: INSTANCE_SPACE, ...options });
}
