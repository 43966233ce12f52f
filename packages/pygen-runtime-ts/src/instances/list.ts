import type { InstanceId } from "../ids.ts";
import { exactOf, jsonOf, parseExact } from "./exactJson.ts";

interface Identified {
  readonly instanceType: "node" | "edge";
  readonly space: string;
  readonly externalId: string;
}

/** Instances that were read: an array, and what one often wants of them. Methods of arrays give plain arrays. */
export class InstanceList<T> extends Array<T> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** Where reading goes on, if it stopped at a limit: `iterate({ cursor })`. */
  nextCursor: string | undefined;
  /** With `debug`, what the service says of the properties of the view. */
  typing: Readonly<Record<string, unknown>> | undefined;
  /** With `debug`, the notices of the service. */
  notices: readonly unknown[] | undefined;

  /** The ids, in order. */
  getIds(): InstanceId[] {
    return this.map((one) => {
      const { instanceType, space, externalId } = one as Identified;
      return instanceType === "edge" ? { instanceType, space, externalId } : { space, externalId };
    });
  }

  /** Those in these spaces. */
  inSpace(...spaces: readonly string[]): T[] {
    return this.filter((one) => spaces.includes((one as Identified).space));
  }

  /** Plain data: dates as ISO text, whole numbers as numbers, but for those that a number cannot hold exactly. */
  dump(): unknown[] {
    return exactOf(parseExact(this.dumpJson())) as unknown[];
  }

  /** A JSON array of all, whole numbers with all their digits. */
  dumpJson(): string {
    return jsonOf([...this]);
  }
}

/** A list of some instances. */
export function listOf<T>(items: readonly T[]): InstanceList<T> {
  const list = new InstanceList<T>();
  for (const item of items) {
    list.push(item);
  }
  return list;
}
