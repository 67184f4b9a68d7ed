/** Numbers in [0, 1), the same on every machine for the same seed. */
export type Random = () => number;

/**
 * mulberry32: 32 bits of state, enough for shuffling rows.
 *
 * @param seed    Whole number in [0, 2^32).
 * @param stream  Streams of one seed start far apart.
 *
 * Source: Tommy Ettinger (2017), public domain.
 */
export function mulberry32(seed: number, stream = 0): Random {
  let state = (seed + Math.imul(stream, 0x9e3779b1)) | 0; // 2^32 / golden ratio, made odd
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The items in random order, in a new array. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  shuffle(out, random);
  return out;
}

/** Puts the items from .. end - 1 in random order (Fisher and Yates). */
export function shuffle<T>(
  items: { [k: number]: T; readonly length: number },
  random: Random,
  from = 0,
  end = items.length,
): void {
  for (let i = end - 1; i > from; i--) {
    const j = from + Math.floor(random() * (i - from + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
