import { checkNumber } from "../base/check.js";
import type { Label } from "../base/flow.js";
import { checkKeys } from "../base/keys.js";
import type { PlotData, Series } from "./plot-data.js";
import { isPlaced, shortNumber, strengthAxis } from "./strength.js";

/** The fields that are read from a path; a `Path` has all of them. */
export interface PathFits {
  readonly over: "lambda" | "rate";
  readonly lambdas: ArrayLike<number> | undefined;
  readonly rates: ArrayLike<number> | undefined;
  readonly names: readonly string[];
  readonly classes: readonly Label[] | undefined;
  readonly nonZeros: ArrayLike<number>;
  coefficients(k: number): Float64Array | readonly Float64Array[];
}

export interface PathPlotOptions {
  /** The chosen lambda or rate, for example by cross-validation; a rule marks it. */
  readonly chosen?: number | undefined;
  /** Number of columns with names and colours: those with the largest coefficients at the chosen step, or the last. Default 8. */
  readonly named?: number | undefined;
}

/**
 * Coefficients along a path, as glmnet draws them: the regularization becomes weaker from left to right.
 *
 *     x      lambda (logarithmic) or the rate, falling
 *     y      beta_j on the original scale of x: sizes also depend on the units of the columns
 *     above  number of columns with a coefficient that is not 0
 *
 * @param fits     The result of `path`.
 * @param options  See PathPlotOptions.
 * @returns        A line for every column (and class) whose coefficient is not 0 everywhere. A step with lambda 0 cannot be
 *                 shown on the axis and is left out.
 * @throws GlmError BAD_OPTION for bad options.
 *
 * Source: Friedman, Hastie & Tibshirani (2010), "Regularization paths for generalized linear models", figure 2.
 *
 * @example
 * const fits = await path(x, y, { family: "binomial", penalty: lasso() });
 * const svg = await toSVG(plots.path(fits, { chosen: 0.01 }));
 */
export function path(fits: PathFits, options: PathPlotOptions = {}): PlotData {
  checkKeys(options, ["chosen", "named"], "plots.path");
  const { over, chosen } = { ...fits, ...options };
  const count = checkNumber("named", options.named ?? 8, (v) => v >= 0, "a number >= 0");
  if (chosen !== undefined) checkNumber("chosen", chosen, (v) => isPlaced(over, v), `a ${over} of the path`);
  const steps = Array.from((fits.lambdas ?? fits.rates)!, (value, k) => ({ value, k, nonZeros: fits.nonZeros[k]! }))
    .filter(({ value }) => isPlaced(over, value))
    .sort((a, b) => b.value - a.value);
  const lines = linesOf(fits, steps);
  const at = chosen === undefined ? steps.length - 1 : steps.filter(({ value }) => value >= chosen).length - 1;
  const size = ({ points }: Series): number => Math.abs(points[Math.max(0, at)]!.y!);
  const bySize = [...lines].sort((a, b) => size(b) - size(a));
  const largest = new Set(bySize.slice(0, count));
  const where = chosen === undefined ? "where they are held back least" : `at ${over} ${shortNumber(chosen)}`;
  const mark = chosen === undefined ? [] : [{ x: chosen, label: `chosen: ${shortNumber(chosen)}` }];
  return {
    title: over === "lambda" ? "Coefficients along the penalty" : "Coefficients along the noise",
    x: strengthAxis(over, steps),
    y: { label: "coefficient", scale: "linear" },
    series: [
      { name: "zero", kind: "rule", role: "reference", points: [{ y: 0 }] },
      { name: "chosen", kind: "rule", role: "reference", points: mark },
      ...lines.filter((line) => !largest.has(line)).map((line) => ({ ...line, role: "context" as const })),
      ...bySize.filter((line) => largest.has(line)),
    ],
    notes: lines.length > count ? [`In colour: the ${count} largest of ${lines.length} coefficients ${where}.`] : [],
  };
}

function linesOf(fits: PathFits, steps: readonly { readonly value: number; readonly k: number }[]): Series[] {
  const { names, classes } = fits;
  const own = steps.map(({ k }) => fits.coefficients(k));
  const isMany = own[0] !== undefined && !(own[0] instanceof Float64Array);
  const of = isMany ? classes!.map((name) => ` (${name})`) : [""];
  return of.flatMap((suffix, c) =>
    names.flatMap((name, j): Series[] => {
      const betas = own.map((beta) => (isMany ? (beta as readonly Float64Array[])[c]! : (beta as Float64Array))[j]!);
      if (betas.every((beta) => !(beta !== 0 && Number.isFinite(beta)))) return [];
      const points = betas.map((y, k) => ({ x: steps[k]!.value, y }));
      return [{ name: name + suffix, kind: "line", role: "data", points }];
    }),
  );
}
