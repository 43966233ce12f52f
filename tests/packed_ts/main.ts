// The program as a process: an application logs in with its own id and secret.
import { clientCredentials } from "@cognite/pygen-runtime";

import { use } from "./program.js";

/** What Node, Deno and Bun have in common. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

const { CDF_URL = "", CDF_PROJECT = "", CDF_TOKEN_URL = "", CDF_CLIENT_ID = "", CDF_CLIENT_SECRET = "" } = process.env;
const found = await use({
  baseUrl: CDF_URL,
  project: CDF_PROJECT,
  credentials: clientCredentials({ clientId: CDF_CLIENT_ID, clientSecret: CDF_CLIENT_SECRET, tokenUrl: CDF_TOKEN_URL }),
});
console.log(JSON.stringify(found));
