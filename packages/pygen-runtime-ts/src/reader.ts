/**
 * For programs that only read: the client, its logins and errors, and {@link ViewReader}. All of it is in the package itself,
 * too. This is for bundlers that load everything at the start that a module leads to, such as esbuild: through this one
 * they find no more than a page needs to begin.
 *
 * @module
 */
export { ApiClient, type CallOptions } from "./client.ts";
export type { ClientConfig } from "./clientConfig.ts";
export type { ApiOptions } from "./context.ts";
export type { Credentials } from "./core/credentials.ts";
export type { Hook } from "./core/hook.ts";
export type { Fetch } from "./core/sender.ts";
export { browserLogin, type BrowserLoginOptions, entraBrowserLogin } from "./credentials/browserLogin.ts";
export { cogniteEndpoints, type Endpoints, entraEndpoints } from "./credentials/endpoints.ts";
export { type LoginPage, popup, samePage } from "./credentials/loginPage.ts";
export { token, type TokenSource } from "./credentials/token.ts";
export * from "./errors.ts";
export type { Where } from "./filters/keywords.ts";
export type { InstanceId, InstanceRef, NodeId, NodeRef, ViewId } from "./ids.ts";
export type { InstanceList } from "./instances/list.ts";
export type { DataRecord, EdgeRow, NodeRow } from "./instances/row.ts";
export type { InstanceIterator, Page } from "./operations/pages.ts";
export type { IterateOptions, ListOptions, RetrieveOptions } from "./operations/read.ts";
export type { SearchOptions } from "./operations/search.ts";
export type { FollowOptions, Include } from "./query/include.ts";
export { ViewReader } from "./viewReader.ts";
export type { LinkTo, Row, ViewTypes } from "./views/types.ts";
