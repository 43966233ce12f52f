import type { InstanceId } from "../ids.ts";

/** Kind, space and external id of an instance as one text, for maps. */
export type Key = string;

/** An id as the service writes it. */
export interface DumpedId {
  readonly instanceType: "node" | "edge";
  readonly space: string;
  readonly externalId: string;
}

/** The key of an instance. */
export function keyOfInstance(kind: "node" | "edge", id: { readonly space: string; readonly externalId: string }): Key {
  return JSON.stringify([kind, id.space, id.externalId]);
}

/** What a key says, in the form of the service. */
export function dumpedKey(key: Key): DumpedId {
  const [instanceType, space, externalId] = JSON.parse(key);
  return { instanceType, space, externalId };
}

/** What a key says, in the form that users meet. */
export function idOf(key: Key): InstanceId {
  const { instanceType, space, externalId } = dumpedKey(key);
  return instanceType === "edge" ? { instanceType, space, externalId } : { space, externalId };
}
