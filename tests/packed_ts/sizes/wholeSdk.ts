// The client of the whole SDK: all of its views.
import { CoreClient } from "@acme/core-sdk";
import { type Fetch, token } from "@cognite/pygen-runtime";

export async function use(fetch: Fetch): Promise<number> {
  await using core = new CoreClient({
    baseUrl: "https://cdf.example",
    project: "p",
    credentials: token("t"),
    fetch,
  });
  return (await core.cogniteAsset.list({ namePrefix: "P", limit: 10 })).length;
}
