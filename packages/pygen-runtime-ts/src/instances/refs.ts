import { PygenValidationError } from "../errors.ts";
import type { EdgeId, InstanceId, NodeId } from "../ids.ts";
import { shown } from "../shown.ts";

/** An instance as one text, for maps. */
export function keyOf(id: { readonly space: string; readonly externalId: string }): string {
  return JSON.stringify([id.space, id.externalId]);
}

/**
 * The id of an instance that was given in any form; text names nodes.
 *
 * @throws {PygenValidationError} for text where there is no default instance space, and for what names no instance
 */
export function instanceId(given: unknown, defaultSpace: string | undefined): InstanceId {
  if (typeof given === "string") {
    return { space: spaceOr(defaultSpace, JSON.stringify(given)), externalId: given };
  }
  if (typeof given === "object" && given !== null && "externalId" in given) {
    const { space, externalId, instanceType } = given as Readonly<Record<string, unknown>>;
    if (typeof externalId === "string" && (typeof space === "string" || space === undefined)) {
      const id = { space: space ?? spaceOr(defaultSpace, JSON.stringify(externalId)), externalId };
      return instanceType === "edge" ? { instanceType, ...id } : id;
    }
  }
  throw new PygenValidationError(
    `${shown(given)} names no instance: use text, or an object with space and externalId`,
  );
}

/**
 * The id of a node that was given in any form.
 *
 * @throws {PygenValidationError} also for edges
 */
export function nodeId(given: unknown, defaultSpace: string | undefined): NodeId {
  const found = instanceId(given, defaultSpace);
  if (isEdgeId(found)) {
    throw new PygenValidationError(`${found.space}:${found.externalId} is an edge, but a node is needed here`);
  }
  return found;
}

/** Whether an id says that it is that of an edge. */
export function isEdgeId(id: InstanceId): id is EdgeId {
  return "instanceType" in id && id.instanceType === "edge";
}

function spaceOr(defaultSpace: string | undefined, what: string): string {
  if (defaultSpace === undefined) {
    throw new PygenValidationError(
      `${what} names no space, and there is no default instance space: give { space, externalId }, or the option ` +
        "instanceSpace of the client",
    );
  }
  return defaultSpace;
}
