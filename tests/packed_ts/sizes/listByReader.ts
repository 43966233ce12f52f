// A table of assets, and no more, with no more at the start than that needs.
import { cogniteAsset } from "@acme/core-sdk/dataClasses/cogniteAsset";
import { ApiClient, type Fetch, token, ViewReader } from "@cognite/pygen-runtime/reader";

export async function use(fetch: Fetch): Promise<number> {
  const client = new ApiClient({ baseUrl: "https://cdf.example", project: "p", credentials: token("t"), fetch });
  return (await new ViewReader(client, cogniteAsset).list({ namePrefix: "P", sortBy: "name" })).length;
}
