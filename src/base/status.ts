/** How a fit ended. */
export type StatusCode =
  /** The optimality conditions hold to the tolerance, or as closely as rounding allows (then with a warning). */
  | "converged"
  /** Stopped by `maxIterations`, by rounding far from a minimizer, or at a point with negative curvature along some direction; the best point so far is returned. */
  | "max-iterations"
  /** No finite maximum-likelihood fit: some columns separate the response. */
  | "separated"
  /** The objective has no minimizer, or is not finite at the start of the fit. */
  | "diverged"
  /** Stopped by the caller's signal or time limit; the best point so far is returned. */
  | "aborted";

/** The kind of a warning of a fit; `message` says what to do. */
export type WarningCode =
  | "rows-omitted"
  | "zero-column"
  | "constant-column"
  | "rank-deficient"
  | "separation"
  | "no-minimizer"
  | "not-finite"
  | "precision"
  | "saddle"
  | "not-examined"
  | "no-overdispersion"
  | "boundary"
  | "not-converged"
  | "threads"
  | "sampled"
  | "checkpoint"
  | "aborted"
  | "time-limit";

export const WARNING_CODES: readonly WarningCode[] = [
  "rows-omitted",
  "zero-column",
  "constant-column",
  "rank-deficient",
  "separation",
  "no-minimizer",
  "not-finite",
  "precision",
  "saddle",
  "not-examined",
  "no-overdispersion",
  "boundary",
  "not-converged",
  "threads",
  "sampled",
  "checkpoint",
  "aborted",
  "time-limit",
];

/** A warning about the fit. It is never printed and never thrown. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A warning about some rows, for readers of diagnostics and of standard errors that need them. */
export interface RowWarning {
  /** Rows of leverage 1: the fit passes through them for any y, so that leaving one out is not defined. */
  readonly code: "leverage-one";
  readonly message: string;
  readonly detail: { readonly rows: readonly number[] };
}

/** A warning about a covariance. */
export interface CovarianceWarning {
  /** "not-positive-definite": negative eigenvalues were set to 0. "undetermined": estimates that one cluster alone determines. */
  readonly code: "not-positive-definite" | "undetermined";
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Whether the best fit lies on the border of its link's domain. */
export function isAtBorder({ warnings }: { readonly warnings: readonly Warning[] }): boolean {
  return warnings.some(({ code }) => code === "boundary");
}

/** The certificate of a fit: what was reached, and the requested tolerance. */
export interface Status {
  readonly code: StatusCode;
  /** Steps the solver took. */
  readonly iterations: number;
  /** Number of passes over the rows. */
  readonly passes: number;
  /** Number of passes that formed a Hessian. */
  readonly hessians: number;
  /**
   * Largest violation of the optimality conditions: max_j |dF/dtheta_j| / S on standardized columns, S the root mean
   * square residual of the null model. It is a correlation: 1 is "nothing fitted yet", 0 is exact. At the kinks of a lasso
   * and at bounds it is the distance of 0 from the slopes that F may have there, over S.
   */
  readonly optimality: number;
  /**
   * The step that is left, in standard errors: the Newton decrement of the summed objective, (g' H^-1 g / phi)^(1/2), over the free
   * coordinates. The next Newton step changes no linear combination of the parameters by more than this many of its standard
   * errors. Unlike a slope it also covers directions of low curvature. `fit` requires 1e4 `tolerance` or
   * less. Undefined if unknown: in fits without curvature along some direction, and in models saved by versions without it.
   * For L-BFGS and coordinate descent beyond 1,000 parameters or with a penalty on every column, it comes from the solver's own
   * metric.
   *
   * Source: Boyd & Vandenberghe, Convex Optimization (2004), section 9.5.1.
   */
  readonly step?: number | undefined;
  /** The tolerance for `optimality`. */
  readonly tolerance: number;
  readonly solver: string;
  readonly warnings: readonly Warning[];
}
