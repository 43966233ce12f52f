import { isRecord } from "../core/apiError.ts";
import { UnreadableAnswerError } from "../errors.ts";
import type { Item } from "../instances/decoder.ts";
import { itemsOf } from "./listReader.ts";

/** What is said of a write or an instance as it is stored, beside its id, by the type that each has to be of. */
export const RECORD = { version: "number", createdTime: "number", lastUpdatedTime: "number" } as const;

/**
 * The items of an answer that says what became of instances, or what is stored of them.
 *
 * @param types members that each has beside its id, and what they are
 * @throws {UnreadableAnswerError} if one has no id, or lacks one of these
 */
export function instancesOf(answer: unknown, types: Readonly<Record<string, "number" | "boolean">>): readonly Item[] {
  const { items } = itemsOf(answer);
  const wanted = Object.entries({ ...types, space: "string", externalId: "string" });
  const isComplete = (one: unknown): boolean =>
    isRecord(one) && (one["instanceType"] === "node" || one["instanceType"] === "edge") &&
    wanted.every(([name, type]) => typeof one[name] === type);
  if (!items.every(isComplete)) {
    throw new UnreadableAnswerError(
      "An answer of the service has items that are no instances",
    );
  }
  return items;
}
