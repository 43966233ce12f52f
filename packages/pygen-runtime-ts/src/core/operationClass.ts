/** What a request does to the service. Each class has its own limit of concurrent requests. */
export type OperationClass = "read" | "write" | "delete" | "search" | "aggregate" | "query" | "schema" | "auth";

/** Requests at once for each class: below what a project allows by default (apply 4, delete 2, query 8). */
export const DEFAULT_CONCURRENCY: Readonly<Record<OperationClass, number>> = {
  read: 4,
  write: 2,
  delete: 1,
  search: 2,
  aggregate: 2,
  query: 4,
  schema: 2,
  auth: 1,
};

/** Last part of paths whose POST reads. */
const READING = /\/(?:byids|list|search|aggregate|query|sync|inspect|filter)$/;

const BY_LAST_PART: Readonly<Record<string, OperationClass>> = {
  search: "search",
  aggregate: "aggregate",
  query: "query",
  sync: "query",
  delete: "delete",
};

/** Under which limit a request falls, by its method and its path below the project. */
export function operationClassOf(method: string, path: string): OperationClass {
  if (method === "DELETE") {
    return "delete";
  }
  if (path.startsWith("/models/") && !path.startsWith("/models/instances")) {
    return "schema";
  }
  const known = BY_LAST_PART[path.slice(path.lastIndexOf("/") + 1)];
  return known ?? (["GET", "HEAD", "OPTIONS"].includes(method) || READING.test(path) ? "read" : "write");
}

/**
 * Whether it does no harm to carry a request out twice. Of POSTs these are the ones that read, and all of data
 * modeling: its writes are upserts and deletes by id.
 */
export function isIdempotent(method: string, path: string): boolean {
  return !["POST", "PATCH"].includes(method) || READING.test(path) || path.startsWith("/models/");
}
