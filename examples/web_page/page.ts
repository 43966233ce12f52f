// A table of products up to a price; it changes with the slider.
import { lte, token } from "@cognite/pygen-runtime";

import { ShopClient } from "./sdk/src/index.ts";

const settings = await (await fetch("settings.json")).json() as { baseUrl: string; project: string; token: string };
// A page for everybody logs them in instead: `browserLogin` is in the README of the runtime.
const shop = new ShopClient({ ...settings, credentials: token(settings.token) });

const price = document.querySelector<HTMLInputElement>("#price")!;
const shown = document.querySelector<HTMLOutputElement>("#shown")!;
const table = document.querySelector<HTMLTableSectionElement>("#products")!;
let running = new AbortController();

/** Read what fits, and show it; a slider that moves meanwhile ends this. */
async function show(): Promise<void> {
  shown.value = price.value;
  running.abort();
  const { signal } = running = new AbortController();
  const found = await shop.productNode.query()
    .where((p) => lte(p.price, price.valueAsNumber))
    .include({ category: true })
    .sort({ price: "ascending" })
    .list({ signal });
  table.replaceChildren(...found.map((product) => row(product.name, product.price, product.category?.categoryName)));
  document.body.dataset["state"] = "shown";
}

function row(...cells: (string | number | undefined)[]): HTMLTableRowElement {
  const line = document.createElement("tr");
  for (const cell of cells) {
    line.insertCell().textContent = String(cell ?? "");
  }
  return line;
}

price.addEventListener("input", () => void show().catch(fail));
await show().catch(fail);

function fail(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "AbortError")) {
    table.replaceChildren(row(String(error)));
    document.body.dataset["state"] = "failed";
  }
}
