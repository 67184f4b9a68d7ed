// Weights of rows in sums of products of their scores.

/**
 * r of every row: 1; "per-unit": 1 over the weight of one of the equal rows that it stands for, as w equal rows are w rows, and m trials m
 * rows; or given, for rows that are here.
 */
export type Factors = undefined | "per-unit" | Float64Array;

/** r of every row as numbers; undefined: all are 1. */
export function factorsOf(
  factors: Factors,
  weight: Float64Array | undefined,
  trials: Float64Array | undefined,
): Float64Array | undefined {
  if (factors !== "per-unit") return factors;
  return weight?.map((w, i) => (w > 0 ? (trials?.[i] ?? 1) / w : 0));
}

/** Of rows with slopes l' and weights w: r (w l')^2 and r w (w l'). A row of weight 0 is ignored. */
export function scoreWeights(
  slope: Float64Array,
  weight: Float64Array | undefined,
  factor: Float64Array | undefined,
): { squares: Float64Array; cross: Float64Array } {
  const squares = new Float64Array(slope.length);
  const cross = new Float64Array(slope.length);
  for (let i = 0; i < slope.length; i++) {
    const w = weight === undefined ? 1 : weight[i]!;
    if (w === 0) continue;
    const r = factor === undefined ? w : factor[i]! * w;
    const score = w * slope[i]!;
    squares[i] = (r / w) * score * score;
    cross[i] = r * score;
  }
  return { squares, cross };
}
