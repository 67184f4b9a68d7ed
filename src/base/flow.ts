import type { StatusCode, Warning } from "./status.js";

// The shapes that travel from room to room, in the order in which they come into being. Each arrow of a fit takes some
// of these and returns a new one; nothing is passed back.

/** X as it was given, with its shape and names known. Nothing has been copied yet. */
export interface Design {
  readonly rows: number;
  readonly columns: number;
  readonly names: readonly string[];
  /** Elements between neighbours in a column, and in a row, once `write` has run. */
  readonly rowStride: number;
  readonly columnStride: number;
  /** Writes all entries into a block of rows x columns doubles. */
  readonly write: (target: Float64Array) => void;
}

/** A class label of a two-class response, as the caller wrote it. */
export type Label = string | number | boolean;

/** y, weights and offset as numbers, checked against the family. */
export interface Response {
  /** f64[n], proportions when there are trials. */
  readonly y: Float64Array;
  /** Prior weights times trials, f64[n]; undefined when all are 1. */
  readonly weight: Float64Array | undefined;
  /** f64[n]; undefined when there are none. */
  readonly trials: Float64Array | undefined;
  /** Offset plus log exposure, f64[n]; undefined when there is none. */
  readonly offset: Float64Array | undefined;
  /** W = sum of weights. */
  readonly totalWeight: number;
  /** Rows with a positive weight. */
  readonly observations: number;
  /** sum of log weights over those rows, for the gaussian likelihood. */
  readonly logWeights: number;
  /** The two labels when y held labels; the mean is the probability of the second. */
  readonly classes: readonly [Label, Label] | undefined;
}

export type ApproximationName = "quadratic" | "gaussian" | "exact";

/** One noise with a strength for every column. */
export interface NoisePlan {
  readonly kind: string;
  readonly id: number;
  readonly strengths: Float64Array;
}

/** Every option decided: what the kernel is asked to do. */
export interface Plan {
  readonly familyId: number;
  readonly noises: readonly NoisePlan[];
  readonly approximation: ApproximationName | undefined;
  readonly approximationId: number;
  readonly penaltyId: number;
  /** lambda_j f_j on the mean scale, per column; before `standardize`. */
  readonly ridge: Float64Array;
  readonly standardize: boolean;
  readonly intercept: boolean;
  readonly solver: string;
  readonly solverId: number;
  /** Whether the solver needs room for a d x d matrix. */
  readonly needsMatrix: boolean;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly start: { readonly intercept: number; readonly coefficients: ArrayLike<number> } | undefined;
}

/** What the driver brings back: numbers only, copied out of the kernel. */
export interface Solution {
  readonly code: StatusCode;
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly objective: number;
  readonly optimality: number;
  readonly iterations: number;
  readonly passes: number;
  readonly hessians: number;
  readonly deviance: number;
  readonly nullDeviance: number;
  /** -sum w l + the terms in y alone, at dispersion 1. */
  readonly unitLogLikelihood: number;
  /** Parameters less dependent ones; undefined when there are too many to look for those. */
  readonly rank: number | undefined;
  readonly adaptivePenalty: Float64Array | undefined;
  readonly warnings: readonly Warning[];
}

/** What `onProgress` sees after every pass over the rows. */
export interface Progress {
  readonly iteration: number;
  readonly objective: number;
  readonly optimality: number;
  /** Milliseconds since the fit began. */
  readonly elapsed: number;
}
