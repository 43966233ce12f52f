import { InstanceList } from "../instances/list.ts";
import type { InstanceIterator } from "./pages.ts";

/** All pages of a read as one list. */
export async function collect<T>(read: InstanceIterator<T>): Promise<InstanceList<T>> {
  const found = new InstanceList<T>();
  for await (const page of read.pages()) {
    for (const item of page.items) {
      found.push(item);
    }
    found.nextCursor = page.nextCursor;
  }
  return found;
}
