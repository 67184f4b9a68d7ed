/** Levenshtein distance between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The known word closest to a mistyped one, or undefined when none is close, as when every letter would change. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const scored = known.map((name) => ({ name, d: distance(word.toLowerCase(), name.toLowerCase()) }));
  scored.sort((a, b) => a.d - b.d);
  const best = scored[0];
  if (best === undefined || best.d >= Math.max(word.length, best.name.length)) return undefined;
  return best.d <= Math.max(2, word.length / 3) ? best.name : undefined;
}
