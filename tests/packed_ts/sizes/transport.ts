// Client, credentials and errors alone: any request of the service.
import { ApiClient, type Fetch, token } from "@cognite/pygen-runtime";

export async function use(fetch: Fetch): Promise<unknown> {
  const client = new ApiClient({ baseUrl: "https://cdf.example", project: "p", credentials: token("t"), fetch });
  return (await client.get("/models/spaces")).json();
}
