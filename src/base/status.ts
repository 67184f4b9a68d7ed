/** How a fit ended. */
export type StatusCode =
  /** The optimality conditions hold to the tolerance, or as closely as rounding allows (then with a warning). */
  | "converged"
  /** Stopped by `maxIterations`, or by rounding far from a minimizer, or at a point that is a maximum along some direction; the best point so far is returned. */
  | "max-iterations"
  /** No finite maximum-likelihood fit: some columns separate the response. */
  | "separated"
  /** The objective has no minimizer, or is not finite where the fit has to start. */
  | "diverged"
  /** Stopped by the caller's signal or time limit; the best point so far is returned. */
  | "aborted";

export type WarningCode =
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
  | "aborted"
  | "time-limit";

export const WARNING_CODES: readonly WarningCode[] = [
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
  "aborted",
  "time-limit",
];

/** A warning about the fit. It is never printed and never thrown. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Something a reader of diagnostics, or of standard errors that need them, should know of some rows. */
export interface RowWarning {
  /** Rows of leverage 1: the fit meets them whatever their y is, so that leaving one out is not defined. */
  readonly code: "leverage-one";
  readonly message: string;
  readonly detail: { readonly rows: readonly number[] };
}

/** Whether the best fit lies on the border of its link's domain. */
export function isAtBorder({ warnings }: { readonly warnings: readonly Warning[] }): boolean {
  return warnings.some(({ code }) => code === "boundary");
}

/** The certificate of a fit: what was reached, and which tolerance was asked for. */
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
   * The step that is left, in standard errors: the Newton decrement of the summed objective, (g' H^-1 g / phi)^(1/2), of the
   * coordinates that are free, is at least what the next step would change any linear combination of the parameters by, in
   * units of its standard error. Unlike a slope it sees directions of little curvature. `fit` asks for 1e4 `tolerance` or
   * less. Undefined where it is not known: in fits without curvature along some direction, and in models saved before it was kept.
   * For L-BFGS and coordinate descent beyond 1,000 parameters or with a penalty on every column, as far as the solver's own
   * metric knows.
   *
   * Source: Boyd & Vandenberghe, Convex Optimization (2004), section 9.5.1.
   */
  readonly step?: number | undefined;
  /** The tolerance for `optimality`. */
  readonly tolerance: number;
  readonly solver: string;
  readonly warnings: readonly Warning[];
}
