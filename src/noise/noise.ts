import type { ApproximationName } from "../base/flow.js";

/** The description of a noise. The numerics are in assembly/noise/<name>.ts. */
export interface NoiseDescriptor {
  readonly name: string;
  /** Number of the noise in assembly/abi/ids.ts. */
  readonly id: number;
  /** Name of its strength, in error messages. */
  readonly parameter: string;
  /** What a strength must be, in words, and the check. */
  readonly expects: string;
  readonly allows: (strength: number) => boolean;
  /** True when entries of X must not be negative. */
  readonly needsCounts?: boolean;
  /** True when an entry is multiplied by what is drawn, so that one draw can multiply several: those of a term. */
  readonly multiplies?: boolean;
  /** True when entries of 0 are noised too, so that a noised copy of a sparse matrix is not sparse. */
  readonly shakesZeros?: boolean;
}

/** Options that every noise has. */
export interface NoiseOptions {
  /**
   * How the expectation over the noise is computed; see docs/objective.md. Default: "exact" if it has a closed form, else
   * "gaussian". If eta has a domain, and for multinomial, it is "quadratic" with the canonical link and
   * "monte-carlo", which draws copies, with other links.
   */
  readonly approximation?: ApproximationName;
  /**
   * What is drawn at once. With a formula, for noises that multiply entries (dropout, multiplicative): "term", one draw for all columns of a
   * term in a row; "entry", one for each entry. Default: one for polynomials and splines, whose columns mean nothing by themselves, and
   * one for each entry otherwise. For a factor with a column per level both are the same.
   * Multinomial only: "shared" (default), an entry is noised once for all classes, as noise on x is; "per-class",
   * once for each class, the form of Wang et al. (2013).
   */
  readonly mask?: MaskName;
  /**
   * Monte Carlo only: noised copies of every row, at most 1,000,000. Default 100: the error of the penalty falls like
   * 1 / sqrt(n copies), the time grows with n copies.
   */
  readonly copies?: number;
  /** Monte Carlo only: seed of the copies; the same seed gives the same fit. A whole number >= 0. Default 1. */
  readonly seed?: number;
}

/** A noise as an option of `fit`: made by `dropout()`, `additive()`, `multiplicative()`, `laplace()`, `poissonNoise()`. */
export interface Noise extends NoiseOptions {
  readonly noise: string;
  /** One strength for all columns, one per column, or some by the names of columns, or of terms of a formula (0 for the others); undefined for `path` and `crossValidate` over "rate", which choose it. */
  readonly strength: number | readonly number[] | Readonly<Record<string, number>> | undefined;
}

export const MASKS = ["shared", "per-class", "term", "entry"] as const;
export type MaskName = (typeof MASKS)[number];

export const NOISE_OPTIONS = ["approximation", "mask", "copies", "seed"] as const;

export function noiseOf(noise: string, strength: Noise["strength"], options: NoiseOptions): Noise {
  return { noise, strength, ...options };
}
