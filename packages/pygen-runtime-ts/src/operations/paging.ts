import { PygenValidationError } from "../errors.ts";

/** Instances in one page of a list, and ids in one request (behaviour.md section 4.1). */
export const MAX_PAGE = 1000;

/** Instances in one page of a query (behaviour.md section 4.1). */
export const MAX_CHUNK = 10_000;

/** Instances in the first page of a query. */
export const FIRST_PAGE = 1000;

/** What the cursors of queries begin with for callers, to be told from those of lists: each goes on where it is from. */
export const QUERY_CURSOR = "query:";

/** How a read is cut into pages. */
export interface PagingOptions {
  /** Instances in one page; undefined for what suits. */
  readonly chunkSize?: number | undefined;
  /** Instances altogether; undefined for all. */
  readonly limit?: number | undefined;
  /** Where an earlier read stopped. */
  readonly cursor?: string | undefined;
}

/**
 * @throws {PygenValidationError} if the limit or the size of pages cannot be used
 */
export function checkPaging(options: PagingOptions): void {
  const { limit, chunkSize } = options;
  if (limit !== undefined && !(limit >= 0)) {
    throw new PygenValidationError(`limit must be 0 or more, or Infinity for all; not ${limit}`);
  }
  if (chunkSize !== undefined && !(Number.isInteger(chunkSize) && chunkSize >= 1 && chunkSize <= MAX_CHUNK)) {
    throw new PygenValidationError(`chunkSize must be 1 to ${MAX_CHUNK}, not ${chunkSize}`);
  }
}
