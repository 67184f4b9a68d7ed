/**
 * Area under the ROC curve of scores for a two-class response: the probability that a random success scores above a
 * random failure, ties counting half. Rows may carry weights, and y may be a proportion (it then counts as both).
 *
 * @param scores  n scores, any increasing function of the probability.
 * @param y       n values in [0, 1].
 * @param weight  n weights >= 0; undefined: all 1.
 * @returns  In [0, 1]; NaN when one class is missing or a score is NaN.
 *
 * Source: Hanley & McNeil (1982), Radiology 143.
 */
export function areaUnderCurve(scores: Float64Array, y: Float64Array, weight: Float64Array | undefined): number {
  if (scores.some(Number.isNaN)) return Number.NaN;
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let failures = 0;
  let successes = 0;
  let area = 0;
  for (let i = 0; i < order.length; ) {
    let tiedFailures = 0;
    let tiedSuccesses = 0;
    const score = scores[order[i]!]!;
    for (; i < order.length && scores[order[i]!] === score; i++) {
      const row = order[i]!;
      const w = weight?.[row] ?? 1;
      tiedSuccesses += w * y[row]!;
      tiedFailures += w * (1 - y[row]!);
    }
    area += tiedSuccesses * (failures + 0.5 * tiedFailures);
    failures += tiedFailures;
    successes += tiedSuccesses;
  }
  return area / (failures * successes);
}
