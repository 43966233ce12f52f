// What a small application does with the packed SDK of CogniteCore. It runs in every runtime, and tells the same in each.
import { cogniteAssetApi, CoreClient } from "@acme/core-sdk";
import { and, type ClientConfig, exists, startsWith } from "@cognite/pygen-runtime";

/** What the program found, step by step. */
export interface Found {
  readonly created: number;
  readonly retrieved: string | undefined;
  readonly listed: readonly string[];
  readonly followed: readonly string[];
  readonly queried: readonly string[];
  readonly changed: readonly string[];
  readonly viewAlone: number;
  readonly deleted: number;
  readonly left: number;
}

/** Writes some instances, reads them in every way, and deletes them. */
export async function use(config: ClientConfig): Promise<Found> {
  await using core = new CoreClient(config);
  const plant = core.cogniteAsset.write({ externalId: "plant", name: "Plant", tags: ["site"] });
  const pump = core.cogniteAsset.write({ externalId: "pump", name: "Pump 1", parent: plant });
  const valve = core.cogniteAsset.write({ externalId: "valve", name: "Valve 1", parent: plant });
  const motor = core.cogniteEquipment.write({ externalId: "motor", name: "Motor", asset: pump });
  const speed = core.cogniteTimeSeries.write({
    externalId: "speed",
    isStep: false,
    type: "numeric",
    assets: [pump],
    equipment: [motor],
    sourceCreatedTime: new Date("2026-01-02T03:04:05.678Z"),
  });
  const { created } = await core.upsert([valve, speed]);

  const retrieved = await core.cogniteTimeSeries.retrieve("speed");
  const listed = await core.cogniteAsset.list({ parent: "plant", namePrefix: "P", limit: 10 });
  const followed: string[] = [];
  for await (const asset of core.cogniteAsset.follow("children", "plant", { sort: { name: "descending" } })) {
    followed.push(asset.name ?? "");
  }
  const queried = await core.cogniteAsset.query()
    .where((p) => and(startsWith(p.name, "Pump"), exists(p.parent)))
    .include({ parent: true, equipment: { include: { asset: true } }, timeSeries: true })
    .list();
  const [before] = listed;
  const changed = before && await core.upsert(core.cogniteAsset.change(before, { description: "Runs at 80 °C" }));
  const again = await core.cogniteAsset.retrieve("pump");
  const viewAlone = await cogniteAssetApi(core.client).count({ parent: { space: "data", externalId: "plant" } });
  const { deleted } = await core.delete([...created]);
  return {
    created: created.length,
    retrieved: retrieved?.sourceCreatedTime?.toISOString(),
    listed: listed.map((asset) => asset.name ?? ""),
    followed,
    queried: queried.flatMap(({ name, parent, equipment, timeSeries }) => [
      name ?? "",
      parent?.name ?? "",
      ...equipment.map((one) => `${one.name} of ${one.asset?.name}`),
      ...timeSeries.map((one) => one.externalId),
    ]),
    changed: [String(changed?.updated.length), again?.description ?? "", again?.name ?? ""],
    viewAlone,
    deleted: deleted.length,
    left: await core.cogniteAsset.count(),
  };
}
