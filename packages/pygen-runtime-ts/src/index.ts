/** What users of a generated SDK meet. */
export { ContractError } from "./contract.ts";
export type { NodeId, ViewId } from "./ids.ts";
export * from "./transport.ts";
