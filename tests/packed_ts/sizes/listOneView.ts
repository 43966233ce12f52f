// A table of assets, and no more.
import { cogniteAsset } from "@acme/core-sdk";
import { ApiClient, type Fetch, token, ViewReader } from "@cognite/pygen-runtime";

export async function use(fetch: Fetch): Promise<number> {
  const client = new ApiClient({ baseUrl: "https://cdf.example", project: "p", credentials: token("t"), fetch });
  return (await new ViewReader(client, cogniteAsset).list({ namePrefix: "P", sortBy: "name" })).length;
}
