import { DISTRIBUTION } from "../base/ids.js";
import type { Kernel } from "../wasm/kernel.js";

/**
 * A distribution of a test statistic, computed by a kernel. Relative error below 1e-13 in both tails, down to 1e-305; NaN for
 * degrees of freedom that are not positive and for p outside [0, 1].
 */
export interface Distribution {
  /** P(X <= x) */
  cdf(x: number): number;
  /** P(X > x), not 1 - cdf: a small p-value keeps its digits. */
  upper(x: number): number;
  /** x with P(X <= x) = p */
  quantile(p: number): number;
  /** x with P(X > x) = p, for p as small as 1e-300 */
  upperQuantile(p: number): number;
}

function distribution({ exports }: Kernel, id: number, d1 = 0, d2 = 0): Distribution {
  return {
    cdf: (x) => exports.distributionTail(id, 0, x, d1, d2),
    upper: (x) => exports.distributionTail(id, 1, x, d1, d2),
    quantile: (p) => exports.distributionQuantile(id, 0, p, d1, d2),
    upperQuantile: (p) => exports.distributionQuantile(id, 1, p, d1, d2),
  };
}

/** The standard normal distribution. */
export const normal = (kernel: Kernel): Distribution => distribution(kernel, DISTRIBUTION.normal);

/** Student's t with df > 0 degrees of freedom; Infinity is the normal distribution. */
export const studentT = (kernel: Kernel, df: number): Distribution => distribution(kernel, DISTRIBUTION.studentT, df);

/** Chi-square with df > 0 degrees of freedom. */
export const chiSquare = (kernel: Kernel, df: number): Distribution => distribution(kernel, DISTRIBUTION.chiSquare, df);

/** F with df1 > 0 and df2 > 0 degrees of freedom; one of them may be Infinity. */
export const fRatio = (kernel: Kernel, df1: number, df2: number): Distribution =>
  distribution(kernel, DISTRIBUTION.f, df1, df2);
