/** What TypeScript knows of a penalty. The numerics live in assembly/penalty/<name>.ts. */
export interface PenaltyDescriptor {
  readonly name: string;
  /** Number of the penalty in assembly/abi/ids.ts. */
  readonly id: number;
}

export interface PenaltyOptions {
  /** Penalty factor f_j >= 0 per column, taken as given (glmnet rescales them to sum to p). Default: all 1. */
  readonly factors?: readonly number[];
  /**
   * What lambda stands beside: "mean" (default), the mean loss (1/W) sum w l, as in glmnet, glum and scikit-learn's
   * `alpha`; "sum", the summed loss, as in 1/C of scikit-learn's LogisticRegression.
   */
  readonly scale?: "mean" | "sum";
}

/** A penalty as an option of `fit`: made by `ridge()`. */
export interface Penalty {
  readonly penalty: string;
  readonly lambda: number;
  readonly factors: readonly number[] | undefined;
  readonly scale: "mean" | "sum";
}
