import type { PathProgress } from "../base/flow.js";
import type { FitOptions } from "./types.js";

/** Options of `path`, in addition to those of `fit`. */
export interface PathOptions extends Omit<FitOptions, "onProgress" | "trace"> {
  /** "lambda" (default): falling strengths of `penalty`. "rate": rising strengths of `noise`, with the given `penalty`. */
  readonly over?: "lambda" | "rate" | undefined;
  /** Strengths >= 0, in any order; the path goes from the largest down. Default: `count` of them, chosen from the data. */
  readonly lambdas?: ArrayLike<number> | undefined;
  /** Steps of an automatic grid: 100 over lambda, 20 over rates. */
  readonly count?: number | undefined;
  /** Smallest lambda of an automatic grid, as a part of the largest. Default 1e-4, or 1e-2 with fewer rows than columns. */
  readonly minRatio?: number | undefined;
  /**
   * Strengths of the noise, in any order; the path goes from the smallest up. Default for dropout: `count` rates with odds
   * rate / (1 - rate) evenly spaced in their logarithm, from 0.01 to 9. Columns whose own strength is 0 stay without noise.
   */
  readonly rates?: ArrayLike<number> | undefined;
  /** Stop early when further steps explain little more deviance, as glmnet does. Default false: every lambda is fitted. */
  readonly stopEarly?: boolean | undefined;
  /** Also fit the columns of every step again without the penalty: `path.relaxed`. Default false. */
  readonly relax?: boolean | undefined;
  /** Called after every pass over the rows. */
  readonly onProgress?: ((progress: PathProgress) => void) | undefined;
}
