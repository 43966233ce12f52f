/** A value of any kind for messages, in short. */
export function shown(value: unknown): string {
  if (
    typeof value === "number" || typeof value === "bigint" || value instanceof Date && Number.isNaN(value.getTime())
  ) {
    // JSON has no words for some of them, and would say null of others.
    return typeof value === "bigint" ? `${value}n` : String(value);
  }
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 100);
  } catch {
    // Circles, and bigint within.
    return String(value).slice(0, 100);
  }
}
