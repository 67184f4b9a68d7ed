import type { PathProgress } from "../base/flow.js";
import type { Address } from "../base/web.js";
import type { PathOptions } from "./path-types.js";

/** The axes of a grid of fits. */
export type Axis = "lambda" | "rate" | "share";

/** The measures for held-out rows. */
export type Measure =
  | "deviance"
  | "logLoss"
  | "meanSquaredError"
  | "meanAbsoluteError"
  | "classError"
  | "auc"
  | "brier";

/** The argument of `onProgress` during a cross-validation. */
export interface ValidationProgress extends PathProgress {
  /** Finished paths, out of `paths`: one per fold and value of the outer axis, and one on all rows for each such value. */
  readonly path: number;
  readonly paths: number;
}

/** Other machines that fit folds, as `bullmq()` of `dropglm/cluster` makes them. */
export interface FoldSite {
  /** Called once by `crossValidate`, which gets their threads. */
  readonly openFolds: () => Promise<unknown>;
}

/** Options of `crossValidate`, in addition to those of `path` except `relax`. */
export interface CrossValidationOptions extends Omit<PathOptions, "over" | "relax" | "onProgress"> {
  /**
   * One axis or two. "lambda" (default) and "rate" as in `path`; "share" runs over `shares` of the elastic net. Other
   * strengths are those of `penalty` and `noise`. With two axes, lambda (or else rate) is a warm path for every value of the other.
   */
  readonly over?: Axis | readonly [Axis] | readonly [Axis, Axis] | undefined;
  /** L1 shares in [0, 1], for axis "share". */
  readonly shares?: ArrayLike<number> | undefined;
  /** Number of folds (10), from 2 to the number of rows or groups; or, for every row, the name of its fold. */
  readonly folds?: number | ArrayLike<number | string>;
  /** One name per row: rows of one name are held out together, for example those of one patient. */
  readonly groups?: ArrayLike<number | string> | undefined;
  /**
   * One number per row: in this order the rows are cut into folds + 1 blocks, with equal times in one block. Every block but the first is
   * held out, and predicted by a fit to the blocks before it. The first block is never held out.
   */
  readonly times?: ArrayLike<number> | undefined;
  /** Default "deviance". For "auc" more is better. */
  readonly measure?: Measure;
  /** Seed of the random folds; a whole number >= 0. Default 1. */
  readonly seed?: number;
  /**
   * Folds with equal parts of every class. Default true if y holds classes: a training fold without a class cannot be fitted, and
   * folds with different classes add noise to the curve.
   */
  readonly stratify?: boolean;
  /**
   * Deviance and logLoss of classes: keep probabilities within [clip, 1 - clip]. Default 0: the measures are exact, and infinite if a
   * row has predicted probability 0. cv.glmnet uses 1e-5.
   */
  readonly clip?: number;
  /** Threads that share the folds, this one among them: a number, or "auto" for one per core. Default: one. The results are the same, bit for bit. */
  readonly workers?: number | "auto" | undefined;
  /** As in `fit`. */
  readonly workerUrl?: string | Address | undefined;
  /**
   * Where the folds are fitted: workers on other machines, as by `bullmq({ url })` of `dropglm/cluster`. The paths on all rows stay here, and have `workers` threads. Default:
   * this machine. The results are the same, bit for bit. Throws what `bullmq` names; WORKER_FAILED for a fold that ended three workers.
   */
  readonly on?: FoldSite | undefined;
  /** Called after every pass over the rows; with workers, here or elsewhere, after every path. */
  readonly onProgress?: ((progress: ValidationProgress) => void) | undefined;
}
