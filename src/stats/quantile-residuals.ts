import { DISTRIBUTION } from "../base/ids.js";
import type { Family } from "../families/index.js";
import type { KernelExports } from "../wasm/kernel.js";
import type { Scope } from "../wasm/scope.js";
import type { Observed, RowNumbers } from "./residuals.js";

const { normal, chiSquare, f } = DISTRIBUTION;

/** Why a family has no quantile residuals; undefined when it has. */
export function whyNoQuantiles(family: Family): string | undefined {
  if (family.isQuasi) return "quasi-likelihood has no distribution";
  if (family.name === "tweedie") return "the tweedie distribution has no closed form";
  if (family.classes === "many") return "classes have no order";
  return undefined;
}

/**
 * Normal quantiles of F(y; mu): standard normal if the model holds, for any family. For counts, of a number drawn from
 * (F(y - 1), F(y)), so that they are exactly standard normal; the draws are the given u.
 *
 *   gaussian   Phi( sqrt(w / phi) (y - mu) )
 *   gamma      chi-square on 2a at 2 a y / mu, a = w / phi
 *   inverse-gaussian   Phi(r) + e^(2 l / mu) Phi(-s), l = w / phi, r = sqrt(l / y) (y / mu - 1), s = sqrt(l / y) (y / mu + 1)
 *   poisson    P(Y <= y) = P(chi-square on 2 (y + 1) > 2 mu)
 *   binomial   w trials, y w successes k: P(K <= k) = P(F on 2 (w - k), 2 (k + 1) <= (k + 1) (1 - mu) / ((w - k) mu))
 *   negative-binomial  P(Y <= y) = P(F on 2 theta, 2 (y + 1) <= (y + 1) / mu)
 *
 * Counts that are not whole numbers are rounded down; weights of poisson and negative-binomial rows do not change F.
 * Source: Dunn & Smyth (1996), Journal of Computational and Graphical Statistics 5; Abramowitz & Stegun (1964), 26.4.21, 26.5.24.
 */
export function quantileResiduals(
  scope: Scope,
  family: Family,
  { y, weight }: Observed,
  { mu, rest }: Pick<RowNumbers, "mu" | "rest">,
  phi: number,
  u: Float64Array,
): Float64Array {
  const { exports } = scope.kernel;
  const theta = family.shape.theta ?? Number.NaN;
  const tail = exports.distributionTail;
  /** P(Y <= y), or P(Y > y) with `upper`. */
  const cdf = (upper: 0 | 1, v: number, m: number, w: number, q: number): number => {
    const other = (1 - upper) as 0 | 1;
    switch (family.name) {
      case "gaussian":
        return tail(normal, upper, Math.sqrt(w / phi) * (v - m), 0, 0);
      case "gamma":
        return tail(chiSquare, upper, (2 * w * v) / (phi * m), (2 * w) / phi, 0);
      case "inverse-gaussian": {
        const root = Math.sqrt(w / (phi * v));
        const [r, s] = [root * (v / m - 1), root * (v / m + 1)];
        const second = exports.exp((-r * r) / 2) * mills(s, exports);
        return tail(normal, upper, r, 0, 0) + (upper === 1 ? -second : second);
      }
      case "poisson":
        return v < 0 ? upper : tail(chiSquare, other, 2 * m, 2 * (v + 1), 0);
      case "binomial":
        if (v < 0 || v >= w) return v < 0 ? upper : other;
        return tail(f, upper, ((v + 1) * q) / ((w - v) * m), 2 * (w - v), 2 * (v + 1));
      default:
        return v < 0 ? upper : tail(f, upper, (v + 1) / m, 2 * theta, 2 * (v + 1));
    }
  };
  const isContinuous = family.dispersion === "free";
  return y.map((v, i) => {
    const w = weight?.[i] ?? 1;
    if (w === 0) return Number.NaN;
    const m = mu[i]!;
    const isBinomial = family.name === "binomial";
    const count = isContinuous ? v : Math.floor((isBinomial ? v * w : v) + 1e-9);
    const trials = isBinomial ? Math.round(w) || 1 : w;
    const upper = v > m ? 1 : 0; // the smaller tail, which has the digits
    let p = cdf(upper, count, m, trials, rest[i]!);
    if (!isContinuous) p += (1 - u[i]!) * (cdf(upper, count - 1, m, trials, rest[i]!) - p);
    return (upper === 1 ? -1 : 1) * exports.distributionQuantile(normal, 0, p, 0, 0);
  });
}

/** Phi(-x) / e^(-x^2 / 2), x > 0. */
function mills(x: number, { distributionTail, exp }: KernelExports): number {
  if (x < 30) return distributionTail(normal, 1, x, 0, 0) * exp((x * x) / 2);
  const q = 1 / (x * x);
  return ((1 - q * (1 - q * (3 - 15 * q))) / x) * 0.3989422804014327;
}
