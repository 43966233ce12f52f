// The shared cases of tests/vectors, as tests: every case of a folder, and a line that says how many there are.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const VECTORS = new URL("../../../tests/vectors/", import.meta.url);

/** What all cases have; `features` those of all folders but plan. */
export interface VectorCase {
  readonly name: string;
  readonly features?: readonly string[];
}

/**
 * Makes a test of every case of a folder.
 *
 * @param unsupported cases that this runtime does not pass, by name, with the reason
 * @param run gets a case and the name of its file, without `.json`
 */
export function testVectors<C extends VectorCase>(
  folder: string,
  unsupported: Readonly<Record<string, string>>,
  run: (given: C, file: string) => Promise<void>,
): void {
  const names: string[] = [];
  const features = new Set<string>();
  for (const path of readdirSync(new URL(folder, VECTORS)).filter((name) => name.endsWith(".json")).sort()) {
    const cases: unknown = readJson(`${folder}/${path}`);
    // The others of a folder, such as its data model, are no lists of cases.
    for (const given of Array.isArray(cases) ? cases as C[] : []) {
      const skip = unsupported[given.name];
      const file = path.replace(".json", "");
      names.push(given.name);
      if (skip === undefined) {
        given.features?.forEach((feature) => features.add(feature));
      }
      test(`${folder}/${file}: ${given.name}`, skip === undefined ? {} : { skip }, () => run(given, file));
    }
  }
  test(`${folder}: there are cases, and those that are not supported are among them`, () => {
    const all = (readJson("features.json") as Readonly<Record<string, readonly string[]>>)[folder] ?? [];
    const reasons = Object.entries(unsupported).map(([name, reason]) => `\n  not supported: ${name} (${reason})`);
    const shown = all.length === 0 ? "" : `, ${features.size} of ${all.length} features`;
    console.log(`${folder}: ${names.length} cases${shown}${reasons.join("")}`);
    assert.ok(names.length > 0);
    assert.deepEqual(Object.keys(unsupported).filter((name) => !names.includes(name)), []);
  });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, VECTORS), "utf8"));
}
