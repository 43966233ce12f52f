import type { ResolvedConfig } from "../clientConfig.ts";
import { DeadlineExceededError, PygenError } from "../errors.ts";
import type { Answer } from "./answer.ts";
import { tell } from "./hook.ts";
import type { OperationClass } from "./operationClass.ts";
import { type Patience, sendWithRetry } from "./retry.ts";
import { Scope } from "./scope.ts";
import { Lost, type OutgoingRequest, sendOnce } from "./sender.ts";
import { Slots } from "./slots.ts";
import { TokenBucket } from "./tokenBucket.ts";

/** What the requests of one client share: turns for each operation class, the rate limit, hooks, and their end. */
export class Connection {
  readonly #config: ResolvedConfig;
  readonly #patience: Patience;
  readonly #slots = new Map<OperationClass, Slots>();
  readonly #bucket: TokenBucket | undefined;
  // Not a signal that all of them listen to: node warns of many listeners.
  readonly #running = new Set<Scope>();
  #isClosed = false;

  constructor(config: ResolvedConfig) {
    this.#config = config;
    const { retry, hooks, requestsPerSecond } = config;
    this.#patience = { policy: retry, hooks, send: (request, attempt, scope) => this.#try(request, attempt, scope) };
    this.#bucket = requestsPerSecond === undefined ? undefined : new TokenBucket(requestsPerSecond);
  }

  /** Runs something that ends early when its deadline passes, its signal is aborted, or the client is closed. */
  async scoped<T>(
    options: { readonly signal?: AbortSignal | undefined; readonly deadline?: Date | undefined },
    run: (scope: Scope) => Promise<T>,
  ): Promise<T> {
    if (this.#isClosed) {
      throw closed();
    }
    const scope = new Scope(this.#config.clock, options.deadline, options.signal);
    this.#running.add(scope);
    try {
      return await run(scope);
    } finally {
      this.#running.delete(scope);
      scope.close();
    }
  }

  /** Sends a request until there is a final answer, and gives it whatever its status. */
  send(request: OutgoingRequest, scope: Scope): Promise<Answer> {
    return sendWithRetry(request, this.#patience, scope);
  }

  /** Ends what runs, and all that comes later. */
  close(): void {
    this.#isClosed = true;
    for (const scope of this.#running) {
      scope.end(closed());
    }
  }

  async #try(request: OutgoingRequest, attempt: number, scope: Scope): Promise<Answer | Lost> {
    if (this.#bucket !== undefined && request.operationClass !== "auth") {
      const wait = this.#bucket.take(scope.clock.now(), scope.left);
      if (wait === undefined) {
        throw new DeadlineExceededError("The deadline is too soon for the rate limit of this client");
      }
      if (wait > 0) {
        await scope.sleep(wait, "its turn");
      }
    }
    const slots = this.#slotsOf(request.operationClass);
    await slots.acquire(scope.signal);
    try {
      scope.check();
      return await this.#watched(request, attempt, scope);
    } finally {
      slots.release();
    }
  }

  #slotsOf(operationClass: OperationClass): Slots {
    let slots = this.#slots.get(operationClass);
    if (slots === undefined) {
      slots = new Slots(this.#config.concurrency[operationClass]);
      this.#slots.set(operationClass, slots);
    }
    return slots;
  }

  async #watched(request: OutgoingRequest, attempt: number, scope: Scope): Promise<Answer | Lost> {
    const { hooks, fetch, timeout } = this.#config;
    if (hooks.length === 0) {
      return await sendOnce(request, fetch, timeout, scope);
    }
    const { method, operationClass } = request;
    const event = { method, url: request.url.split("?", 1)[0] ?? request.url, operationClass, attempt };
    tell(hooks, (hook) => hook.onRequest?.(event));
    const begin = scope.clock.now();
    let result: Answer | Lost | undefined;
    try {
      result = await sendOnce(request, fetch, timeout, scope);
      return result;
    } finally {
      const answer = result instanceof Lost ? undefined : result;
      const error = result instanceof Lost ? result.errorName : result === undefined ? "aborted" : undefined;
      const duration = scope.clock.now() - begin;
      const ended = { request: event, status: answer?.status, error, duration, requestId: answer?.requestId };
      tell(hooks, (hook) => hook.onResponse?.(ended));
    }
  }
}

function closed(): PygenError {
  return new PygenError("The client is closed");
}
