/** What users meet of the transport: the client, its credentials, its errors. */
export { ApiClient, type CallOptions, type Params, type RequestOptions } from "./client.ts";
export type { ClientConfig } from "./clientConfig.ts";
export { Answer } from "./core/answer.ts";
export type { Clock } from "./core/clock.ts";
export type { Credentials, LoginContext, LoginRequest } from "./core/credentials.ts";
export type { Hook, RequestEvent, ResponseEvent, RetryEvent } from "./core/hook.ts";
export type { OperationClass } from "./core/operationClass.ts";
export type { RetryPolicy } from "./core/retry.ts";
export type { Fetch } from "./core/sender.ts";
export { token, type TokenSource } from "./credentials/token.ts";
export * from "./errors.ts";
