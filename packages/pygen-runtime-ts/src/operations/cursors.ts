// Where reading goes on, from the end of an answer: so that the next request can leave before this one is parsed.

import { isRecord } from "../core/apiError.ts";
import { UnreadableAnswerError } from "../errors.ts";

const NO_CURSOR = "An answer has something else in place of a cursor. Check the base URL, and proxies on the way";

const CURSOR_AT_END = /"nextCursor"\s*:\s*("(?:[^"\\]|\\.)*"|null)\s*\}\s*$/;
const TAIL = 20_000;

/**
 * The cursor of a list's answer, without parsing its items where that is possible.
 *
 * @throws {UnreadableAnswerError} if it is no text
 */
export function nextCursor(text: string): string | undefined {
  // A quote inside a JSON string is escaped, so this can only match the last member of the outermost object.
  const match = CURSOR_AT_END.exec(text.slice(-TAIL));
  if (match !== null) {
    return cursorOf(parsed(match[1] ?? "null"));
  }
  return text.includes('"nextCursor"') ? cursorOf(memberOf(parsed(text))) : undefined;
}

const CURSORS_AT_END =
  /"nextCursor"\s*:\s*(\{(?:\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|null)\s*,?)*\s*\})\s*\}\s*$/;

/**
 * The cursors of a query's answer by result set, without parsing its items where that is possible.
 *
 * @throws {UnreadableAnswerError} if one is no text
 */
export function nextCursors(text: string): Readonly<Record<string, string | undefined>> {
  const at = text.lastIndexOf('"nextCursor"');
  const match = CURSORS_AT_END.exec(text.slice(Math.max(0, at)));
  const cursors = match === null ? memberOf(parsed(text)) : parsed(match[1] ?? "{}");
  if (cursors !== undefined && cursors !== null && !isRecord(cursors)) {
    throw new UnreadableAnswerError(NO_CURSOR);
  }
  return Object.fromEntries(Object.entries(cursors ?? {}).map(([name, one]) => [name, cursorOf(one)]));
}

function memberOf(answer: unknown): unknown {
  return (answer as { readonly nextCursor?: unknown } | null | undefined)?.nextCursor;
}

function cursorOf(found: unknown): string | undefined {
  if (found !== undefined && found !== null && typeof found !== "string") {
    throw new UnreadableAnswerError(NO_CURSOR);
  }
  return found ?? undefined;
}

/** What is no JSON has no cursor; decoding will say what is wrong with it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
