import type { PlotData, Point, Series } from "./plot-data.js";
import { isPlaced, type Strength, shortNumber, strengthAxis } from "./strength.js";

/** A chosen point of the grid. */
interface Chosen {
  readonly index: number;
}

/** The fields that are read from a cross-validation; a `CrossValidation` has all of them. */
export interface ValidationCurve {
  readonly measure: string;
  readonly lambdas: ArrayLike<number> | undefined;
  readonly rates: ArrayLike<number> | undefined;
  readonly shares: ArrayLike<number> | undefined;
  readonly mean: ArrayLike<number>;
  readonly standardError: ArrayLike<number>;
  readonly nonZeros: ArrayLike<number>;
  readonly best: Chosen | undefined;
  readonly oneStandardError: Chosen | undefined;
}

/**
 * The quality of fits on held-out rows, along lambda, the rate or the share, as cv.glmnet draws it: the regularization
 * becomes weaker from left to right.
 *
 *     x      the strength that varies; with two axes lambda, or else the rate, with a line for every value of the other
 *     y      the measure, mean over the folds; bars of one standard error up and down, with two axes only on the best line
 *     above  number of columns with a coefficient that is not 0 (on the best line)
 *     rules  the best mean, and the strongest fit within one standard error of it
 *
 * @param judged  The result of `crossValidate`.
 * @returns       The plot. Points with a mean that is not finite, or lambda 0, are left out.
 *
 * Source: Friedman, Hastie & Tibshirani (2010), section 6; Hastie, Tibshirani & Friedman (2009), section 7.10.
 *
 * @example
 * const judged = await crossValidate(x, y, { family: "binomial", penalty: lasso() });
 * const svg = await toSVG(plots.crossValidation(judged));
 */
export function crossValidation(judged: ValidationCurve): PlotData {
  const { measure, best, oneStandardError } = judged;
  const values: Record<Strength, ArrayLike<number> | undefined> = {
    lambda: judged.lambdas,
    rate: judged.rates,
    share: judged.shares,
  };
  const varying = (["lambda", "rate", "share"] as const).filter(
    (name) => new Set(Array.from(values[name] ?? [])).size > 1,
  );
  const inner = varying[0] ?? "lambda";
  const outer = varying[1];
  const points = Array.from(judged.mean, (y, index) => ({
    index,
    y,
    value: values[inner]?.[index] ?? Number.NaN,
    of: outer === undefined ? "" : `${outer} ${shortNumber(values[outer]![index]!)}`,
    se: judged.standardError[index]!,
    nonZeros: judged.nonZeros[index]!,
  })).filter(({ y, value }) => Number.isFinite(y) && isPlaced(inner, value));
  const bestOf = points.find(({ index }) => index === best?.index)?.of ?? points[0]?.of ?? "";
  const onBest = points.filter(({ of }) => of === bestOf).sort((a, b) => b.value - a.value);
  const lines = [...new Set(points.map(({ of }) => of))].map((name): Series => {
    const own = points.filter(({ of }) => of === name).sort((a, b) => b.value - a.value);
    return { name: name || "mean", kind: "line", role: "data", points: own.map(({ value: x, y }) => ({ x, y })) };
  });
  const bars = onBest
    .filter(({ se }) => Number.isFinite(se))
    .map(({ value: x, y, se }) => ({ x, low: y - se, high: y + se }));
  const ruleAt = (chosen: Chosen | undefined, label: string): Point[] =>
    points
      .filter(({ index }) => index === chosen?.index)
      .map(({ value, of }) => ({
        x: value,
        label: `${label} ${shortNumber(value)}${of && ` (${of})`}`,
      }));
  const isSame = best?.index === oneStandardError?.index;
  const rules = isSame
    ? ruleAt(best, "best, and within 1 s.e.:")
    : [...ruleAt(best, "best:"), ...ruleAt(oneStandardError, "within 1 s.e.:")];
  const name = measure === "auc" ? "AUC" : words(measure);
  const which = outer === undefined ? "" : `, for ${bestOf}`;
  return {
    title: `Cross-validation: ${name} of held-out rows`,
    x: strengthAxis(inner, onBest),
    y: { label: `${name}, mean over the folds`, scale: "linear" },
    series: [
      { name: "choices", kind: "rule", role: "reference", points: rules },
      { name: "standard error", kind: "interval", role: "context", points: bars },
      ...lines,
      ...(outer === undefined ? lines.map((line): Series => ({ ...line, kind: "dot" })) : []),
    ],
    notes: [`Bars: one standard error up and down${which}.`],
  };
}

/** "meanSquaredError" in words. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
