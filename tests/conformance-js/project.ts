// The official SDK, pointed at the emulator that the environment names, and a small schema to work with.
//
// The test files run at the same time: each takes a space of its own.

import assert from "node:assert/strict";
import { env } from "node:process";
import { CogniteClient, CogniteError } from "@cognite/sdk";

function setting(name: string): string {
  const value = env[name];
  assert.ok(value, `${name} is not set: tests/conformance/test_cognite_sdk_javascript.py sets it`);
  return value;
}

export function client(token = setting("CDF_TOKEN")): CogniteClient {
  return new CogniteClient({
    appId: "conformance",
    project: setting("CDF_PROJECT"),
    baseUrl: setting("CDF_URL"),
    oidcTokenProvider: () => Promise.resolve(token),
  });
}

/** The error that a call has to end with. */
export async function refused(call: Promise<unknown>, status: number): Promise<CogniteError> {
  const error = await call.then(
    () => assert.fail("the call was not refused"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CogniteError, `${error}`);
  assert.equal(error.status, status);
  return error;
}

export const pump = (space: string) => ({ type: "view", space, externalId: "Pump", version: "v1" }) as const;
export const site = (space: string) => ({ type: "view", space, externalId: "Site", version: "v1" }) as const;

/** A space with containers and views for sites and the pumps that stand there. */
export async function deploy(cdf: CogniteClient, space: string): Promise<void> {
  await cdf.spaces.upsert([{ space, name: "Water" }]);
  await cdf.containers.upsert([
    {
      space,
      externalId: "Site",
      usedFor: "node",
      properties: { name: { type: { type: "text" }, nullable: false } },
    },
    {
      space,
      externalId: "Pump",
      usedFor: "node",
      properties: {
        name: { type: { type: "text" }, nullable: false },
        power: { type: { type: "float64" } },
        stages: { type: { type: "int32" } },
        tags: { type: { type: "text", list: true } },
        built: { type: { type: "timestamp" } },
        running: { type: { type: "boolean" }, defaultValue: false },
        site: { type: { type: "direct" } },
      },
      indexes: { byName: { indexType: "btree", properties: ["name"], cursorable: true } },
    },
  ]);
  const mapped = (container: string, name: string) => ({
    container: { type: "container" as const, space, externalId: container },
    containerPropertyIdentifier: name,
  });
  const names = ["name", "power", "stages", "tags", "built", "running"];
  await cdf.views.upsert([
    {
      space,
      externalId: "Site",
      version: "v1",
      properties: {
        name: mapped("Site", "name"),
        pumps: {
          connectionType: "multi_reverse_direct_relation",
          source: pump(space),
          through: { source: pump(space), identifier: "site" },
        },
      },
    },
    {
      space,
      externalId: "Pump",
      version: "v1",
      properties: {
        ...Object.fromEntries(names.map((name) => [name, mapped("Pump", name)])),
        site: { ...mapped("Pump", "site"), source: site(space) },
        feeds: {
          connectionType: "multi_edge_connection",
          type: { space, externalId: "feeds" },
          source: pump(space),
          direction: "outwards",
        },
      },
    },
  ]);
}

/** Two sites, five pumps p0 to p4, and edges that lead from each pump to the next. */
export async function fill(cdf: CogniteClient, space: string): Promise<void> {
  const sites = ["north", "south"].map((externalId) => ({
    instanceType: "node" as const,
    space,
    externalId,
    sources: [{ source: site(space), properties: { name: `Site ${externalId}` } }],
  }));
  const pumps = [0, 1, 2, 3, 4].map((number) => ({
    instanceType: "node" as const,
    space,
    externalId: `p${number}`,
    sources: [
      {
        source: pump(space),
        properties: {
          name: `Pump number${number}`,
          power: 1.5 * number,
          stages: number % 2,
          tags: number === 0 ? [] : ["water", `size${number}`],
          site: { space, externalId: number < 3 ? "north" : "south" },
        },
      },
    ],
  }));
  const edges = [0, 1, 2, 3].map((number) => ({
    instanceType: "edge" as const,
    space,
    externalId: `e${number}`,
    type: { space, externalId: "feeds" },
    startNode: { space, externalId: `p${number}` },
    endNode: { space, externalId: `p${number + 1}` },
  }));
  await cdf.instances.upsert({ items: [...sites, ...pumps, ...edges], autoCreateDirectRelations: true });
}

export const ids = (items: readonly { externalId: string }[]) => items.map((item) => item.externalId);
