import { isTooHeavy } from "../core/chunks.ts";
import { PygenAPIError } from "../errors.ts";
import { dumpedKey, type Key } from "./key.ts";

/** Statuses with which the service refuses what a request says, and not the request (behaviour.md section 21). */
const ABOUT_ITEMS: readonly number[] = [400, 404, 409, 422];

const QUOTED = /'([^']+)'|"([^"]+)"|`([^`]+)`/g;

/** Whether the same request without some of its items may go through. */
export function isAboutItems(error: unknown): error is PygenAPIError {
  return error instanceof PygenAPIError && ABOUT_ITEMS.includes(error.status);
}

/** Whether the service may take the same request when more exists: its message says so (behaviour.md section 10). */
export function isAboutMissing(error: unknown): boolean {
  return isAboutItems(error) && error.serviceMessage.includes("exist");
}

/** Whether a stored version is newer than the one that was given; 409, to older clients 400 (behaviour.md section 20). */
export function isVersionConflict(error: unknown): boolean {
  return isAboutItems(error) && /version conflict/i.test(error.serviceMessage);
}

/** Those of some instances that the service names in its message or its lists. */
export function named(error: unknown, keys: readonly Key[]): Key[] {
  if (!(error instanceof PygenAPIError)) {
    return [];
  }
  const texts = new Set([...error.serviceMessage.matchAll(QUOTED)].map((found) => found[1] ?? found[2] ?? found[3]));
  for (const { space, externalId } of [...error.missing, ...error.duplicated]) {
    texts.add(`${space}:${externalId}`);
  }
  return keys.filter((key) => {
    const { space, externalId } = dumpedKey(key);
    return texts.has(externalId) || texts.has(`${space}:${externalId}`);
  });
}

/**
 * How to divide a request that was refused so that a part of it may go through; undefined if there is no way.
 *
 * @param isolate whether what is wrong is to be found, so that all the rest goes through
 */
export function smaller(keys: readonly Key[], error: unknown, isolate: boolean): (readonly Key[])[] | undefined {
  if (keys.length < 2 || !(isTooHeavy(error) || isolate && isAboutItems(error))) {
    return undefined;
  }
  const wrong = new Set(isolate ? named(error, keys) : []);
  if (wrong.size > 0 && wrong.size < keys.length) {
    return [keys.filter((key) => wrong.has(key)), keys.filter((key) => !wrong.has(key))];
  }
  const middle = Math.ceil(keys.length / 2);
  return [keys.slice(0, middle), keys.slice(middle)];
}
