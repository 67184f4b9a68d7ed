import type { BiasReduction, Progress } from "../base/flow.js";
import type { Address, Signal } from "../base/web.js";
import type { FamilyOption } from "../families/index.js";
import type { DesignInput } from "../input/design.js";
import type { RowVectors } from "../input/response.js";
import type { Numbers } from "../input/vector.js";
import type { LinkName } from "../links/index.js";
import type { Noise } from "../noise/index.js";
import type { Constraint, Penalty } from "../penalties/index.js";
import type { SolverName } from "../solvers/index.js";
import type { PerColumn } from "./per-column.js";

/** The start of a fit: a `Model` or its numbers. */
export interface Start {
  readonly intercept: number | ArrayLike<number>;
  readonly coefficients: ArrayLike<number> | readonly ArrayLike<number>[];
}

/**
 * Options of `fit`. Defaults and their reasons: options/defaults.ts. In a variable name the family as well, as `FitOptions<"binomial">`, or
 * write `satisfies FitOptions`: options that may have every family give a model that may be of one predictor or of many.
 */
export interface FitOptions<F extends FamilyOption = FamilyOption> extends RowVectors {
  /**
   * Distribution of y: a name, `negativeBinomial()`, `tweedie()` or `quasi()`. Default "gaussian"; two labels need
   * "binomial", more "multinomial".
   */
  readonly family?: F;
  /** The function from the mean to the linear predictor. Default: as in R; canonical except for negative-binomial and tweedie (log). */
  readonly link?: LinkName | undefined;
  /** Feature noise: `dropout()`, `additive()`, ..., or several. Default: none. */
  readonly noise?: Noise | readonly Noise[] | undefined;
  /** `ridge()`, `lasso()` or `elasticNet()`. Default: none. */
  readonly penalty?: Penalty | undefined;
  /** `l2Ball()` or `l1Ball()`: keeps the coefficients in a ball. Default: none. */
  readonly constraint?: Constraint | undefined;
  /**
   * Bounds on the coefficients, on the original scale of x: one number for all columns, one per column, or some by the names of columns, or
   * of terms of a formula; -Infinity and Infinity for none. They need not include 0. { lower: 0 } makes all coefficients non-negative. Default: none.
   */
  readonly bounds?: { readonly lower?: PerColumn; readonly upper?: PerColumn } | undefined;
  /**
   * Rows without labels: they count in the noise penalty only, each with `weight` (in (0, 1], default 1) of a
   * labelled row; the whole noise penalty is scaled by W / (W + weight m), W the sum of the weights of the labelled rows (Wager,
   * Wang & Liang 2013, eq. 19). Needs `noise` and a canonical link. With a formula x may be a table.
   */
  readonly unlabeled?: { readonly x: DesignInput; readonly weight?: number } | undefined;
  /** Prior weights w_i >= 0, n of them. A weight of 2 counts a row twice in the fit. Default: all 1. */
  readonly weights?: Numbers | undefined;
  /** Binomial only: number of trials per row; y then counts successes. */
  readonly trials?: Numbers | undefined;
  /** Added to the linear predictor, n numbers on the scale of the link. Default: none. */
  readonly offset?: Numbers | undefined;
  /** Log link only: exposure > 0 per row; its logarithm is added to the offset. */
  readonly exposure?: Numbers | undefined;
  /** Whether to fit an intercept. Noise and penalty never act on it. Default true. */
  readonly intercept?: boolean;
  /**
   * True: the penalty acts on columns of unit variance (divisor W); coefficients are still on the original scale.
   * Noise is not affected: it acts on x as given. Default false.
   */
  readonly standardize?: boolean;
  /**
   * "firth": the bias-reduced estimates of Firth (1993), which maximize l + log|X'WX| / 2 with a canonical link; with another link they
   * solve the adjusted score equations of Kosmidis & Firth (2009). They are finite where the maximum-likelihood estimates are not, as with
   * separated data. For binomial and poisson; without penalty, noise, bounds and ball. Default: none.
   */
  readonly biasReduction?: BiasReduction | undefined;
  /**
   * "newton", "lbfgs", "newton-cg", "coordinate-descent", or "auto" (default): coordinate descent for lasso, elastic net and
   * bounds; else newton while the d x d matrix is small, lbfgs beyond.
   */
  readonly solver?: "auto" | SolverName;
  /** The fit has converged when `status.optimality` is at most this. Default 1e-10. */
  readonly tolerance?: number;
  /** Largest number of steps of the solver; for an estimated theta, or a ball, in each of its fits. Default 100 for newton, 200 for newton-cg and coordinate-descent, 1000 for lbfgs. */
  readonly maxIterations?: number;
  /** Milliseconds after which the fit stops with the best point so far. Default: none. */
  readonly timeLimit?: number | undefined;
  /** The start: a `Model` or its numbers. Default: zeros, with the null model's intercept. */
  readonly start?: Start | undefined;
  /** Stops the fit when aborted; the fit then returns with status "aborted". */
  readonly signal?: Signal | undefined;
  /** Called after every pass over the rows; may be asynchronous. If it throws or rejects, the fit ends with that error. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * True: `model.trace` has every pass of the searches with its point, objective and step, what the solver's model promised, what came, and whether the
   * trial was accepted. No number of the fit changes. Not saved in JSON. Default false.
   *
   * @example
   * const { trace } = fitSync(x, y, { family: "poisson", trace: true });
   * trace.map(({ verdict, step, promised, came }) => ({ verdict, step, promised, came }));
   */
  readonly trace?: boolean | undefined;
  /**
   * Whether the model has the covariance of its estimates, for standard errors. It costs one more Hessian; with a penalty or noise, two or
   * three. `infer` can compute it later in any case. Default: up to 100 parameters; for x of a million numbers and more it is computed when it is
   * first asked for, as by `summary`. Until then the model keeps x, and has no standard errors if x has changed. `true` computes it in the fit.
   */
  readonly standardErrors?: boolean | undefined;
  /**
   * Number of threads that share the rows, this one among them, or "auto": one per core if X is large enough to gain, else one. They share
   * the memory, so X is not copied, and results are those of one thread, bit for bit. If a path has many columns and its steps use a few
   * of them, the threads of `path` share its steps instead. Threads need SharedArrayBuffer: Node, Deno and Bun have it, a page has
   * it when it is cross-origin isolated. Where they cannot be had, "auto" goes on with one; the model's warnings say so.
   * Default: one thread.
   */
  readonly workers?: number | "auto" | undefined;
  /**
   * The address of worker.mjs of this package, where your server has a copy of it. Default: beside the file of the library; if it is not
   * there, as in bundles of esbuild and Rollup, threads that share memory need no file.
   */
  readonly workerUrl?: string | Address | undefined;
}
