/**
 * Weight of the rows on the right side of 1/2, added to that of rows before: a row of proportion y counts as y right if its mean is above 1/2,
 * and as 1 - y right if below; exactly 1/2 counts as the second class.
 */
export function addRight(before: number, mu: Float64Array, y: Float64Array, weight: Float64Array | undefined): number {
  let right = before;
  for (let i = 0; i < y.length; i++) {
    const w = weight?.[i] ?? 1;
    right += w * (mu[i]! >= 0.5 ? y[i]! : 1 - y[i]!);
  }
  return right;
}
