/// <reference lib="esnext.disposable" preserve="true" />
import { type ClientConfig, resolveConfig, type ResolvedConfig } from "./clientConfig.ts";
import type { Answer } from "./core/answer.ts";
import { apiError, isError } from "./core/apiError.ts";
import { Connection } from "./core/connection.ts";
import type { LoginContext } from "./core/credentials.ts";
import { gzipped } from "./core/gzip.ts";
import { writeJson } from "./core/json.ts";
import { isIdempotent, type OperationClass, operationClassOf } from "./core/operationClass.ts";
import { Scope } from "./core/scope.ts";
import { Secret } from "./core/secret.ts";
import { OAuth2Error, PygenValidationError } from "./errors.ts";
import { VERSION } from "./version.ts";

/** Query parameters. What is undefined is left out. */
export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

/** What every call takes. */
export interface CallOptions {
  /** Ends the call early; it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** When nobody wants the answer any more. It bounds all: logins, waiting for a turn, retries and the waits for them. */
  readonly deadline?: Date | undefined;
}

/** What a single request takes besides. */
export interface RequestOptions extends CallOptions {
  /** Under which concurrency limit the request falls; by default its path tells. */
  readonly operationClass?: OperationClass;
  /**
   * Whether it does no harm to carry the request out twice; by default the method and the path tell. If not, it is not
   * sent again once it may have arrived.
   */
  readonly idempotent?: boolean;
  /** Query parameters. */
  readonly params?: Params | undefined;
  /**
   * Called once when the first try has left, and at the latest when it has ended: time to compute without holding it up.
   * Not called if nothing was sent.
   */
  readonly onSent?: (() => void) | undefined;
  /** Resolve with answers of any status. By default those that are no success reject. */
  readonly anyStatus?: boolean;
}

/**
 * Authorised, limited and retried requests to one project. Generated SDKs stand on it, and it serves for what they do
 * not wrap. One client may do many things at once.
 *
 * Requests reject with `PygenAPIError` if the service refuses, `PygenConnectionError` if no answer comes, `OAuth2Error`
 * if there is no token, and `PygenValidationError` if nothing was sent because a value cannot be used.
 */
export class ApiClient implements AsyncDisposable {
  /** Address of the cluster. */
  readonly baseUrl: string;
  /** Url name of the project. */
  readonly project: string;
  /** Requests at once for each operation class. */
  readonly concurrency: Readonly<Record<OperationClass, number>>;
  readonly #config: ResolvedConfig;
  readonly #connection: Connection;

  /** @throws {PygenValidationError} if a value of the config cannot be used; the message names it */
  constructor(config: ClientConfig) {
    this.#config = resolveConfig(config);
    this.#connection = new Connection(this.#config);
    this.baseUrl = this.#config.baseUrl;
    this.project = this.#config.project;
    this.concurrency = this.#config.concurrency;
  }

  /** GET a path below the project, such as `/models/spaces`. */
  get(path: string, params?: Params, options: RequestOptions = {}): Promise<Answer> {
    return this.request("GET", path, undefined, { ...options, params: { ...options.params, ...params } });
  }

  /** POST to a path below the project, such as `/models/instances/list`. See {@link ApiClient.request}. */
  post(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.request("POST", path, body, options);
  }

  /**
   * Any request to the service.
   *
   * @param method HTTP method
   * @param path below the project, such as `/models/spaces`; or `/api/v1/...` for what stands beside projects
   * @param body text that is JSON already, or data to be written as JSON; undefined for none
   */
  async request(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    method = method.toUpperCase();
    const url = this.#address(path, options.params);
    const content = body === undefined || typeof body === "string" ? body : writeJson(body);
    return await this.#connection.scoped(options, async (scope) => {
      const isGzip = content !== undefined && content.length >= this.#config.gzipFrom;
      const request = {
        method,
        url,
        body: isGzip ? await gzipped(content) : content,
        operationClass: options.operationClass ?? operationClassOf(method, path),
        idempotent: options.idempotent ?? isIdempotent(method, path),
        onSent: once(options.onSent),
      };
      const login = this.#loginContext(scope);
      const { credentials } = this.#config;
      scope.check();
      let token = new Secret(await credentials.token(login));
      for (let renewed = false;;) {
        const headers = this.#headers(token, content !== undefined, isGzip);
        const answer = await this.#connection.send({ ...request, headers, hidden: [token] }, scope);
        if (answer.status === 401 && !renewed) {
          // A token can be revoked before it expires: a fresh one, where there is one, gets one more try.
          const fresh = await credentials.renew?.(token.reveal(), login);
          if (fresh !== undefined && fresh !== token.reveal()) {
            [token, renewed] = [new Secret(fresh), true];
            continue;
          }
        }
        if (isError(answer.status) && options.anyStatus !== true) {
          throw apiError(answer, token);
        }
        return answer;
      }
    });
  }

  /** Ends what runs. Later calls reject. May be called twice. */
  close(): void {
    this.#connection.close();
  }

  /** The same as {@link ApiClient.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  #address(path: string, params: Params | undefined): string {
    const root = path.startsWith("/api/") ? this.baseUrl : `${this.baseUrl}/api/v1/projects/${this.project}`;
    const url = new URL(root + path);
    // Anything else could lead the token to another host or project.
    if (
      !path.startsWith("/") || path.startsWith("//") ||
      !url.href.startsWith(`${new URL(root).href.replace(/\/$/, "")}/`)
    ) {
      throw new PygenValidationError(
        `path must begin with one slash, such as /models/spaces, not ${JSON.stringify(path)}`,
      );
    }
    for (const [name, value] of Object.entries(params ?? {})) {
      if (value !== undefined) {
        url.searchParams.append(name, String(value));
      }
    }
    return url.href;
  }

  #headers(token: Secret, hasBody: boolean, isGzip: boolean): Record<string, string> {
    return {
      Authorization: `Bearer ${sendable(token)}`,
      Accept: "application/json",
      "x-cdp-sdk": `PygenTypeScript:${VERSION}`,
      "x-cdp-app": this.#config.clientName,
      ...(hasBody && { "Content-Type": "application/json" }),
      ...(isGzip && { "Content-Encoding": "gzip" }),
    };
  }

  #loginContext(scope: Scope): LoginContext {
    return {
      clock: scope.clock,
      signal: scope.signal,
      send: async (request, signal) => {
        // Not ended by the closing of this client: others may wait for the same login.
        const own = new Scope(scope.clock, undefined, signal);
        try {
          return await this.#connection.send({
            ...request,
            body: request.body,
            hidden: request.hidden ?? [],
            operationClass: "auth",
            idempotent: true,
            onSent: undefined,
          }, own);
        } finally {
          own.close();
        }
      },
    };
  }
}

/** A token that a header can carry. What it holds instead is not shown. */
function sendable(token: Secret): string {
  const text = token.reveal();
  if (!/^[!-~]+$/.test(text)) {
    throw new OAuth2Error(
      "The credentials gave a token that is empty or holds line breaks, spaces or other characters",
    );
  }
  return text;
}

function once(call: (() => void) | undefined): (() => void) | undefined {
  let called = false;
  return call && ((): void => {
    if (!called) {
      called = true;
      call();
    }
  });
}
