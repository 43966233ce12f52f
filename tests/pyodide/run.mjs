// Runs main() of a Python program in Pyodide: node run.mjs PROGRAM FOLDER..., with the folders on its path.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { loadPyodide } from "pyodide";

const [program, ...folders] = process.argv.slice(2);
const names = ["CDF_URL", "CDF_PROJECT", "CDF_TOKEN"];
const pyodide = await loadPyodide({ env: Object.fromEntries(names.map((name) => [name, process.env[name] ?? ""])) });
const places = folders.map((folder, number) => {
  const place = `/folders/${number}`;
  pyodide.FS.mkdirTree(place);
  pyodide.mountNodeFS(place, folder);
  return place;
});
// Nothing is written into folders that are not its own.
pyodide.runPython(`import sys; sys.dont_write_bytecode = True; sys.path[:0] = ${JSON.stringify(places)}`);
await pyodide.runPythonAsync(await readFile(program, "utf8"), { filename: program });
await pyodide.runPythonAsync("await main()");
// Timers that Python gave up still count for Node, which would wait a minute for them.
process.exit(0);
