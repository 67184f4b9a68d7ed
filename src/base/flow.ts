import type { CodedEntries } from "./coded-entries.js";
import type { Partitions } from "./partitions.js";
import type { StatusCode, Warning } from "./status.js";

export type { CodedColumns, CodedEntries, Codes, FactorBlock, NumberBlock } from "./coded-entries.js";

// What passes from room to room, in the order in which it is made. Each step of a fit takes some and returns a new one; nothing is passed back.

/** X as it was given, with its shape and names known. Nothing has been copied yet. */
export interface Design {
  readonly rows: number;
  readonly columns: number;
  readonly names: readonly string[];
  /** Of a formula; undefined for numbers. */
  readonly terms?: Terms | undefined;
  readonly entries: DenseEntries | SparseEntries | CodedEntries;
  /** The table of which these are some rows, if rows were left out: how many it has, and the numbers of those in use, ascending. */
  readonly source?: { readonly rows: number; readonly kept: Int32Array } | undefined;
}

/** The terms of a formula, and which of them each column belongs to. */
export interface Terms {
  readonly labels: readonly string[];
  readonly assign: Int32Array;
  /** Terms in which a row may have several entries that are not 0: bases, and factors by contrasts. */
  readonly wide: ReadonlySet<number>;
  /** Those of polynomials and splines, whose columns mean nothing by themselves. */
  readonly bases: ReadonlySet<number>;
}

export interface DenseEntries {
  readonly kind: "dense";
  /** Whether the entries are stored as 32-bit numbers; all arithmetic is in 64 bits. */
  readonly single: boolean;
  /** The layout that `write` produces: column after column, or row after row. */
  readonly layout: "column" | "row";
  /** Writes all entries into a block of rows x columns numbers, or refuses. */
  readonly write: (target: Float64Array | Float32Array) => void;
  /** The same numbers, where they lie in that layout already. */
  readonly data?: Float64Array | Float32Array | undefined;
}

export interface SparseEntries {
  readonly kind: "sparse";
  /** Stored entries. */
  readonly count: number;
  /**
   * Writes compressed columns: starts[columns + 1], rows and values of the entries, or refuses. The result is a valid matrix:
   * starts rise from 0 to `count`, indices are within the shape and ascend.
   */
  readonly write: (starts: Int32Array, indices: Int32Array, values: Float64Array) => void;
  /** If x was given by rows: writes compressed rows, starts[rows + 1], columns and values, by copying. */
  readonly writeRows?: ((starts: Int32Array, indices: Int32Array, values: Float64Array) => void) | undefined;
}

/** A class label of a labelled response, as the caller wrote it. */
export type Label = string | number | boolean;

/**
 * The kind of the weights: "analytic" divides the variance of a row (R's weights), "frequency" counts equal rows,
 * "sampling" counts members of the population (the inverse of the chance to be drawn).
 */
export type WeightType = "analytic" | "frequency" | "sampling";

/** y, weights and offset as numbers, checked against the family. */
export interface Response {
  /** f64[n], proportions when there are trials, numbers of the class when there are many. */
  readonly y: Float64Array;
  /** How many rows have y = 0, 1, 2, ..., where every y is a small count. */
  readonly counts: Float64Array | undefined;
  /** Prior weights times trials, f64[n]; undefined when all are 1. */
  readonly weight: Float64Array | undefined;
  /** f64[n]; undefined when there are none. */
  readonly trials: Float64Array | undefined;
  /** Offset plus log exposure, f64[n]; undefined when there is none. */
  readonly offset: Float64Array | undefined;
  /** W = sum of the stored weights. */
  readonly totalWeight: number;
  /** Weights are stored times 2^exponent: 0 unless they are very small or very large, and then even. */
  readonly exponent: number;
  readonly weightType: WeightType;
  /** Rows with a positive weight; with frequency weights their sum. */
  readonly observations: number;
  /** sum of the logarithms of the given weights over those rows, for the gaussian likelihood. */
  readonly logWeights: number;
  /** The labels when y held labels; with two, the mean is the probability of the second. */
  readonly classes: readonly Label[] | undefined;
}

/** How the first-order bias of the estimates is removed. */
export type BiasReduction = "firth";

/** How the expectation over the noise is computed: option `approximation` of a noise. */
export type ApproximationName = "quadratic" | "gaussian" | "exact" | "monte-carlo";

/** One noise with a strength for every column. */
export interface NoisePlan {
  readonly kind: string;
  readonly id: number;
  readonly strengths: Float64Array;
}

/** The penalty as numbers per column, on the mean scale, before `standardize`. */
export interface PenaltyPlan {
  /** The penalty with kinks, if `absolute` is not 0. */
  readonly id: number;
  /** A parameter of the penalty, such as gamma; 0 for a penalty without one. Not scaled with lambda. */
  readonly shape: number;
  /** Whether it stops rising far out: then it is not convex, and does not prevent separation. */
  readonly isBounded: boolean;
  /** lambda f_j (1 - share): strength of beta_j^2 / 2. */
  readonly square: Float64Array;
  /** lambda f_j share: strength of |beta_j|, at 0 at least. */
  readonly absolute: Float64Array;
  /** 1 for columns that are left out (infinite factor). */
  readonly excluded: Uint8Array;
  /** Number of the group of every column, where `absolute` is of the group's norm; undefined where it is of |beta_j|. */
  readonly groups: Int32Array | undefined;
}

/** Rows without labels: they count in the noise penalty only. */
export interface UnlabeledPlan {
  readonly design: Design;
  /** a: the weight of such a row. */
  readonly weight: number;
}

/** Every option decided: the instructions for the kernel. */
export interface Plan {
  /** K; 1 for one predictor. */
  readonly classes: number;
  readonly noises: readonly NoisePlan[];
  /**
   * Columns that noises which multiply entries draw together, as those of a term: the number of the first of them for each, -1 for a column by
   * itself; undefined if all are.
   */
  readonly ties: Int32Array | undefined;
  readonly approximation: ApproximationName | undefined;
  readonly approximationId: number;
  /** Mask, Monte Carlo copies and seed. */
  readonly mask: "shared" | "per-class";
  readonly copies: number;
  readonly seed: number;
  readonly penalty: PenaltyPlan;
  /** The ball that contains beta; undefined without one. */
  readonly constraint: { readonly ball: "l2" | "l1"; readonly radius: number } | undefined;
  /** beta_j within [lower_j, upper_j]; undefined without bounds. */
  readonly bounds: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
  readonly unlabeled: UnlabeledPlan | undefined;
  readonly standardize: boolean;
  readonly intercept: boolean;
  readonly biasReduction?: BiasReduction | undefined;
  readonly solver: string;
  readonly solverId: number;
  /** Whether the solver needs room for a d x d matrix. */
  readonly needsMatrix: boolean;
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Whether a covariance was requested; undefined: computed if it costs little. */
  readonly standardErrors: boolean | undefined;
  readonly start: { readonly intercepts: Float64Array; readonly coefficients: readonly Float64Array[] } | undefined;
}

/**
 * The part of the plan that a model keeps, so that the objective can be evaluated again on the same rows: plain data.
 * Vectors have one number per column; undefined if all are 0.
 */
export interface Recipe {
  readonly noises: readonly { readonly kind: string; readonly strengths: ArrayLike<number> }[];
  readonly ties: ArrayLike<number> | undefined;
  readonly approximation: ApproximationName | undefined;
  readonly mask: "shared" | "per-class";
  readonly copies: number;
  readonly seed: number;
  /** Penalty strengths on the mean scale, as in PenaltyPlan. */
  readonly square: ArrayLike<number> | undefined;
  readonly absolute: ArrayLike<number> | undefined;
  readonly excluded: ArrayLike<number> | undefined;
  /** The penalty that `absolute` belongs to, if it has a shape; undefined for |beta_j|. */
  readonly shaped: { readonly penalty: string; readonly shape: number } | undefined;
  /** The penalty that `absolute` belongs to, where it is of groups, and the number of every column's group. */
  readonly grouped: { readonly penalty: string; readonly groups: ArrayLike<number> } | undefined;
  readonly constraint: Plan["constraint"];
  readonly bounds: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> } | undefined;
  /** The weight of a row without labels; undefined if there were none. The rows themselves are not kept. */
  readonly unlabeled: number | undefined;
  readonly standardize: boolean;
  readonly weightType: WeightType;
  readonly biasReduction?: BiasReduction | undefined;
}

/**
 * The covariance of estimates, over the entries [intercept, coefficients] of one class after the other, on the original scale
 * of x; without an intercept its entry is missing.
 */
export interface Covariance {
  /** "model": phi (X'WX)^-1. "sandwich": H^-1 J H^-1, of the penalized objective if there is a penalty. */
  readonly kind: "model" | "sandwich";
  /** Lower triangle by rows. If estimates are not unique it is one of many: only its unique entries have a meaning. */
  readonly packed: Float64Array;
  /** Entries that are not unique: their columns are constant, or combinations of others. */
  readonly aliased: readonly number[];
}

/** The result of the driver: numbers only, copied out of the kernel. One entry per class, or one. */
export interface Solution {
  readonly code: StatusCode;
  readonly intercepts: Float64Array;
  readonly coefficients: readonly Float64Array[];
  readonly objective: number;
  readonly optimality: number;
  /** In standard errors; undefined if unknown. */
  readonly step: number | undefined;
  readonly iterations: number;
  readonly passes: number;
  readonly hessians: number;
  /** sum w l at the fit and at the null model, and their best values. */
  readonly deviance: number;
  readonly nullDeviance: number;
  /** sum w (y - mu)^2 / V(mu), for a free dispersion, and where it tests the fit; not on a path. */
  readonly pearson?: number | undefined;
  readonly logLikelihood: number;
  /** Parameters minus dependent ones; undefined if there are too many to look for those. */
  readonly rank: number | undefined;
  /** Coefficients that are not 0, intercepts included: used as the rank of a lasso fit. */
  readonly active: number;
  readonly adaptivePenalty: readonly Float64Array[] | undefined;
  /** Of a constraint. */
  readonly multiplier: number | undefined;
  /** Estimated shape of the negative binomial family, and its standard error. */
  readonly theta: number | undefined;
  readonly thetaStandardError: number | undefined;
  readonly warnings: readonly Warning[];
  /** How the rows were cut. */
  readonly partitions: Partitions;
  /** Unscaled, to be multiplied by the dispersion, when its kind is "model". */
  readonly covariance?: Covariance | undefined;
  /** Effective number of parameters of a fit with ridge or noise. */
  readonly degreesOfFreedom?: number | undefined;
  readonly isPrecisionOpen?: boolean; // both are computed when they are asked for
}

/** The grid of a path, decided. */
export interface PathPlan {
  readonly over: "lambda" | "rate";
  /** At lambda 1; over rates at the last of them. */
  readonly plan: Plan;
  /** Over lambda: given ones, falling; undefined if the data choose them. */
  readonly lambdas: readonly number[] | undefined;
  readonly count: number;
  readonly minRatio: number;
  /** The divisor of lambdaMax: the L1 share, at least 0.001. */
  readonly share: number;
  /** Over rates: rising, with a plan for each. */
  readonly rates: readonly { readonly rate: number; readonly plan: Plan }[];
  readonly stopEarly: boolean;
  /** The plan without the penalty, if relaxed fits are requested. */
  readonly relaxed: Plan | undefined;
}

/** A vector of which most entries are 0. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** One fit of a path. */
export interface PathStep {
  /** lambda, or the rate. */
  readonly value: number;
  readonly solution: Omit<Solution, "coefficients" | "adaptivePenalty">;
  readonly coefficients: readonly SparseVector[];
  readonly degreesOfFreedom: number | undefined;
  /** Columns with a coefficient that is not 0. */
  readonly nonZeros: number;
}

/** The finished steps of a path. */
export interface PathSolution {
  readonly steps: readonly PathStep[];
  readonly relaxed: readonly PathStep[] | undefined;
  /** Why the path ended: all done, nothing more to gain, or stopped. */
  readonly end: "complete" | "stopped-early" | "aborted" | "time-limit";
}

/** The argument of `onProgress` during a path. */
export interface PathProgress extends Progress {
  /** Number of the step, from 0. */
  readonly step: number;
}

/** The argument of `onProgress`, after every pass over the rows. */
export interface Progress {
  readonly iteration: number;
  readonly objective: number;
  readonly optimality: number;
  /** Milliseconds since the fit began. */
  readonly elapsed: number;
}
