/** Larger counts are seldom the same. */
const MOST = 256;
const LOW_BITS = MOST - 1;

/**
 * How many rows, or which weight, y = 0, 1, 2, ... has, where every y is a small count; undefined otherwise. What depends on y
 * alone is then asked of a few numbers, not of every row.
 */
export function countsOf(y: ArrayLike<number>, weight?: Float64Array): Float64Array | undefined {
  const sums = new Float64Array(MOST);
  let most = 0;
  for (let i = 0; i < y.length; i++) {
    const k = y[i]!;
    if ((k & LOW_BITS) !== k) return undefined;
    sums[k]! += weight === undefined ? 1 : weight[i]!;
    if (k > most) most = k;
  }
  return sums.subarray(0, most + 1);
}

/** The different y among the counts. */
export function countedValues(counts: Float64Array): Float64Array {
  return Float64Array.from(counts.keys()).filter((k) => counts[k]! > 0);
}
