import { elementary, power } from "../wasm/elementary.js";

/** What the influence of rows is computed from: as R's lm.influence, on deviance residuals. */
export interface InfluenceParts {
  /** Deviance and Pearson residuals, with the weights in them. */
  readonly deviance: Float64Array;
  readonly pearson: Float64Array;
  readonly leverage: Float64Array;
  readonly dispersion: number;
  /** Rows with weight. */
  readonly n: number;
  /** Rank, or effective number of parameters. */
  readonly p: number;
  /** True where the dispersion is 1 by the family (binomial, poisson), so that studentizing leaves it out. */
  readonly isKnown: boolean;
}

const finite = (v: number): number => (Number.isFinite(v) ? v : Number.NaN);

/** r_i / sqrt(phi (1 - h_i)), r deviance or Pearson residuals. */
export function standardized(r: Float64Array, { leverage, dispersion }: InfluenceParts): Float64Array {
  return r.map((v, i) => finite(v / Math.sqrt(dispersion * (1 - leverage[i]!))));
}

/** sigma_(i): the root of the dispersion without row i, (sum r^2 - r_i^2 / (1 - h_i)) / (n - p - 1). */
export function leftOutSigma({ deviance, leverage, n, p }: InfluenceParts): Float64Array {
  const total = deviance.reduce((sum, r) => sum + r * r, 0);
  return deviance.map((r, i) =>
    Math.sqrt((total - (leverage[i]! < 1 ? (r * r) / (1 - leverage[i]!) : 0)) / (n - p - 1)),
  );
}

/** sign(r_i) sqrt(r_i^2 + h_i p_i^2 / (1 - h_i)) / sigma_(i); binomial and poisson without sigma. Williams (1987). */
export function studentized(parts: InfluenceParts, sigma: Float64Array): Float64Array {
  const { deviance, pearson, leverage: h, isKnown } = parts;
  return deviance.map((r, i) => {
    const size = Math.sqrt(r * r + (h[i]! * pearson[i]! ** 2) / (1 - h[i]!));
    return finite((Math.sign(r) * size) / (isKnown ? 1 : sigma[i]!));
  });
}

/** (p_i / (1 - h_i))^2 h_i / (phi p): how far all estimates move without row i. Cook (1977). */
export function cooksDistance({ pearson, leverage: h, dispersion, p }: InfluenceParts): Float64Array {
  return pearson.map((r, i) => finite(((r / (1 - h[i]!)) ** 2 * h[i]!) / (dispersion * p)));
}

/** r_i sqrt(h_i) / (sigma_(i) (1 - h_i)) */
export function dffits({ deviance, leverage: h }: InfluenceParts, sigma: Float64Array): Float64Array {
  return deviance.map((r, i) => finite((r * Math.sqrt(h[i]!)) / (sigma[i]! * (1 - h[i]!))));
}

/** det of the covariance without row i over that with it: 1 / ((1 - h_i) ((n - p - 1 + e_i^2) / (n - p))^p), e = r / (sigma_(i) sqrt(1 - h)). */
export function covarianceRatio({ deviance, leverage: h, n, p }: InfluenceParts, sigma: Float64Array): Float64Array {
  const kernel = elementary();
  return deviance.map((r, i) => {
    const e = finite(r / (sigma[i]! * Math.sqrt(1 - h[i]!)));
    return 1 / ((1 - h[i]!) * power((n - p - 1 + e * e) / (n - p), p, kernel));
  });
}
