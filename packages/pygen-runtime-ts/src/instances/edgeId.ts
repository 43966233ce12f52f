import type { NodeId } from "../ids.ts";
import { sha256 } from "./sha256.ts";

const MAX_BYTES = 255;
const HASH_DIGITS = 32;

/** What makes an edge: its type and the nodes that it connects. */
export interface Ends {
  readonly type: NodeId;
  readonly startNode: NodeId;
  readonly endNode: NodeId;
}

/**
 * The external id that an edge gets from its ends and its type: `start:type:end`.
 *
 * Two edges that differ in an end or in the type have different ids, and the same edge has the same id from whichever end
 * it is written, in every language. A node that is not in the space of the edge stands as `space/externalId`. The signs
 * that separate (`:`, `/`, `#`, `%`) stand in a name as in a URL. What would be longer than 255 bytes of UTF-8 is cut
 * between characters, and ends with `#` and a hash of the whole. This form is stored data: it does not change.
 */
export function edgeExternalId(ends: Ends, space: string): string {
  const text = [ends.startNode, ends.type, ends.endNode].map((node) => partOf(node, space)).join(":");
  const whole = new TextEncoder().encode(text);
  if (whole.length <= MAX_BYTES) {
    return text;
  }
  const kept = new TextDecoder().decode(whole.slice(0, MAX_BYTES - HASH_DIGITS - 1), { stream: true });
  return `${kept}#${sha256(whole).slice(0, HASH_DIGITS)}`;
}

function partOf(node: NodeId, space: string): string {
  const name = node.externalId.replace(/[%:/#]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return node.space === space ? name : `${node.space}/${name}`;
}
