// Makes a page of the runtime's own tests: those that need no process beside them.
//
//     node browser/bundleTests.mjs ROOT OUTPUT.js
//
// Printed is JSON: what is in the page, and what is not, each with what it needs.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { argv, stdout } from "node:process";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const [, , root, outfile] = argv;
const runtime = join(root, "packages", "pygen-runtime-ts");
const tests = join(runtime, "tests");
const own = (name) => fileURLToPath(new URL(name, import.meta.url));

// Modules of Node that browsers have nothing for: tests that need one, themselves or by
// what they import, stay outside.
const ELSEWHERE = ["node:child_process", "node:crypto", "node:net"];

// Tests of what Node, Deno and Bun have and browsers do not.
const ABOUT_ELSEWHERE = { "shownResults.test.ts": "a console that asks objects for their text" };

const inPage = [];
const outside = {};
const names = readdirSync(tests).filter((one) => one.endsWith(".test.ts")).sort();
const external = ["node:*", "@cognite/pygen-runtime"];
const options = {
  absWorkingDir: tests,
  bundle: true,
  format: "esm",
  outdir: ".",
  write: false,
  metafile: true,
  external,
};
const { metafile } = await build({ ...options, entryPoints: names });
for (const { entryPoint, imports } of Object.values(metafile.outputs)) {
  const needed = imports.map(({ path }) => path).find((path) => ELSEWHERE.includes(path)) ??
    ABOUT_ELSEWHERE[entryPoint];
  if (needed === undefined) {
    inPage.push(entryPoint);
  } else {
    outside[entryPoint] = needed;
  }
}

/** The files that tests read, by their path below the root. */
function readable() {
  const vectors = readdirSync(join(root, "tests", "vectors"), { recursive: true });
  const paths = vectors.filter((one) => one.endsWith(".json")).map((one) =>
    `tests/vectors/${one.replaceAll("\\", "/")}`
  );
  paths.push("packages/pygen-runtime-ts/package.json");
  return Object.fromEntries(paths.map((path) => [`/${path}`, readFileSync(join(root, path), "utf8")]));
}

const PAGE = `
import { beginFile, runAll } from "node:test";
${inPage.map((name) => `beginFile("${name}");\nawait import("./${name}");`).join("\n")}
const found = await runAll();
document.body.textContent = JSON.stringify(found);
document.body.dataset.state = "done";
`;

const FILES = `
const files = ${JSON.stringify(readable())};
export const readFileSync = (url) => files[url.pathname] ?? (() => { throw new Error("no file " + url.pathname); })();
export const readdirSync = ({ pathname }) =>
  Object.keys(files).filter((one) => one.startsWith(pathname + "/")).map((one) => one.slice(pathname.length + 1));
`;

await build({
  stdin: { contents: PAGE, resolveDir: tests, sourcefile: "page.mjs" },
  outfile,
  bundle: true,
  format: "esm",
  target: "es2022",
  logLevel: "error",
  // Where the tests believe to be: they look for files from there.
  define: {
    "import.meta.url": '"file:///packages/pygen-runtime-ts/tests/page.ts"',
    "global": "globalThis",
    "process.env.NODE_DEBUG": "undefined",
  },
  // For packages that were written for Node.
  banner: { js: "globalThis.process ??= { env: {}, nextTick: (call) => queueMicrotask(call) };" },
  alias: {
    "@cognite/pygen-runtime": join(runtime, "src", "index.ts"),
    "@cognite/pygen-runtime/codegen": join(runtime, "src", "codegen.ts"),
    "@cognite/pygen-runtime/reader": join(runtime, "src", "reader.ts"),
    "node:assert/strict": own("strictAssert.mjs"),
    "node:test": own("nodeTest.mjs"),
    "node:util": own("../node_modules/util/util.js"),
  },
  plugins: [{
    name: "files",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:fs$/ }, () => ({ path: "files", namespace: "files" }));
      onLoad({ filter: /.*/, namespace: "files" }, () => ({ contents: FILES, loader: "js" }));
    },
  }],
});
stdout.write(JSON.stringify({ inPage, outside }));
