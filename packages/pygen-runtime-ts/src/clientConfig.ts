import { type Clock, systemClock } from "./core/clock.ts";
import type { Credentials } from "./core/credentials.ts";
import type { Hook } from "./core/hook.ts";
import { DEFAULT_CONCURRENCY, type OperationClass } from "./core/operationClass.ts";
import { DEFAULT_RETRY, type RetryPolicy } from "./core/retry.ts";
import type { Fetch } from "./core/sender.ts";
import { checkedUrl } from "./core/urls.ts";
import { PygenValidationError } from "./errors.ts";

/** Where the project is, who calls, and how patiently. All times are milliseconds. */
export interface ClientConfig {
  /** Address of the cluster, such as `https://api.cognitedata.com`. Plain `http` only for this machine. */
  readonly baseUrl: string;
  /** Url name of the project. */
  readonly project: string;
  /** Who calls. */
  readonly credentials: Credentials;
  /** Sent with each request; shows in the service's logs. By default `pygen`. */
  readonly clientName?: string;
  /** Milliseconds until an answer has to begin, and as many again for its body. By default 60,000. */
  readonly timeout?: number;
  /** How often and how patiently requests are sent again. */
  readonly retry?: RetryPolicy;
  /** Requests at once for each operation class; classes that are left out keep their default. */
  readonly concurrency?: Partial<Readonly<Record<OperationClass, number>>>;
  /**
   * The most requests a second that one client sends on average; a second's worth may go at once. By default there is
   * no limit. Logins do not count.
   */
  readonly requestsPerSecond?: number;
  /**
   * Size in UTF-16 units from which bodies are sent compressed with gzip. By default never: it pays on slow lines, and in
   * a browser the service has to allow the header.
   */
  readonly gzipFrom?: number;
  /** Told about requests, answers and retries. */
  readonly hooks?: readonly Hook[];
  /** Sends the requests instead of the `fetch` of the platform. */
  readonly fetch?: Fetch;
  /** Take plain `http` for any host. Tokens then travel in the clear. */
  readonly allowInsecureHttp?: boolean;
  /** Time and chance, for tests. */
  readonly clock?: Clock;
}

/** A config that was checked, with all defaults. */
export interface ResolvedConfig {
  readonly baseUrl: string;
  readonly project: string;
  readonly credentials: Credentials;
  readonly clientName: string;
  readonly timeout: number;
  readonly retry: Required<RetryPolicy>;
  readonly concurrency: Readonly<Record<OperationClass, number>>;
  readonly requestsPerSecond: number | undefined;
  readonly gzipFrom: number;
  readonly hooks: readonly Hook[];
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/**
 * Checks a config and fills in what it leaves out.
 *
 * @throws {PygenValidationError} if a value cannot be used; the message names it
 */
export function resolveConfig(config: ClientConfig): ResolvedConfig {
  const resolved: ResolvedConfig = {
    baseUrl: checkedUrl("baseUrl", config.baseUrl, { allowInsecureHttp: config.allowInsecureHttp }),
    project: config.project,
    credentials: config.credentials,
    clientName: config.clientName ?? "pygen",
    timeout: config.timeout ?? 60_000,
    retry: { ...DEFAULT_RETRY, ...config.retry },
    concurrency: { ...DEFAULT_CONCURRENCY, ...config.concurrency },
    requestsPerSecond: config.requestsPerSecond,
    gzipFrom: config.gzipFrom ?? Infinity,
    hooks: config.hooks ?? [],
    // Not handed over as it is: `fetch` of a browser works only as a method of its window.
    fetch: config.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    clock: config.clock ?? systemClock,
  };
  const { project, clientName } = resolved;
  if (!/^[^/?#\\%]+$/.test(project) || /^\.+$/.test(project)) {
    throw new PygenValidationError(`project must be the url name of a project, not ${JSON.stringify(project)}`);
  }
  if (!/^[ -~]*$/.test(clientName)) {
    throw new PygenValidationError(`clientName must be printable ASCII, not ${JSON.stringify(clientName)}`);
  }
  if (typeof config.credentials?.token !== "function") {
    throw new PygenValidationError(
      "credentials must be made by a function such as clientCredentials, or have a method token",
    );
  }
  above0("timeout", resolved.timeout);
  if (resolved.requestsPerSecond !== undefined) {
    above0("requestsPerSecond", resolved.requestsPerSecond);
  }
  for (const [name, value] of Object.entries(resolved.retry)) {
    if (!(value >= 0)) {
      throw new PygenValidationError(`retry.${name} must be at least 0, not ${value}`);
    }
  }
  for (const [name, limit] of Object.entries(resolved.concurrency)) {
    if (!(limit >= 1)) {
      throw new PygenValidationError(`concurrency of ${name} must be at least 1, not ${limit}`);
    }
  }
  return resolved;
}

function above0(name: string, value: number): void {
  if (!(value > 0)) {
    throw new PygenValidationError(`${name} must be above 0, not ${value}`);
  }
}
