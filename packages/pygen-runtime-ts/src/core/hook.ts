import type { OperationClass } from "./operationClass.ts";

/** A request is about to be sent. The same object comes again with its answer. */
export interface RequestEvent {
  readonly method: string;
  /** Address without query. */
  readonly url: string;
  readonly operationClass: OperationClass;
  /** 1 for the first try, 2 for the first retry. */
  readonly attempt: number;
}

/** A request has ended, with an answer or without. */
export interface ResponseEvent {
  readonly request: RequestEvent;
  /** HTTP status; undefined if no answer came. */
  readonly status: number | undefined;
  /** What became of it if no answer came: the name of an error, or `aborted`. */
  readonly error: string | undefined;
  /** Milliseconds from sending to the end of the answer. Waiting for a turn does not count. */
  readonly duration: number;
  /** The service's id of the request. */
  readonly requestId: string | undefined;
}

/** A request will be sent again. */
export interface RetryEvent {
  readonly method: string;
  /** Address without query. */
  readonly url: string;
  /** The try that failed; 1 for the first. */
  readonly attempt: number;
  /** `status 503`, or the name of an error. */
  readonly reason: string;
  /** Milliseconds until the next try. */
  readonly wait: number;
  /** The service's id of the request that failed. */
  readonly requestId: string | undefined;
}

/**
 * Is told about requests: for logs, traces and counters. No event has headers, bodies or query values.
 *
 * Methods should be quick, for they hold up the request. An error in one is written to the console and does not touch
 * the request, which may have changed data already.
 */
export interface Hook {
  /** A request is about to be sent. */
  onRequest?(event: RequestEvent): void;
  /** A request has ended; called once for each `onRequest`. */
  onResponse?(event: ResponseEvent): void;
  /** A request will be sent again. */
  onRetry?(event: RetryEvent): void;
}

/** Calls something of every hook. */
export function tell(hooks: readonly Hook[], call: (hook: Hook) => void): void {
  for (const hook of hooks) {
    try {
      call(hook);
    } catch (error) {
      console.error("A hook of the client failed:", error);
    }
  }
}
