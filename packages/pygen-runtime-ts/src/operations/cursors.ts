// Where reading goes on, from the end of an answer: so that the next request can leave before this one is parsed.

import { isRecord } from "../core/apiError.ts";
import { UnreadableAnswerError } from "../errors.ts";

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
    return given(parsed(match[1] ?? "null"), isText);
  }
  return text.includes('"nextCursor"') ? given(memberOf(parsed(text)), isText) : undefined;
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
  const cursors = given(match === null ? memberOf(parsed(text)) : parsed(match[1] ?? "{}"), isRecord) ?? {};
  return Object.fromEntries(Object.entries(cursors).map(([name, one]) => [name, given(one, isText)]));
}

function memberOf(answer: unknown): unknown {
  return (answer as { readonly nextCursor?: unknown } | null | undefined)?.nextCursor;
}

function given<T>(found: unknown, is: (one: unknown) => one is T): T | undefined {
  if (found === undefined || found === null) {
    return undefined;
  }
  if (!is(found)) {
    throw new UnreadableAnswerError("An answer has something else in place of a cursor");
  }
  return found;
}

function isText(one: unknown): one is string {
  return typeof one === "string";
}

/** What is no JSON has no cursor; decoding will say what is wrong with it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
