import type { Progress } from "../base/flow.js";
import type { FamilyName } from "../families/index.js";
import type { RowVectors } from "../input/response.js";
import type { Noise } from "../noise/index.js";
import type { Penalty } from "../penalties/index.js";
import type { SolverName } from "../solvers/index.js";

/** What `fit` may be told. Defaults and their reasons: options/defaults.ts. */
export interface FitOptions extends RowVectors {
  /** Distribution of y, with its canonical link. Default "gaussian"; labels need "binomial". */
  readonly family?: FamilyName;
  /** Feature noise to train against: `dropout()`, `additive()`, or several. Default: none. */
  readonly noise?: Noise | readonly Noise[] | undefined;
  /** `ridge()`. Default: none. */
  readonly penalty?: Penalty | undefined;
  /** Prior weights w_i >= 0, n of them. A weight of 2 counts a row twice in the fit. Default: all 1. */
  readonly weights?: ArrayLike<number> | undefined;
  /** Binomial only: number of trials per row; y then counts successes. */
  readonly trials?: ArrayLike<number> | undefined;
  /** Added to the linear predictor, n numbers on the scale of the link. Default: none. */
  readonly offset?: ArrayLike<number> | undefined;
  /** Log link only: exposure > 0 per row; its logarithm is added to the offset. */
  readonly exposure?: ArrayLike<number> | undefined;
  /** Fit an intercept, which is never noised and never penalized. Default true. */
  readonly intercept?: boolean;
  /**
   * True: the penalty acts on columns of unit variance (divisor W); coefficients still come back on the original scale.
   * Noise is not affected: it acts on x as given. Default false.
   */
  readonly standardize?: boolean;
  /** "newton", "lbfgs", or "auto" (default): newton while the d x d matrix is small. */
  readonly solver?: "auto" | SolverName;
  /** Bound on `status.optimality`. Default 1e-10. */
  readonly tolerance?: number;
  /** Steps of the solver. Default 100 for newton, 1000 for lbfgs. */
  readonly maxIterations?: number;
  /** Milliseconds after which the fit stops with the best point so far. Default: none. */
  readonly timeLimit?: number | undefined;
  /** Where to start: a `Model` or its numbers. Default: zeros, with the null model's intercept. */
  readonly start?: { readonly intercept: number; readonly coefficients: ArrayLike<number> } | undefined;
  /** Stops the fit when aborted; it then returns with status "aborted". */
  readonly signal?: AbortSignal | undefined;
  /** Called after every pass over the rows. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
