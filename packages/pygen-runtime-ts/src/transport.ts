/** What users meet of the transport: the client, its credentials, its errors. */
export { ApiClient, type CallOptions, type Params, type RequestOptions } from "./client.ts";
export type { ClientConfig } from "./clientConfig.ts";
export { configFromEnv, type Environment } from "./clientEnvironment.ts";
export { Answer } from "./core/answer.ts";
export { halveOnTimeout, inChunks, type SendItems, type SizedPage, splitOnTimeout } from "./core/chunks.ts";
export type { Clock } from "./core/clock.ts";
export type { Credentials, LoginContext, LoginRequest } from "./core/credentials.ts";
export type { Hook, RequestEvent, ResponseEvent, RetryEvent } from "./core/hook.ts";
export type { OperationClass } from "./core/operationClass.ts";
export type { RetryPolicy } from "./core/retry.ts";
export { Secret } from "./core/secret.ts";
export type { Fetch } from "./core/sender.ts";
export { browserLogin, type BrowserLoginOptions, entraBrowserLogin } from "./credentials/browserLogin.ts";
export {
  type Application,
  clientCredentials,
  type ClientCredentialsOptions,
  cogniteClientCredentials,
  entraClientCredentials,
} from "./credentials/clientCredentials.ts";
export { deviceCode, type DeviceCodeOptions, type DevicePrompt, entraDeviceCode } from "./credentials/deviceCode.ts";
export { cogniteEndpoints, type Endpoints, entraEndpoints } from "./credentials/endpoints.ts";
export { type LoginPage, popup, samePage } from "./credentials/loginPage.ts";
export type { PersonOptions } from "./credentials/person.ts";
export { token, type TokenSource } from "./credentials/token.ts";
export * from "./errors.ts";
