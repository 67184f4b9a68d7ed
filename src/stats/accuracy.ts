/**
 * Share of rows on the right side of 1/2: a row of proportion y counts as y right if its mean is above 1/2, and as 1 - y
 * right if below; exactly 1/2 counts as the second class.
 */
export function accuracy(mu: Float64Array, y: Float64Array, weight: Float64Array | undefined): number {
  let right = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const w = weight?.[i] ?? 1;
    right += w * (mu[i]! >= 0.5 ? y[i]! : 1 - y[i]!);
    total += w;
  }
  return right / total;
}
