import {
  type FailedRequest,
  MultiRequestError,
  PygenAPIError,
  PygenConnectionError,
  PygenError,
  type RequestOutcomes,
  ServerError,
} from "../errors.ts";

/** Sends some items and gives what the service answered for each. */
export type SendItems<T, R> = (items: readonly T[]) => Promise<readonly R[]>;

/**
 * Sends many items in requests of at most `size`, so many at once, and gives all results in their order. After a failure
 * no further request begins; those that run are waited for.
 *
 * @throws the error of the only request, as it is
 * @throws {MultiRequestError} if one of several requests failed; it says what became of every item
 */
export async function inChunks<T, R>(
  items: readonly T[],
  size: number,
  atOnce: number,
  send: SendItems<T, R>,
): Promise<R[]> {
  const parts = Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
  if (parts.length === 1) {
    return [...await send(items)];
  }
  const outcomes: (Result<R> | undefined)[] = parts.map(() => undefined);
  let next = 0;
  let stopped = false;
  const work = async (): Promise<void> => {
    while (!stopped && next < parts.length) {
      const index = next++;
      try {
        outcomes[index] = { answers: await send(parts[index] ?? []) };
      } catch (error) {
        stopped = true;
        outcomes[index] = { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, parts.length) }, work));
  const collected = new Collected<R>();
  for (const [index, part] of parts.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) {
      collected.notSent.push(...part);
    } else if ("answers" in outcome) {
      collected.succeeded.push(...outcome.answers);
    } else {
      collected.add(part, outcome.error);
    }
  }
  return collected.results();
}

/**
 * Sends all items in one request; where that is too much for the service, one half after the other. The service says so
 * with 408 or 413; then nothing of the request was carried out.
 *
 * @throws the error of the request for all items, as it is; or that of the first one, if even that alone was too much
 * @throws {MultiRequestError} if a part failed; it says what became of every item
 */
export async function splitOnTimeout<T, R>(items: readonly T[], send: SendItems<T, R>): Promise<R[]> {
  const waiting: (readonly T[])[] = [items];
  const collected = new Collected<R>();
  let wentThrough = false;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    try {
      collected.succeeded.push(...await send(part));
      wentThrough = true;
    } catch (error) {
      if (isTooHeavy(error) && part.length > 1) {
        const middle = Math.ceil(part.length / 2);
        waiting.push(part.slice(middle), part.slice(0, middle));
        continue;
      }
      if (part.length === items.length || isTooHeavy(error) && !wentThrough) {
        throw error;
      }
      collected.add(part, error);
      collected.notSent.push(...waiting.reverse().flat());
      break;
    }
  }
  return collected.results();
}

/** A page, and the size that worked: the one to go on with. */
export interface SizedPage<T> {
  readonly page: T;
  readonly size: number;
}

/**
 * Asks for a page of `size`, and for half as many as long as that is too much for the service.
 *
 * @param smallest at this size the answer counts, whatever it is
 * @throws the error of a request, as it is
 */
export async function halveOnTimeout<T>(
  size: number,
  send: (size: number) => Promise<T>,
  smallest = 1,
): Promise<SizedPage<T>> {
  for (;;) {
    try {
      return { page: await send(size), size };
    } catch (error) {
      if (!isTooHeavy(error) || size <= smallest) {
        throw error;
      }
    }
    size = Math.max(smallest, Math.floor(size / 2));
  }
}

/** Whether the same request with fewer items may work: 408, and 413 for a body or an answer that is too large. */
export function isTooHeavy(error: unknown): boolean {
  return error instanceof PygenAPIError && (error.status === 408 || error.status === 413);
}

/** Whether the service may have carried out what failed: the answer was lost, or is one of those that do not say. */
export function mayHaveBeenApplied(error: unknown): boolean {
  if (error instanceof PygenConnectionError) {
    return error.mayHaveArrived;
  }
  // What ended for another reason, such as the caller's signal, may have been under way.
  return error instanceof ServerError || !(error instanceof PygenError);
}

type Result<R> = { readonly answers: readonly R[] } | { readonly error: unknown };

/** What became of the items so far. */
class Collected<R> implements RequestOutcomes {
  readonly succeeded: R[] = [];
  readonly failed: FailedRequest[] = [];
  readonly unknown: FailedRequest[] = [];
  readonly notSent: unknown[] = [];

  add(items: readonly unknown[], error: unknown): void {
    if (error instanceof MultiRequestError) {
      this.succeeded.push(...error.succeeded as R[]);
      this.failed.push(...error.failed);
      this.unknown.push(...error.unknown);
      this.notSent.push(...error.notSent);
    } else {
      (mayHaveBeenApplied(error) ? this.unknown : this.failed).push({ items, error });
    }
  }

  results(): R[] {
    if (this.failed.length > 0 || this.unknown.length > 0) {
      throw new MultiRequestError(this);
    }
    return this.succeeded;
  }
}
