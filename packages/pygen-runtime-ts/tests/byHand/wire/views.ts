// The views of the model by their ids: what relations refer to each other by.
import type { ViewRef } from "@cognite/pygen-runtime/codegen";

export const GROUP: ViewRef = { space: "vectors", externalId: "Group", version: "v1" };
export const LINK: ViewRef = { space: "vectors", externalId: "Link", version: "v1" };
export const PLAIN: ViewRef = { space: "vectors", externalId: "Plain", version: "v1" };
export const THING: ViewRef = { space: "vectors", externalId: "Thing", version: "v1", int64: "bigint" };
