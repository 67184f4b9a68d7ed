import type { CovarianceWarning, RowWarning } from "../base/status.js";
import { element } from "../stats/linear.js";
import { significant } from "../words/format.js";
import { PrintedResult } from "../words/printed.js";
import type { PrintedTable } from "../words/table.js";
import { type Estimate, estimateColumns, estimatesOf } from "./coefficients.js";
import { type Contrast, type ContrastInput, contrastOf, type Estimated } from "./contrast.js";
import { type Shown, shownRow } from "./estimate-options.js";
import { KIND } from "./recognize.js";

/** Estimates with one kind of standard errors: the result of `infer`. `String()` gives the table as R prints it. */
export class Inference extends PrintedResult {
  /** One per estimate: the intercept, then the columns; class by class for many classes. */
  readonly rows: readonly Estimate[];
  /** Rows of the covariance matrix, in the same order; NaN at estimates that are not unique. */
  readonly covariance: readonly Float64Array[];
  /** "model", "HC0" ... "HC3", "cluster", "CR2", "HAC"; "sandwich" for ridge and noise fits. */
  readonly kind: string;
  /** phi, the factor in model-based variances. */
  readonly dispersion: number;
  /** Parameters: the rank, or for ridge and noise tr(H_pen^-1 H). */
  readonly degreesOfFreedom: number;
  /** Degrees of freedom of t; Infinity if the tests are z. */
  readonly residualDegreesOfFreedom: number;
  readonly level: number;
  /** What e to the estimates is, as "odds ratio", with `exponentiate`: then estimates and intervals are such ratios. */
  readonly ratio: string | undefined;
  /** Groups of a clustered covariance; of two-way clusters the fewer. */
  readonly clusters: number | undefined;
  /** Clusters of each of two ways. */
  readonly ways: readonly number[] | undefined;
  /** Lags of HAC. */
  readonly lag: number | undefined;
  /**
   * Rows of leverage 1, for HC2 and HC3, and clusters that alone determine an estimate, for CR2: estimates that depend on them have no standard
   * error. A covariance of two-way clusters that was not positive definite.
   */
  readonly warnings: readonly (RowWarning | CovarianceWarning)[];
  readonly #estimated: Estimated;

  /** @internal */
  constructor(
    estimated: Estimated,
    shown: Shown,
    about: Pick<Inference, "kind" | "dispersion" | "degreesOfFreedom" | "clusters" | "ways" | "lag" | "warnings">,
  ) {
    super();
    const { names, estimates, covariance, df } = estimated;
    this.#estimated = estimated;
    this.rows = estimatesOf(names, estimates, covariance, df, shown.level).map((row) => shownRow(row, shown));
    const isOut = names.map((_, i) => covariance.aliased.includes(i));
    this.covariance = names.map((_, i) =>
      Float64Array.from(names, (_, k) => (isOut[i] || isOut[k] ? Number.NaN : element(covariance.packed, i, k))),
    );
    this.kind = about.kind;
    this.dispersion = about.dispersion;
    this.degreesOfFreedom = about.degreesOfFreedom;
    this.level = shown.level;
    this.ratio = shown.ratio;
    this.clusters = about.clusters;
    this.ways = about.ways && Object.freeze([...about.ways]);
    this.lag = about.lag;
    this.warnings = Object.freeze([...about.warnings]);
    this.residualDegreesOfFreedom = df;
  }

  /** Linear combinations of the estimates and their joint Wald test with this covariance; see `Model.contrast`. */
  contrast(L: ContrastInput): Contrast {
    return contrastOf(this.#estimated, L, this.level);
  }

  /** @internal Whether these are the estimates that it is about, whatever it shows of them. */
  isOf(estimates: readonly number[]): boolean {
    const own = this.#estimated.estimates;
    return own.length === estimates.length && own.every((b, k) => b === estimates[k]);
  }

  toTable(): PrintedTable {
    const { clusters, ways, lag } = this;
    const counts = ways === undefined ? clusters : `${ways.join(" and ")}`;
    const groups = counts === undefined ? "" : `, ${counts} clusters`;
    const lags = lag === undefined ? "" : `, ${lag} ${lag === 1 ? "lag" : "lags"}`;
    const kind = `standard errors: ${this.kind}${groups}${lags}; dispersion ${significant(this.dispersion)}; ${significant(this.degreesOfFreedom)} parameters`;
    return {
      caption: "",
      columns: estimateColumns({ df: this.residualDegreesOfFreedom, ratio: this.ratio, level: this.level }),
      rows: this.rows,
      notes: [kind, ...this.warnings.map(({ message }) => `warning: ${message}`)],
    };
  }

  /** @internal */
  get [KIND](): string {
    return "the result of infer";
  }
}
