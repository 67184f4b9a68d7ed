/** Pairs of neighbouring characters, the ends counting as characters. */
function pairs(word: string): string[] {
  const padded = `^${word.toLowerCase()}$`;
  return Array.from({ length: padded.length - 1 }, (_, k) => padded.slice(k, k + 2));
}

/** 2 |common pairs| / |all pairs|: 1 for the same word except for case, 0 for nothing in common. */
function similarity(a: string, b: string): number {
  const left = pairs(a);
  const right = pairs(b);
  const all = left.length + right.length;
  let common = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at < 0) continue;
    right.splice(at, 1);
    common++;
  }
  return (2 * common) / all;
}

/** Below this two words share little more than a letter. */
const CLOSE = 0.4;

/** The name most similar to a mistyped one, or undefined if none is similar. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const scored = names.map((name) => ({ name, score: similarity(word, name) })).sort((a, b) => b.score - a.score);
  const best = scored[0];
  return best !== undefined && best.score >= CLOSE ? best.name : undefined;
}
