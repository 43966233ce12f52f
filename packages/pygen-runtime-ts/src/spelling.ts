/** A hint for a name that is not known: `; did you mean "price"?`, or nothing if none is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  let nearest = "";
  let least = Math.max(2, Math.ceil(name.length / 3)) + 1;
  for (const one of known) {
    const apart = distance(name.toLowerCase(), one.toLowerCase());
    if (apart < least) {
      [nearest, least] = [one, apart];
    }
  }
  return nearest === "" ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
}

/** So many letters have to be added, removed or replaced. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
