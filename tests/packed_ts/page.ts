// The program as a web page: a person logs in, the browser leaves the page for that and comes back.
import { browserLogin, samePage } from "@cognite/pygen-runtime";

import { use } from "./program.js";

const settings = await (await fetch("/settings.json")).json() as { readonly baseUrl: string; readonly project: string };
const shown = document.querySelector("#found") as HTMLElement;

try {
  const found = await use({
    ...settings,
    credentials: browserLogin({
      clientId: "page",
      endpoints: { authorizationUrl: `${location.origin}/authorize`, tokenUrl: `${location.origin}/token` },
      redirectUri: `${location.origin}/`,
      page: samePage(),
    }),
  });
  for (const [step, value] of Object.entries(found)) {
    const row = document.createElement("tr");
    for (const text of [step, JSON.stringify(value)]) {
      row.append(Object.assign(document.createElement("td"), { textContent: text }));
    }
    shown.append(row);
  }
  document.body.dataset["state"] = "done";
} catch (error) {
  document.body.dataset["state"] = "failed";
  document.body.append(String(error));
}
