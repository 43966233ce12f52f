/** The seam: everything that generated code imports, and nothing that a person should. */
export { CONTRACT, requireContract } from "./contract.ts";
export type { NodeId, ViewId } from "./ids.ts";
