import { ViewApi } from "./api.ts";
import { ApiClient, type CallOptions } from "./client.ts";
import type { ClientConfig } from "./clientConfig.ts";
import type { InstanceRef } from "./ids.ts";
import type { DeleteOptions } from "./operations/delete.ts";
import type { DeleteResult, UpsertResult } from "./operations/results.ts";
import type { UpsertOptions, Writes } from "./operations/upsert.ts";
import type { WriteContext } from "./operations/writeContext.ts";
import type { Progress } from "./progress.ts";
import type { Verification } from "./verification.ts";
import type { ViewTypes } from "./views/types.ts";
import type { AnyView, View } from "./views/view.ts";

/** What generated code says of a whole SDK. */
export interface Sdk {
  /** All its views. */
  // With the empty tuple the checker takes what is given for a tuple: of an array it would compare the types of all elements
  // with one another, which are deep, and gives up where many views are alike.
  readonly views: readonly AnyView[] | readonly [];
  /** Where instances are that are named by text alone. */
  readonly instanceSpace?: string;
}

/** How a client differs from its SDK. */
export interface InstanceClientOptions {
  /** Where instances are that are named by text alone; by default that of the generated SDK. */
  readonly instanceSpace?: string;
  /** Told how far long reads and writes have come. */
  readonly progress?: Progress;
}

/** The base of generated clients: the APIs of all views of an SDK, made when they are first used. */
export class InstanceClient implements AsyncDisposable {
  /** The client below, for requests that the SDK does not wrap. */
  readonly client: ApiClient;
  readonly #sdk: Sdk;
  readonly #instanceSpace: string | undefined;
  readonly #progress: Progress | undefined;
  readonly #ownsClient: boolean;
  readonly #apis = new Map<AnyView, unknown>();

  /**
   * @param config how to reach the project, or a client that already does; that one stays open when this is closed
   * @throws {PygenValidationError} if a value of the config cannot be used; the message names it
   */
  constructor(config: ClientConfig | ApiClient, sdk: Sdk, options: InstanceClientOptions = {}) {
    this.#ownsClient = !(config instanceof ApiClient);
    this.client = config instanceof ApiClient ? config : new ApiClient(config);
    this.#sdk = sdk;
    this.#instanceSpace = options.instanceSpace ?? sdk.instanceSpace;
    this.#progress = options.progress;
  }

  /**
   * Creates or changes instances of any view, with all that is nested in them, and the edges of connections.
   *
   * Up to 1,000 instances are written in one transaction; more in several requests, some of them at once: nodes before
   * the edges that need them, and first what relations lead to. What is no array or set, such as a generator, may give more
   * than fits in memory: it is read, planned and written in windows of 10,000 objects.
   *
   * @param items what `write` and `change` of the APIs give
   * @throws {PygenValidationError} if two objects with one id differ or an id is incomplete; nothing of the window was sent
   * @throws {PartialUpsertError} if one of several requests failed; it tells what became of every instance
   */
  async upsert(items: Writes, options?: UpsertOptions): Promise<UpsertResult> {
    const { upsert } = await import("./operations/upsert.ts");
    return await upsert(this.#writing, items, options);
  }

  /**
   * Deletes instances, whatever their view: edges before nodes, 1,000 in each request. Text names nodes; what was read
   * names itself. A node takes the edges along that start or end there.
   *
   * @throws {PygenValidationError} if something is no id
   * @throws {PartialDeleteError} if one of several requests failed; it tells what became of every instance
   */
  async delete(ids: InstanceRef | Iterable<InstanceRef>, options?: DeleteOptions): Promise<DeleteResult> {
    const { deleteInstances } = await import("./operations/delete.ts");
    return await deleteInstances(this.#writing, ids, options);
  }

  /**
   * Compares the schema in the service with what this SDK expects of it: views, properties, types, connections. One request
   * for each 100 views. It looks at what generated code knows: not at filters, units, or the values of enums, which
   * `pygen diff` compares.
   */
  async verify(options?: CallOptions): Promise<Verification> {
    const { verify } = await import("./verification.ts");
    return await verify(this.client, this.#sdk.views, options);
  }

  /** Ends what runs. Later calls reject. May be called twice. */
  close(): void {
    if (this.#ownsClient) {
      this.client.close();
    }
  }

  /** The same as {@link InstanceClient.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  get #writing(): WriteContext {
    return { client: this.client, instanceSpace: this.#instanceSpace, progress: this.#progress };
  }

  /** The API of one of the views; for generated code. */
  protected api<V extends ViewTypes>(view: View<V>): ViewApi<V> {
    let api = this.#apis.get(view);
    if (api === undefined) {
      const { views } = this.#sdk;
      api = new ViewApi(this.client, view, { instanceSpace: this.#instanceSpace, views, progress: this.#progress });
      this.#apis.set(view, api);
    }
    return api as ViewApi<V>;
  }
}
