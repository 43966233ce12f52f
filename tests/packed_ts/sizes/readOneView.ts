// Lists assets by a keyword, looks one up, and follows a relation, with no more at the start than that needs.
import { cogniteAsset } from "@acme/core-sdk/dataClasses/cogniteAsset";
import { ApiClient, type Fetch, token, ViewReader } from "@cognite/pygen-runtime/reader";

export async function use(fetch: Fetch): Promise<readonly string[]> {
  const client = new ApiClient({ baseUrl: "https://cdf.example", project: "p", credentials: token("t"), fetch });
  const assets = new ViewReader(client, cogniteAsset);
  const found = (await assets.list({ namePrefix: "P", limit: 10 })).map((one) => one.externalId);
  const plant = await assets.retrieve({ space: "data", externalId: "plant" });
  for await (const child of assets.follow("children", { space: "data", externalId: plant?.externalId ?? "plant" })) {
    found.push(child.externalId);
  }
  return found;
}
