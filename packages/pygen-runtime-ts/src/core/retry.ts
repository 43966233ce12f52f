import { DeadlineExceededError, PygenConnectionError, PygenTimeoutError } from "../errors.ts";
import type { Answer } from "./answer.ts";
import { isRecord } from "./apiError.ts";
import { type Hook, tell } from "./hook.ts";
import type { Scope } from "./scope.ts";
import { Lost, type OutgoingRequest } from "./sender.ts";

/** How often and how patiently a request is sent again. */
export interface RetryPolicy {
  /** Retries after the first try, for answers that say "try again". By default 10. */
  readonly maxRetries?: number;
  /** Retries for connections that could not be made or broke. By default 3. */
  readonly maxConnectionRetries?: number;
  /**
   * Milliseconds; the wait before retry n is random between 0 and `base * 2**n`, so that clients spread out. By
   * default 500.
   */
  readonly base?: number;
  /** Milliseconds; no wait is longer, not even one that the service asks for with `Retry-After`. By default 60,000. */
  readonly longest?: number;
}

/** The policy of whoever gives none. */
export const DEFAULT_RETRY: Required<RetryPolicy> = {
  maxRetries: 10,
  maxConnectionRetries: 3,
  base: 500,
  longest: 60_000,
};

/** The status with which the service says that it did not carry the request out. */
const REFUSED_UNSEEN = 429;

/** Statuses that may pass by themselves: what the official Python SDK retries. */
const TRANSIENT: readonly number[] = [REFUSED_UNSEEN, 502, 503, 504];

/** How one client sends again. */
export interface Patience {
  readonly policy: Required<RetryPolicy>;
  readonly hooks: readonly Hook[];
  /** Sends one try. */
  readonly send: (request: OutgoingRequest, attempt: number, scope: Scope) => Promise<Answer | Lost>;
}

/**
 * Sends until there is a final answer, and gives it whatever its status. A request that is not `idempotent` is sent
 * again only when the service surely did not carry it out.
 *
 * @throws {PygenConnectionError} if no answer came
 */
export async function sendWithRetry(request: OutgoingRequest, patience: Patience, scope: Scope): Promise<Answer> {
  const { policy } = patience;
  const tried: string[] = [];
  let mayHaveArrived = false;
  let answers = 0;
  let breaks = 0;
  const again = async (count: number, answer: Answer | undefined): Promise<void> => {
    const wait = waitBefore(count, policy, scope.clock.random(), answer);
    const { method, url } = request;
    const failed = { method, url: url.split("?", 1)[0] ?? url, attempt: tried.length, reason: tried.at(-1) ?? "" };
    tell(patience.hooks, (hook) => hook.onRetry?.({ ...failed, wait, requestId: answer?.requestId }));
    await scope.sleep(wait, "the next try");
  };
  try {
    for (;;) {
      scope.check();
      const result = await patience.send(request, tried.length + 1, scope);
      if (result instanceof Lost) {
        breaks += 1;
        tried.push(result.errorName);
        const stop = breaks > policy.maxConnectionRetries || (result.mayHaveArrived && !request.idempotent);
        mayHaveArrived ||= result.mayHaveArrived;
        if (stop) {
          const Kind = result.inTime ? PygenConnectionError : PygenTimeoutError;
          throw new Kind(result.message, { mayHaveArrived, tried });
        }
        await again(breaks, undefined);
        continue;
      }
      answers += 1;
      if (answers > policy.maxRetries || !saysTryAgain(result, request.idempotent)) {
        return result;
      }
      tried.push(`status ${result.status}`);
      mayHaveArrived ||= result.status !== REFUSED_UNSEEN;
      await again(answers, result);
    }
  } catch (error) {
    if (error instanceof DeadlineExceededError && tried.length > 0) {
      throw new DeadlineExceededError(error.message, { mayHaveArrived, tried });
    }
    throw error;
  }
}

function waitBefore(
  count: number,
  policy: Required<RetryPolicy>,
  chance: number,
  answer: Answer | undefined,
): number {
  const wait = chance * Math.min(policy.longest, policy.base * 2 ** count);
  const asked = answer === undefined ? undefined : retryAfter(answer);
  return asked === undefined ? wait : Math.min(policy.longest, asked + wait);
}

function saysTryAgain(answer: Answer, idempotent: boolean): boolean {
  if (answer.status < 400) {
    return false;
  }
  if (answer.headers.get("cdf-is-auto-retryable")?.toLowerCase() === "true" || isAutoRetryable(answer)) {
    return true;
  }
  return idempotent ? TRANSIENT.includes(answer.status) : answer.status === REFUSED_UNSEEN;
}

/** Whether the body says so. */
function isAutoRetryable(answer: Answer): boolean {
  if (!answer.text.includes("isAutoRetryable")) {
    return false;
  }
  try {
    const body = answer.json();
    const error = isRecord(body) ? body["error"] : undefined;
    return isRecord(error) && error["isAutoRetryable"] === true;
  } catch {
    return false;
  }
}

/** Milliseconds to wait; a time is counted from the `Date` of the answer, so that clocks need not agree. */
function retryAfter(answer: Answer): number | undefined {
  const asked = answer.headers.get("retry-after") ?? "";
  if (/^\d+(?:\.\d+)?$/.test(asked)) {
    return Number(asked) * 1000;
  }
  const wait = httpDate(asked) - httpDate(answer.headers.get("date") ?? "");
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function httpDate(text: string): number {
  // Date.parse takes much that is no date; all forms of HTTP begin with the name of a day.
  return /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
}
