// The client of the whole SDK.
import {
  type ApiClient,
  type ClientConfig,
  InstanceClient,
  type InstanceClientOptions,
  type Sdk,
} from "@cognite/pygen-runtime/codegen";

import type { ProductApi } from "./api/productApi.ts";
import type { RelatesToApi } from "./api/relatesToApi.ts";
import type { ShelfApi } from "./api/shelfApi.ts";
import { product } from "./dataClasses/product.ts";
import { relatesTo } from "./dataClasses/relatesTo.ts";
import { shelf } from "./dataClasses/shelf.ts";

const SDK: Sdk = {
  views: [product, relatesTo, shelf],
};

/** Reads and writes the instances of the data model pygen_example:ExampleDataModel(v1). */
export class ExampleDataModelClient extends InstanceClient {
  /** @throws {PygenValidationError} if a value of the config cannot be used; the message names it */
  constructor(config: ClientConfig | ApiClient, options?: InstanceClientOptions) {
    super(config, SDK, options);
  }

  /** A product that can be sold. */
  get product(): ProductApi {
    return this.api(product);
  }

  /** How one product relates to another. */
  get relatesTo(): RelatesToApi {
    return this.api(relatesTo);
  }

  /** What products are sorted by. */
  get shelf(): ShelfApi {
    return this.api(shelf);
  }
}
