// The client of the whole SDK.
import {
  type ApiClient,
  type ClientConfig,
  InstanceClient,
  type InstanceClientOptions,
  type Sdk,
} from "@cognite/pygen-runtime/codegen";

import type { CategoryNodeApi } from "./api/categoryNodeApi.ts";
import type { ProductNodeApi } from "./api/productNodeApi.ts";
import type { RelatesToApi } from "./api/relatesToApi.ts";
import { categoryNode } from "./dataClasses/categoryNode.ts";
import { productNode } from "./dataClasses/productNode.ts";
import { relatesTo } from "./dataClasses/relatesTo.ts";
import { INSTANCE_SPACE } from "./instanceSpace.ts";

const SDK: Sdk = {
  views: [categoryNode, productNode, relatesTo],
  instanceSpace: INSTANCE_SPACE,
};

/** Reads and writes the instances of the data model pygen_example:ExampleDataModel(v1). */
export class ShopClient extends InstanceClient {
  /** @throws {PygenValidationError} if a value of the config cannot be used; the message names it */
  constructor(config: ClientConfig | ApiClient, options?: InstanceClientOptions) {
    super(config, SDK, options);
  }

  /** What products are sorted by. */
  get categoryNode(): CategoryNodeApi {
    return this.api(categoryNode);
  }

  /** A product that can be sold. */
  get productNode(): ProductNodeApi {
    return this.api(productNode);
  }

  /** How one product relates to another. */
  get relatesTo(): RelatesToApi {
    return this.api(relatesTo);
  }
}
