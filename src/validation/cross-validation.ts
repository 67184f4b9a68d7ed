import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { sentence } from "../base/show.js";
import type { Outer } from "../options/plan-validation.js";
import type { Axis, Measure } from "../options/validation-types.js";
import type { Path } from "../result/fitted-path.js";
import type { Model, Predictors } from "../result/model.js";
import { KIND } from "../result/recognize.js";
import { PrintedResult } from "../words/printed.js";
import type { PrintedTable } from "../words/table.js";
import { choose, curveOf } from "./choose.js";
import type { GridPoint } from "./grid-point.js";
import { MEASURES } from "./measures.js";
import { validationTable } from "./printed.js";
import type { FoldResult, FoldWarning } from "./run-fold.js";
import { endWarnings, levelWarnings, measureWarnings, statusWarnings, threadWarnings, whyNoBest } from "./warnings.js";

/** The content of a cross-validation. */
export interface ValidationParts {
  readonly axes: readonly Axis[];
  readonly outers: readonly Outer[];
  readonly paths: readonly Path<Predictors>[];
  readonly measure: Measure;
  /** The fold of every row of x or of the table, -1 for none; and how many rows each fold holds out. */
  readonly folds: Int32Array;
  readonly held: readonly number[];
  /** For every value of the outer axis one result per fold. */
  readonly results: readonly (readonly FoldResult[])[];
  readonly end: "complete" | "aborted" | "time-limit";
  /** Predictions of held-out rows at step `inner` of a path. */
  readonly heldOut: (results: readonly FoldResult[], inner: number) => unknown;
  /** Why one thread fitted the folds where more were to; undefined if none were, or if they did. */
  readonly alone: string | undefined;
}

/**
 * The result of `crossValidate`: a measure on held-out rows for every point of a grid. Vectors have one entry per point: path after path, each
 * in the order of its steps. An axis that was not searched has no vector.
 */
export class CrossValidation<K extends Predictors = "one"> extends PrintedResult {
  readonly measure: Measure;
  readonly lambdas: Float64Array | undefined;
  readonly rates: Float64Array | undefined;
  readonly shares: Float64Array | undefined;
  /** The measure on held-out rows: the mean of the folds, by the sum of their weights. NaN for points that were not reached. */
  readonly mean: Float64Array;
  /** Standard error of the mean, from the differences between folds, as in cv.glmnet. */
  readonly standardError: Float64Array;
  /** Columns with a coefficient that is not 0 in the fit to all rows. */
  readonly nonZeros: Int32Array;
  /** The point with the best mean; of equal ones the strongest. Undefined when no point was reached. */
  readonly best: GridPoint | undefined;
  /** The strongest point of the best one's path whose mean is within one standard error of the best. */
  readonly oneStandardError: GridPoint | undefined;
  /** The fold of every row, from 0; -1 for rows that no fold held out, and for rows of a table that were left out. */
  readonly folds: Int32Array;
  /** The paths on all rows: one, or one for each value of the outer axis. */
  readonly paths: readonly Path<K>[];
  /** Warnings about the folds: classes and levels that are missing in some. */
  readonly warnings: readonly FoldWarning[];
  /** Why the search ended. */
  readonly end: "complete" | "aborted" | "time-limit";
  readonly #parts: ValidationParts;
  readonly #outer: Int32Array;
  readonly #inner: Int32Array;

  /** @internal Use `crossValidate`. */
  constructor(parts: ValidationParts) {
    super();
    const { axes, outers, paths, results, end, measure } = parts;
    const places = paths.flatMap((path, outer) =>
      Array.from({ length: path.length }, (_, inner) => ({ outer, inner, path })),
    );
    const vector = (axis: Axis, read: (place: (typeof places)[number]) => number | undefined) =>
      axes.includes(axis) ? Float64Array.from(places, (place) => read(place)!) : undefined;
    const curves = paths.map((path, outer) => curveOf(results[outer] ?? [], path.length));
    this.#parts = parts;
    this.#outer = Int32Array.from(places, ({ outer }) => outer);
    this.#inner = Int32Array.from(places, ({ inner }) => inner);
    this.measure = measure;
    this.lambdas = vector("lambda", ({ path, inner }) => path.lambdas?.[inner]);
    this.rates = vector("rate", ({ path, inner, outer }) => path.rates?.[inner] ?? outers[outer]!.rate);
    this.shares = vector("share", ({ outer }) => outers[outer]!.share);
    this.mean = Float64Array.from(curves.flatMap(({ mean }) => [...mean]));
    this.standardError = Float64Array.from(curves.flatMap(({ standardError }) => [...standardError]));
    this.nonZeros = Int32Array.from(places, ({ path, inner }) => path.nonZeros[inner]!);
    const chosen = choose(
      this,
      { outer: this.#outer, isStronger: this.#isStronger },
      MEASURES[measure].isGain === true,
    );
    this.best = this.#pointAt(chosen.best);
    this.oneStandardError = this.#pointAt(chosen.oneStandardError);
    this.folds = parts.folds;
    this.paths = Object.freeze([...paths]) as unknown as readonly Path<K>[];
    this.warnings = Object.freeze(
      [
        ...(results[0] ?? []).flatMap(({ warnings }) => warnings),
        ...levelWarnings(paths[0]?.statuses[0]?.warnings ?? [], results, parts.held),
        ...statusWarnings(results),
        ...threadWarnings(parts.alone),
        ...measureWarnings(results, measure, parts.held.length),
        ...endWarnings(
          this.#axes(),
          chosen.best,
          outers.every(({ options }) => !("lambdas" in options) || options.lambdas === undefined),
        ),
      ].map((warning) => ({
        ...warning,
        message: sentence(warning.message),
      })),
    );
    this.end = end;
    Object.freeze(this);
  }

  /**
   * Predictions for every row by the fit without it: means, NaN for rows that no fold held out and for rows of a table that were left out; for multinomial one array
   * of K probabilities per row.
   *
   * @param index  Point of the grid. Default: that of `best`.
   */
  heldOut(index = this.best?.index ?? 0): K extends "one" ? Float64Array : Float64Array[] {
    this.#check(index);
    const { results, heldOut } = this.#parts;
    return heldOut(results[this.#outer[index]!]!, this.#inner[index]!) as K extends "one"
      ? Float64Array
      : Float64Array[];
  }

  /**
   * The fit to all rows at a point of the grid.
   *
   * @param choice  "best" (default), "oneStandardError", or the index of a point.
   */
  refit(choice: "best" | "oneStandardError" | number = "best"): Model<K> {
    const point =
      typeof choice === "number" ? this.#pointAt(choice) : choice === "best" ? this.best : this.oneStandardError;
    if (typeof choice === "string" && choice !== "best" && choice !== "oneStandardError") {
      const message = `refit has no point "${String(choice)}"; expected "best", "oneStandardError" or an index`;
      throw new GlmError("BAD_OPTION", message, {});
    }
    if (point === undefined) {
      const { warnings, measure } = this;
      const message = `refit: no point is the best one: ${whyNoBest(measure, warnings)}; give the index of a point`;
      throw new GlmError("NOT_SUPPORTED", message, {});
    }
    this.#check(point.index);
    const path = this.paths[this.#outer[point.index]!]!;
    return path.at((path.lambdas ?? path.rates)![this.#inner[point.index]!]!, { exact: true });
  }

  /** A row per point of the grid; some are printed, both choices among them. */
  toTable(): PrintedTable {
    return validationTable({ ...this, axes: this.#axes() });
  }

  /** The searched axes, with their values at every point. */
  #axes(): { name: Axis; values: Float64Array }[] {
    const { lambdas: lambda, rates: rate, shares: share } = this;
    return Object.entries({ lambda, rate, share }).flatMap(([name, values]) =>
      values === undefined ? [] : [{ name: name as Axis, values }],
    );
  }

  /** @internal */
  get [KIND](): string {
    return "cross-validation";
  }

  #check(index: number): void {
    const isPoint = (i: number): boolean => Number.isInteger(i) && i >= 0 && i < this.mean.length;
    checkNumber("index", index, isPoint, `a point in [0, ${this.mean.length})`);
  }

  #pointAt(index: number): GridPoint | undefined {
    if (index < 0) return undefined;
    const of = (values: Float64Array | undefined): number | undefined => values?.[index];
    const [lambda, rate, share] = [of(this.lambdas), of(this.rates), of(this.shares)];
    return Object.freeze({
      index, lambda, rate, share, mean: this.mean[index]!, standardError: this.standardError[index]!,
    }); // biome-ignore format: a list
  }

  /** A point is stronger if its lambda is larger; then its rate; then its share. */
  readonly #isStronger = (a: number, b: number): boolean => {
    for (const values of [this.lambdas, this.rates, this.shares]) {
      if (values !== undefined && values[a] !== values[b]) return values[a]! > values[b]!;
    }
    return false;
  };
}
