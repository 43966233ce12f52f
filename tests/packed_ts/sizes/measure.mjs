// What applications weigh, bundled by esbuild, minified and compressed.
//
//     node sizes/measure.mjs FOLDER
//
// The folder holds the applications, and the packages that they use are installed there. Printed is JSON: for each
// application bytes and compressed bytes of what a browser loads at the start, of what it has loaded after the calls that
// the application makes, of all parts that it can come to, and of one file that holds everything.
import { readdirSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { argv, stdout } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const folder = resolve(argv[2]);
const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});

const told = {};
for (const name of readdirSync(folder).filter((one) => one.endsWith(".ts")).sort()) {
  told[name.slice(0, -3)] = await measured(name);
}
stdout.write(JSON.stringify(told));

async function measured(name) {
  const options = {
    absWorkingDir: folder,
    entryPoints: [name],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    metafile: true,
    logLevel: "error",
    outExtension: { ".js": ".mjs" },
  };
  const one = await build({ ...options, outdir: join("bundles", "one") });
  const parts = await build({ ...options, outdir: join("bundles", name), splitting: true });
  const { outputs } = parts.metafile;
  const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint === name);
  const afterCalls = await loadedBy(join(folder, entry));
  return {
    start: weight(reached(entry, outputs, ["import-statement"])),
    ...afterCalls === undefined ? {} : { afterCalls: weight(afterCalls) },
    all: weight(reached(entry, outputs, ["import-statement", "dynamic-import"])),
    oneFile: weight(Object.keys(one.metafile.outputs)),
  };
}

/** A part, and the parts that it leads to by these kinds of imports. */
function reached(path, outputs, kinds, found = new Set()) {
  found.add(path);
  for (const { path: next, kind } of outputs[path].imports) {
    if (kinds.includes(kind) && !found.has(next)) {
      reached(next, outputs, kinds, found);
    }
  }
  return [...found];
}

/** The parts that are loaded when the application has made its calls; undefined if it makes none. */
async function loadedBy(entry) {
  loaded.clear();
  const { use } = await import(pathToFileURL(entry).href);
  if (use === undefined) {
    return undefined;
  }
  await use(empty);
  return [...loaded].filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url));
}

/** A service without instances, which takes whatever is written. */
function empty(url, { body }) {
  const { items = [], with: sets = {}, aggregates = [] } = JSON.parse(body ?? "{}");
  const written = items.filter((one) => "sources" in one).map(({ instanceType, space, externalId }) => ({
    ...{ instanceType, space, externalId, version: 1, wasModified: true, createdTime: 1, lastUpdatedTime: 1 },
  }));
  const found = Object.fromEntries(Object.keys(sets).map((name) => [name, []]));
  const isQuery = /\/(query|sync)$/.test(url);
  const isCount = url.endsWith("/aggregate");
  const counted = { instanceType: "node", group: {}, aggregates: aggregates.map(() => ({ value: 0 })) };
  // A sync always tells where the next one goes on.
  const cursors = url.endsWith("/sync") ? Object.fromEntries(Object.keys(sets).map((name) => [name, "here"])) : {};
  const answer = isQuery ? { items: found, nextCursor: cursors } : { items: isCount ? [counted] : written };
  return Promise.resolve(new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } }));
}

/** Bytes, and bytes as servers send them. */
function weight(paths) {
  const files = paths.map((path) => readFileSync(resolve(folder, path)));
  const sum = (sizes) => sizes.reduce((all, one) => all + one, 0);
  return [sum(files.map((file) => file.length)), sum(files.map((file) => gzipSync(file, { level: 9 }).length))];
}
