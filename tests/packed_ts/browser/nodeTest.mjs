// `node:test` in a browser, as far as the tests of the runtime use it. The page calls `runAll` when it has loaded them.

const files = [];

/** What is registered from now on belongs to this file, hooks included. */
export function beginFile(name) {
  files.push({ name, tests: [], before: [], after: [], afterEach: [] });
}

export function test(name, ...given) {
  const run = given.at(-1);
  const { skip = false } = given.length > 1 ? given[0] : {};
  files.at(-1).tests.push({ name, skip, run });
}

export const before = (hook) => files.at(-1).before.push(hook);
export const after = (hook) => files.at(-1).after.push(hook);
export const afterEach = (hook) => files.at(-1).afterEach.push(hook);

/** Runs everything, one after another; how many passed and were skipped, and what failed. */
export async function runAll() {
  const found = { passed: 0, skipped: 0, failed: [] };
  for (const file of files) {
    await all(file.before);
    for (const { name, skip, run } of file.tests) {
      if (skip) {
        found.skipped++;
        continue;
      }
      const context = new Context();
      try {
        await run(context);
        found.passed++;
      } catch (error) {
        found.failed.push(`${file.name}: ${name}: ${error?.stack ?? error}`);
      } finally {
        context.restore();
        await all(file.afterEach);
      }
    }
    await all(file.after);
  }
  return found;
}

async function all(hooks) {
  for (const hook of hooks) {
    await hook();
  }
}

/** What a test gets: methods that it replaces are as before when it ends. */
class Context {
  #originals = [];

  mock = {
    method: (owner, name, replacement) => {
      this.#originals.push([owner, name, owner[name]]);
      const calls = [];
      owner[name] = (...given) => {
        calls.push({ arguments: given });
        return replacement(...given);
      };
      return { mock: { calls } };
    },
  };

  restore() {
    for (const [owner, name, original] of this.#originals.reverse()) {
      owner[name] = original;
    }
  }
}
