// The client of the whole SDK.
import {
  type ApiClient,
  type ClientConfig,
  InstanceClient,
  type InstanceClientOptions,
} from "@cognite/pygen-runtime/codegen";

import type { GroupApi } from "./api/groupApi.ts";
import type { LinkApi } from "./api/linkApi.ts";
import type { PlainApi } from "./api/plainApi.ts";
import type { ThingApi } from "./api/thingApi.ts";
import { group } from "./dataClasses/group.ts";
import { link } from "./dataClasses/link.ts";
import { plain } from "./dataClasses/plain.ts";
import { thing } from "./dataClasses/thing.ts";
import { INSTANCE_SPACE } from "./instanceSpace.ts";

/** Reads and writes the instances of data model vectors:Vectors(v1). */
export class WireClient extends InstanceClient {
  /** @throws {PygenValidationError} if a value of the config cannot be used; the message names it */
  constructor(config: ClientConfig | ApiClient, options?: InstanceClientOptions) {
    super(config, { views: [group, link, plain, thing], instanceSpace: INSTANCE_SPACE }, options);
  }

  /** Some things together. */
  get group(): GroupApi {
    return this.api(group);
  }

  /** How one thing is linked to another. */
  get link(): LinkApi {
    return this.api(link);
  }

  /** An edge with hardly a property. */
  get plain(): PlainApi {
    return this.api(plain);
  }

  /** A thing with a property of every type. */
  get thing(): ThingApi {
    return this.api(thing);
  }
}
