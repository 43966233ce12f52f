// Where reading goes on, from the end of an answer: so that the next request can leave before this one is parsed.

const CURSOR_AT_END = /"nextCursor"\s*:\s*("(?:[^"\\]|\\.)*"|null)\s*\}\s*$/;
const TAIL = 20_000;

/** The cursor of a list's answer, without parsing its items where that is possible. */
export function nextCursor(text: string): string | undefined {
  // A quote inside a JSON string is escaped, so this can only match the last member of the outermost object.
  const match = CURSOR_AT_END.exec(text.slice(-TAIL));
  if (match !== null) {
    return JSON.parse(match[1] ?? "null") ?? undefined;
  }
  return text.includes('"nextCursor"')
    ? parsed<{ nextCursor?: string | null }>(text).nextCursor ?? undefined
    : undefined;
}

const CURSORS_AT_END =
  /"nextCursor"\s*:\s*(\{(?:\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|null)\s*,?)*\s*\})\s*\}\s*$/;

/** The cursors of a query's answer by result set, without parsing its items where that is possible. */
export function nextCursors(text: string): Readonly<Record<string, string | null | undefined>> {
  const at = text.lastIndexOf('"nextCursor"');
  const match = CURSORS_AT_END.exec(text.slice(Math.max(0, at)));
  return match === null
    ? parsed<{ nextCursor?: Readonly<Record<string, string | null>> }>(text).nextCursor ?? {}
    : JSON.parse(match[1] ?? "{}");
}

/** What is no JSON has no cursor; decoding will say what is wrong with it. */
function parsed<T extends object>(text: string): Partial<T> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
