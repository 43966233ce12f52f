/** The seam: everything that generated code imports, and nothing that a person should. */
export { ViewApi } from "./api.ts";
export { ApiClient } from "./client.ts";
export type { ClientConfig } from "./clientConfig.ts";
export type { ApiOptions } from "./context.ts";
export { CONTRACT, requireContract } from "./contract.ts";
export type { EdgeId, NodeId, NodeRef, ViewId } from "./ids.ts";
export { InstanceClient, type InstanceClientOptions, type Sdk } from "./instanceClient.ts";
export { InstanceList } from "./instances/list.ts";
export type { EdgeRow, Enum, NodeRow } from "./instances/row.ts";
export type { EdgeWrite, NodeWrite, WriteEdge, WriteNode } from "./instances/write.ts";
export type { Link, Links, NoRelations, PlainEdge, PlainNode, ToMany, ToOne, ViewTypes } from "./views/types.ts";
export type { AnyView, KeywordCode, PropertyCode, PropertyType, Relation, View, ViewRef } from "./views/view.ts";
