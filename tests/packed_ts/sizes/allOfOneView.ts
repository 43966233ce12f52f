// Every operation of one view, filters, writing, and errors told apart.
import { cogniteAssetApi } from "@acme/core-sdk";
import {
  and,
  ApiClient,
  count,
  deleteInstances,
  type Fetch,
  gt,
  PartialUpsertError,
  startsWith,
  token,
  upsert,
} from "@cognite/pygen-runtime";

export async function use(fetch: Fetch): Promise<readonly unknown[]> {
  const client = new ApiClient({ baseUrl: "https://cdf.example", project: "p", credentials: token("t"), fetch });
  const assets = cogniteAssetApi(client, { instanceSpace: "data" });
  const results: unknown[] = [
    await assets.list({ namePrefix: "P" }),
    await assets.retrieve("plant"),
    await assets.search("plant"),
    await assets.count({ name: "Plant" }),
    await assets.aggregate({ aggregates: [count("name")] }),
    await assets.query().where((p) => and(startsWith(p.name, "P"), gt(p.sourceCreatedTime, new Date(0)))).include({
      children: true,
    }).list(),
  ];
  for await (const child of assets.follow("children", "plant")) {
    results.push(child);
  }
  for await (const asset of assets.iterate()) {
    results.push(asset);
  }
  for await (const batch of assets.sync()) {
    results.push(batch);
  }
  try {
    results.push(await upsert({ client }, assets.write({ externalId: "plant", name: "Plant" })));
    results.push(await deleteInstances({ client }, { space: "data", externalId: "plant" }));
  } catch (error) {
    results.push(error instanceof PartialUpsertError ? error.message : error);
  }
  return results;
}
