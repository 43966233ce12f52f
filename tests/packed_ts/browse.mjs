// Opens an address in Chromium without a window, waits until the page says how it ended, and tells what is to be seen.
//
//     node browse.mjs ADDRESS PICTURE.png WIDTHxHEIGHT
//
// The page says so by `data-state` of its body; what it logs goes to standard error. Printed is JSON: that state, the
// text, and how many colours the picture has.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { argv, env, stdout } from "node:process";

import { chromium } from "playwright-core";

const [, , address, picture, size] = argv;
const [width, height] = size.split("x").map(Number);
const home = dirname(env.PYGEN_CHROMIUM);
// The settings that come with the fonts of the npm package look for them in places of another kind of machine.
const scratch = mkdtempSync(join(tmpdir(), "fonts-"));
const fonts = join(scratch, "fonts.conf");
writeFileSync(fonts, `<fontconfig><dir>${join(home, "fonts")}</dir><cachedir>${scratch}</cachedir></fontconfig>`);
const browser = await chromium.launch({
  executablePath: env.PYGEN_CHROMIUM,
  // The Chromium of the npm package has its own libraries and fonts beside it.
  env: existsSync(join(home, "al2023"))
    ? { ...env, LD_LIBRARY_PATH: join(home, "al2023", "lib"), FONTCONFIG_FILE: fonts }
    : env,
  // Everything may run as root and without a graphics card, and asks nobody on the internet for anything.
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const page = await browser.newPage({ viewport: { width, height } });
  page.on("console", (message) => console.error(message.text()));
  page.on("pageerror", (error) => console.error(String(error)));
  await page.goto(address);
  // A page that leaves for a login and comes back is another document: the locator looks again.
  const body = page.locator("body[data-state]");
  await body.waitFor({ state: "attached", timeout: 45_000 });
  const png = await page.screenshot({ path: picture });
  const colours = await page.evaluate(coloursOf, png.toString("base64"));
  stdout.write(JSON.stringify({ state: await body.getAttribute("data-state"), text: await body.innerText(), colours }));
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}

/** Runs in the page, which can read pictures. */
async function coloursOf(base64) {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size;
}
