import { elementary, power } from "../wasm/elementary.js";

/** The inputs of the influence of rows, as in R's lm.influence, on deviance residuals. */
export interface InfluenceParts {
  /** Deviance and Pearson residuals, with the weights in them. */
  readonly deviance: Float64Array;
  readonly pearson: Float64Array;
  readonly leverage: Float64Array;
  /** 1 - h, 0 for rows of leverage 1. */
  readonly left: Float64Array;
  readonly dispersion: number;
  /** Rows with weight. */
  readonly n: number;
  /** Rank, or effective number of parameters. */
  readonly p: number;
  /** True if the family's dispersion is 1 (binomial, poisson), so that studentizing leaves it out. */
  readonly isKnown: boolean;
}

const finite = (v: number): number => (Number.isFinite(v) ? v : Number.NaN);

/** A number over 1 - h; NaN if 1 - h is 0, although rounding may leave a residual of 1e-16 there. */
const divisors = ({ left }: InfluenceParts): Float64Array => left.map((v) => (v > 0 ? v : Number.NaN));

/** r_i / sqrt(phi (1 - h_i)), r deviance or Pearson residuals. */
export function standardized(r: Float64Array, parts: InfluenceParts): Float64Array {
  const left = divisors(parts);
  return r.map((v, i) => finite(v / Math.sqrt(parts.dispersion * left[i]!)));
}

/** sigma_(i): the root of the dispersion without row i, (sum r^2 - r_i^2 / (1 - h_i)) / (n - p - 1). */
export function leftOutSigma({ deviance, left, n, p }: InfluenceParts): Float64Array {
  const total = deviance.reduce((sum, r) => sum + r * r, 0);
  return deviance.map((r, i) => Math.sqrt((total - (left[i]! > 0 ? (r * r) / left[i]! : 0)) / (n - p - 1)));
}

/** sign(r_i) sqrt(r_i^2 + h_i p_i^2 / (1 - h_i)) / sigma_(i); binomial and poisson without sigma. Williams (1987). */
export function studentized(parts: InfluenceParts, sigma: Float64Array): Float64Array {
  const { deviance, pearson, leverage: h, isKnown } = parts;
  const left = divisors(parts);
  return deviance.map((r, i) => {
    const size = Math.sqrt(r * r + (h[i]! * pearson[i]! ** 2) / left[i]!);
    return finite((Math.sign(r) * size) / (isKnown ? 1 : sigma[i]!));
  });
}

/** (p_i / (1 - h_i))^2 h_i / (phi p): the move of all estimates without row i. Cook (1977). */
export function cooksDistance(parts: InfluenceParts): Float64Array {
  const { pearson, leverage: h, dispersion, p } = parts;
  const left = divisors(parts);
  return pearson.map((r, i) => finite(((r / left[i]!) ** 2 * h[i]!) / (dispersion * p)));
}

/** r_i sqrt(h_i) / (sigma_(i) (1 - h_i)) */
export function dffits(parts: InfluenceParts, sigma: Float64Array): Float64Array {
  const { deviance, leverage: h } = parts;
  const left = divisors(parts);
  return deviance.map((r, i) => finite((r * Math.sqrt(h[i]!)) / (sigma[i]! * left[i]!)));
}

/** det of the covariance without row i over that with it: 1 / ((1 - h_i) ((n - p - 1 + e_i^2) / (n - p))^p), e = r / (sigma_(i) sqrt(1 - h)). */
export function covarianceRatio(parts: InfluenceParts, sigma: Float64Array): Float64Array {
  const kernel = elementary();
  const { deviance, n, p } = parts;
  const left = divisors(parts);
  return deviance.map((r, i) => {
    const e = finite(r / (sigma[i]! * Math.sqrt(left[i]!)));
    return 1 / (left[i]! * power((n - p - 1 + e * e) / (n - p), p, kernel));
  });
}
