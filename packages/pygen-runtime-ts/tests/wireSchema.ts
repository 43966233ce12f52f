// The model of tests/vectors/wire, put into an emulator with containers that fit its views.
import { readFileSync } from "node:fs";

import { ApiClient, token } from "@cognite/pygen-runtime";

import type { Emulator } from "./emulator.ts";

interface Model {
  readonly views: readonly {
    readonly space: string;
    readonly externalId: string;
    readonly version: string;
    readonly usedFor: string;
    readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }[];
}

/** Spaces, containers and views of the model. */
export async function deploy(cdf: Emulator): Promise<void> {
  const path = new URL("../../../tests/vectors/wire/model.json", import.meta.url);
  const model = JSON.parse(readFileSync(path, "utf8")) as Model;
  const containers = model.views.map(({ space, externalId, usedFor, properties }) => ({
    space,
    externalId,
    usedFor,
    properties: Object.fromEntries(
      Object.entries(properties).filter(([, one]) => "container" in one).map(([name, one]) => {
        const { container: _, containerPropertyIdentifier: __, constraintState: ___, type, ...kept } = one;
        const { source: ____, ...stored } = type as Readonly<Record<string, unknown>>;
        return [name, { ...kept, type: stored }];
      }),
    ),
  }));
  const views = model.views.map(({ space, externalId, version, properties }) => ({
    space,
    externalId,
    version,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, one]) => {
        if (!("container" in one)) {
          const { targetsList: _, ...connection } = one;
          return [name, connection];
        }
        const { container, containerPropertyIdentifier, type } = one;
        const { source } = type as Readonly<Record<string, unknown>>;
        return [name, { container, containerPropertyIdentifier, ...source !== undefined && { source } }];
      }),
    ),
  }));
  await using client = clientOf(cdf);
  const spaces = ["vectors", "shop", "else", "types"].map((space) => ({ space }));
  await client.post("/models/spaces", { items: spaces });
  await client.post("/models/containers", { items: containers });
  await client.post("/models/views", { items: views });
}

/** A client of the emulator. */
export function clientOf(cdf: Emulator): ApiClient {
  return new ApiClient({ baseUrl: cdf.baseUrl, project: cdf.project, credentials: token(cdf.token) });
}
