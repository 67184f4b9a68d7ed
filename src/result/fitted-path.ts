import { checkBoolean, checkNumber } from "../base/check.js";
import { hasVector } from "../base/elsewhere.js";
import { GlmError } from "../base/errors.js";
import type { Design, Label, PathSolution, PathStep, Response, SparseVector } from "../base/flow.js";
import { readOptions } from "../base/keys.js";
import type { Status, Warning } from "../base/status.js";
import type { Family, FamilyName } from "../families/index.js";
import type { TableInput } from "../frame/columns.js";
import type { Encoding } from "../frame/encoding.js";
import type { DesignInput } from "../input/design.js";
import { times } from "../input/weights.js";
import { PrintedResult } from "../words/printed.js";
import type { PrintedTable } from "../words/table.js";
import type { Frame, Point } from "./data.js";
import type { Model, Predictors } from "./model.js";
import { overRowsEach } from "./over-rows.js";
import { pathTable } from "./path-table.js";
import { type PointOptions, predictAll, toClasses } from "./predict.js";
import { KIND } from "./recognize.js";

/** A number of a fit, or one per class. */
type Number<K extends Predictors> = K extends "one" ? number : Float64Array;
type Vector<K extends Predictors> = K extends "one" ? Float64Array : readonly Float64Array[];

/** The content of a path. */
export interface PathParts {
  readonly over: "lambda" | "rate";
  readonly frame: Frame;
  readonly tolerance: number;
  readonly solver: string;
  readonly solution: PathSolution;
  /** About all steps. */
  readonly warnings: readonly Warning[];
  /** Weights are stored times 2^exponent, and so are the deviances of the steps. */
  readonly exponent: number;
  /** The exact fit at one value, from a point nearby. */
  readonly refit: (value: number, from: Point) => Model<Predictors>;
}

/** What all steps of a path have in common. */
export function frameOf({
  design,
  response,
  family,
  encoding,
}: {
  readonly design: Pick<Design, "names">;
  readonly response: Response;
  readonly family: Family;
  readonly encoding: Encoding | undefined;
}): Frame {
  return {
    names: design.names,
    family: family.name as FamilyName,
    link: family.link,
    shape: family.shape,
    isQuasi: family.isQuasi,
    classes: response.classes,
    hasOffset: hasVector(response, "offset"),
    encoding,
  };
}

/** A point of a path, at a step or between steps: what `at` returns. */
export interface PathPoint<K extends Predictors = "one"> {
  readonly intercept: Number<K>;
  readonly coefficients: Vector<K>;
  /** As `Model.predict`. */
  readonly predict: (x: DesignInput | TableInput, options?: PointOptions) => Predicted<K>;
}

/** Predictions of one fit. */
export type Predicted<K extends Predictors> = (K extends "one" ? Float64Array : Float64Array[]) | Label[];

/**
 * Fits along a path, made by `path` and `pathSync`. Vectors have one entry per step, in the order of the fits: falling
 * lambdas, or rising rates. An aborted path holds the finished steps; `end` says so.
 */
export class Path<K extends Predictors = "one"> extends PrintedResult {
  readonly over: "lambda" | "rate";
  /** Number of steps. */
  readonly length: number;
  /** Strengths of the penalty, falling; undefined over rates. */
  readonly lambdas: Float64Array | undefined;
  /** Strengths of the noise, rising; undefined over lambda. */
  readonly rates: Float64Array | undefined;
  readonly names: readonly string[];
  readonly classes: readonly Label[] | undefined;
  /** One per step; for multinomial one array of K per step. */
  readonly intercepts: K extends "one" ? Float64Array : readonly Float64Array[];
  /** Deviances of the fits, without noise and penalty. */
  readonly deviances: Float64Array;
  readonly nullDeviance: number;
  /** 1 - deviance / null deviance. */
  readonly devianceExplained: Float64Array;
  /**
   * Effective degrees of freedom, including the intercept: for a lasso the coefficients that are not 0 (Zou, Hastie & Tibshirani
   * 2007); with ridge or noise tr(Hpen^-1 H) over the coefficients that move, H the Hessian of the loss, Hpen that of the
   * whole objective. NaN if unknown: more than 250 of them, or an Hpen that is not positive definite.
   */
  readonly degreesOfFreedom: Float64Array;
  /** Columns with a coefficient that is not 0 (in some class): glmnet's df. */
  readonly nonZeros: Int32Array;
  /** Objective of every step. */
  readonly objectives: Float64Array;
  /** How every step ended. */
  readonly statuses: readonly Status[];
  /** Why the path ended. */
  readonly end: "complete" | "stopped-early" | "aborted" | "time-limit";
  /** The same columns fitted without the penalty, with option `relax`. */
  readonly relaxed: Path<K> | undefined;
  readonly #parts: PathParts;

  /** @internal Use `path`. */
  constructor(parts: PathParts) {
    super();
    const { solution, over, frame, tolerance, solver } = parts;
    const { steps, relaxed, end } = solution;
    const each = (read: (step: PathStep) => number): Float64Array => Float64Array.from(steps, read);
    const values = each(({ value }) => value);
    const isMany = frame.family === "multinomial";
    const intercepts = steps.map((step) => step.solution.intercepts);
    this.#parts = parts;
    this.over = over;
    this.length = steps.length;
    this.lambdas = over === "lambda" ? values : undefined;
    this.rates = over === "rate" ? values : undefined;
    this.names = frame.names;
    this.classes = frame.classes;
    this.intercepts = (isMany ? intercepts : Float64Array.from(intercepts, (b) => b[0]!)) as Path<K>["intercepts"];
    const given = (sum: number): number => times(sum, -parts.exponent);
    this.deviances = each((step) => given(step.solution.deviance));
    this.nullDeviance = given(steps[0]?.solution.nullDeviance ?? Number.NaN);
    this.devianceExplained = each(({ solution }) => 1 - solution.deviance / steps[0]!.solution.nullDeviance);
    this.degreesOfFreedom = each((step) => step.degreesOfFreedom ?? Number.NaN);
    this.nonZeros = Int32Array.from(steps, ({ nonZeros }) => nonZeros);
    this.objectives = each((step) => step.solution.objective);
    this.statuses = steps.map(
      ({ solution: { code, iterations, passes, hessians, optimality, step, warnings: own } }) => {
        const warnings = [...own, ...parts.warnings];
        return Object.freeze({ code, iterations, passes, hessians, optimality, step, tolerance, solver, warnings });
      },
    );
    this.end = end;
    this.relaxed =
      relaxed === undefined
        ? undefined
        : new Path<K>({ ...parts, solution: { steps: relaxed, relaxed: undefined, end } });
    Object.freeze(this);
  }

  /** Coefficients of step k, dense: p numbers, for multinomial one array per class. */
  coefficients(k: number): Vector<K> {
    const isStep = (i: number): boolean => Number.isInteger(i) && i >= 0 && i < this.length;
    return this.#vector(this.#point(checkNumber("k", k, isStep, `a step in [0, ${this.length})`)));
  }

  /**
   * Predictions of every step for new rows: one entry per step, each as in `Model.predict`.
   *
   * @param x  Rows with the columns of the fit.
   * @param options  type, offset, exposure, as in `Model.predict`.
   */
  predict(x: DesignInput | TableInput, options: PointOptions = {}): Predicted<K>[] {
    return this.#predict(
      Array.from({ length: this.length }, (_, k) => this.#point(k)),
      x,
      options,
    );
  }

  /**
   * The fit at any lambda (or rate) of the path's range; beyond an end, the fit at the end. Between two steps coefficients are
   * interpolated linearly in lambda, as in glmnet's `coef(s = )`: close to the minimizer, but not the minimizer.
   *
   * @param value  lambda, or the rate.
   * @param options  `exact`, true: fits again at exactly this value, within the range or not, and returns a `Model`.
   *                 `gamma`: blend with the relaxed fits: gamma times the fit and 1 - gamma times the relaxed one. Default 1.
   *                 Needs `relax`; not with `exact`.
   * @throws GlmError BAD_OPTION for a value that is not a strength, an empty path, gamma without relaxed fits.
   *
   * @example
   * const fits = await path(x, y, { family: "binomial" });
   * fits.at(0.05).coefficients;
   * fits.at(0.05, { exact: true }).summary();
   */
  at(value: number, options: { readonly exact: true }): Model<K>;
  at(value: number, options?: { readonly exact?: false; readonly gamma?: number }): PathPoint<K>;
  at(value: number, options: { exact?: boolean; gamma?: number } = {}): Model<K> | PathPoint<K> {
    options = readOptions(options, ["exact", "gamma"], "at");
    checkNumber(this.over, value, (v) => v >= 0 && v < Infinity, "a number >= 0");
    const exact = checkBoolean("exact", options.exact ?? false);
    const gamma = checkNumber("gamma", options.gamma ?? 1, (g) => g >= 0 && g <= 1, "a number in [0, 1]");
    if (this.length === 0) throw new GlmError("BAD_OPTION", "the path was stopped before its first step", {});
    const near = this.#between(value);
    if (exact) return this.#parts.refit(value, near) as unknown as Model<K>;
    if (gamma < 1 && (this.relaxed === undefined || exact)) {
      const message = `gamma is ${gamma}; it needs relaxed fits: add relax: true`;
      throw new GlmError("BAD_OPTION", message, { gamma });
    }
    const point = gamma < 1 ? blend(near, this.relaxed!.#between(value), gamma) : near;
    const intercept = point.intercepts;
    return Object.freeze({
      intercept: (this.#isMany ? intercept : intercept[0]) as Number<K>,
      coefficients: this.#vector(point),
      predict: (x: DesignInput | TableInput, how: PointOptions = {}) => this.#predict([point], x, how)[0]!,
    });
  }

  /** A row per step; of a long path, some of the steps are printed. */
  toTable(): PrintedTable {
    return pathTable(this);
  }

  /** @internal */
  get [KIND](): string {
    return "path";
  }

  get #isMany(): boolean {
    return this.#parts.frame.family === "multinomial";
  }

  #point(k: number): Point {
    return pointOf(this.#parts.solution.steps[k]!, this.names.length);
  }

  #vector({ coefficients }: Point): Vector<K> {
    return (this.#isMany ? coefficients : coefficients[0]) as Vector<K>;
  }

  #predict(points: readonly Point[], x: DesignInput | TableInput, options: PointOptions): Predicted<K>[] {
    const { frame } = this.#parts;
    const given = readOptions(options, ["type", "offset", "exposure", "unseen"], "predict");
    const found = overRowsEach(frame, x, given, (rows, own) => {
      const predicted = predictAll(frame, points, rows, own);
      if (own.type === "class") return predicted.map((one) => toClasses(frame, one));
      return predicted.map((one) => (this.#isMany ? one : one[0]!));
    });
    return found as Predicted<K>[];
  }

  /** Interpolates between the two steps nearest to a value, or takes the end. */
  #between(value: number): Point {
    const values = (this.lambdas ?? this.rates)!;
    const isPast = (v: number): boolean => (this.over === "lambda" ? v <= value : v >= value);
    const right = values.findIndex(isPast);
    if (right <= 0) return this.#point(right === 0 ? 0 : this.length - 1);
    const [a, b] = [values[right - 1]!, values[right]!];
    return b === value ? this.#point(right) : blend(this.#point(right - 1), this.#point(right), (value - b) / (a - b));
  }
}

/** A step with dense coefficients. */
export function pointOf({ solution, coefficients }: PathStep, columns: number): Point {
  return { intercepts: solution.intercepts, coefficients: coefficients.map((own) => dense(own, columns)) };
}

function dense({ indices, values }: SparseVector, length: number): Float64Array {
  const all = new Float64Array(length);
  indices.forEach((j, k) => {
    all[j] = values[k]!;
  });
  return all;
}

/** part times a and 1 - part times b. */
function blend(a: Point, b: Point, part: number): Point {
  const mix = (u: Float64Array, v: Float64Array) => u.map((value, j) => part * value + (1 - part) * v[j]!);
  return {
    intercepts: mix(a.intercepts, b.intercepts),
    coefficients: a.coefficients.map((own, k) => mix(own, b.coefficients[k]!)),
  };
}
