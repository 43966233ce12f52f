// The operations of Shelf.
import { type ApiClient, type ApiOptions, ViewApi } from "@cognite/pygen-runtime/codegen";

import { shelf, type ShelfTypes } from "../dataClasses/shelf.ts";

/** The operations of the view Shelf. */
export type ShelfApi = ViewApi<ShelfTypes>;

/** The operations of the view Shelf alone: a program that uses no more than this ships no other view. */
export function shelfApi(client: ApiClient, options: ApiOptions = {}): ShelfApi {
  return new ViewApi(client, shelf, options);
}
