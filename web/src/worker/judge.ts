// The model on rows that it was not fitted to: five folds, and the same folds for a model without predictors.
import { type CrossValidation, calibration, confusion, crossValidate, lasso, load, matrix, ridge, roc } from "dropglm";
import type { Judged, PlotPoint, Spec } from "../messages.js";
import type { Held } from "./held.js";
import { noiseOf, type Options, type Problem, penaltyOf, problemOf } from "./problem.js";
import { checkWanted, type Tools } from "./tools.js";
import { inWords } from "./words.js";

export const FOLDS = 5;
const MOST_POINTS = 2000;

type Validation = CrossValidation<"one"> | CrossValidation<"many">;

/** The measure of a family, and its name. */
export function measureOf(family: Spec["family"]): {
  readonly measure: "logLoss" | "meanSquaredError" | "deviance";
  readonly name: string;
} {
  if (family === "binomial" || family === "multinomial") return { measure: "logLoss", name: "log-loss" };
  return family === "gaussian"
    ? { measure: "meanSquaredError", name: "mean squared error" }
    : { measure: "deviance", name: "mean deviance" };
}

/** Binomial responses of trials have no log-loss of a row. */
export const measureFor = (spec: Spec): ReturnType<typeof measureOf> =>
  spec.trials === undefined ? measureOf(spec.family) : { measure: "deviance", name: "mean deviance" };

/** Probabilities are held within [1e-6, 1 - 1e-6], so that one row that a model was sure of does not make its loss infinite. */
export const clipOf = ({ family }: Spec): Options =>
  family === "binomial" || family === "multinomial" ? { clip: 1e-6 } : {};

export async function validated({ data, base }: Problem, options: Options, tools: Tools): Promise<Validation> {
  const given = { ...base, ...options, signal: tools.signal } as never;
  const found =
    data.kind === "table"
      ? await crossValidate(data.formula, data.table as never, given)
      : await crossValidate(data.x, data.y as never, given);
  checkWanted(tools);
  return found as Validation;
}

export async function judged(held: Held, spec: Spec, tools: Tools): Promise<Judged> {
  await load();
  const problem = problemOf(held, spec);
  const { measure, name } = measureFor(spec);
  const common = { folds: FOLDS, measure, tolerance: 1e-7, ...clipOf(spec) };
  tools.tell("fitting without a fifth of the rows", 0);
  const found = await validated(
    problem,
    { ...common, ...strengthOf(spec, held.kind === "sparse"), onProgress: partOf(tools, 0, 0.9) },
    tools,
  );
  const null_ = await withoutPredictors(problem, found, common, tools);
  const [loss, standardError, without] = [found.mean[0]!, found.standardError[0]!, null_];
  const folds = new Set(found.folds.filter((fold) => fold >= 0)).size;
  return {
    folds,
    measure: name,
    loss,
    standardError,
    without,
    sentence: `Held-out ${name} ${inWords(loss)} (±${inWords(standardError, 2)}); ${inWords(without)} without a model.`,
    ...pictures(spec, found, problem),
  };
}

/** One strength: that of the spec. */
function strengthOf(spec: Spec, isSparse: boolean): Options {
  const { penalty, lambda } = spec;
  const noise = noiseOf(spec);
  if (noise !== undefined) {
    return { over: "rate", rates: [spec.rate], noise, ...penaltyOf(penalty, lambda) };
  }
  if (penalty === "none") return { penalty: ridge(), lambdas: [0], ...(isSparse ? {} : { coding: "contrast" }) };
  return { penalty: (penalty === "ridge" ? ridge : lasso)(), lambdas: [lambda], standardize: true };
}

/** Tells the part of a cross-validation that is done, now and then. */
export function partOf(
  tools: Tools,
  from: number,
  to: number,
): (progress: { readonly path: number; readonly paths: number }) => void {
  let last = performance.now();
  return ({ path, paths }) => {
    if (performance.now() - last < 100) return;
    last = performance.now();
    tools.tell("fitting without a fifth of the rows", from + ((to - from) * path) / paths);
  };
}

/** The same measure of a model without predictors, in the same folds. */
async function withoutPredictors(problem: Problem, found: Validation, common: Options, tools: Tools): Promise<number> {
  const { data, base } = problem;
  const rows = Array.from(found.folds.keys()).filter((i) => found.folds[i]! >= 0);
  const folds = rows.map((i) => found.folds[i]!);
  const options = { ...common, penalty: ridge(), lambdas: [0], folds };
  if (data.kind === "sparse") {
    const y = rows.map((i) => data.y[i]!);
    const nothing: Problem["data"] = {
      kind: "sparse",
      x: matrix(new Float64Array(rows.length), rows.length, 1, "column") as never,
      y: y as never,
    };
    return (await validated({ ...problem, data: nothing }, options, tools)).mean[0]!;
  }
  const [left, right] = sidesOf(data.formula);
  const table = Object.fromEntries(Object.entries(data.table).map(([name, cells]) => [name, picked(cells, rows)]));
  const offsets = right.match(/offset\((?:[^()]|\([^()]*\))*\)/g) ?? [];
  const formula = `${left} ~ ${["1", ...offsets].join(" + ")}`;
  return (await validated({ ...problem, base, data: { kind: "table", formula, table } }, options, tools)).mean[0]!;
}

/** Both sides of a formula; a name in backquotes may hold a tilde. */
function sidesOf(formula: string): [left: string, right: string] {
  const found = /^((?:[^`~]|`(?:[^`\\]|\\.)*`)*)~(.*)$/s.exec(formula);
  if (found === null) throw new Error(`${formula} has no response; expected one on the left of ~`);
  return [found[1]!.trim(), found[2]!];
}

function picked(cells: ArrayLike<unknown>, rows: readonly number[]): ArrayLike<unknown> {
  return cells instanceof Float64Array ? Float64Array.from(rows, (i) => cells[i]!) : rows.map((i) => cells[i]);
}

type Pictures = Pick<Judged, "roc" | "calibration" | "confusion" | "scatter">;

/** Pictures of held-out predictions. Only rows that some fold held out are in them. */
function pictures(spec: Spec, found: Validation, problem: Problem): Pictures {
  const { classes: labels } = found.paths[0]!;
  const predicted = found.heldOut(0) as Float64Array | Float64Array[];
  const seen = responseOf(problem, spec);
  if (seen === undefined) return {};
  const rows = Array.from(found.folds.keys()).filter((i) => found.folds[i]! >= 0);
  if (spec.family === "multinomial") {
    const classes = (labels as readonly unknown[]).map(String);
    const likeliest = rows.map((i) => classes[indexOfMost((predicted as Float64Array[])[i]!)]!);
    return {
      confusion: confusionOf(
        likeliest,
        rows.map((i) => String(seen[i])),
      ),
    };
  }
  const means = rows.map((i) => (predicted as Float64Array)[i]!);
  if (spec.family === "binomial")
    return binomialPictures(
      means,
      rows.map((i) => seen[i]),
      labels as readonly unknown[] | undefined,
    );
  const step = Math.max(1, Math.ceil(rows.length / MOST_POINTS));
  const scatter = rows.flatMap((i, k): PlotPoint[] => (k % step === 0 ? [{ x: means[k]!, y: Number(seen[i]) }] : []));
  return scatter.every(({ y }) => Number.isFinite(y)) ? { scatter } : {};
}

function binomialPictures(
  means: readonly number[],
  seen: readonly unknown[],
  classes: readonly unknown[] | undefined,
): Pictures {
  const [failure, success] = (classes ?? [0, 1]).map(String) as [string, string];
  const y = seen.map((cell) => (asLabel(cell) === success ? 1 : asLabel(cell) === failure ? 0 : Number.NaN));
  if (y.some(Number.isNaN)) return {}; // proportions
  const curve = roc(means, y);
  const points = Array.from(curve.falsePositiveRate, (x, k) => ({ x, y: curve.truePositiveRate[k]! }));
  const step = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  return {
    roc: { points: points.filter((_, k) => k % step === 0 || k === points.length - 1), area: curve.auc },
    calibration: calibration(means, y).map(({ predicted, observed, weight }) => ({
      predicted,
      seen: observed,
      rows: weight,
    })),
    confusion: confusionOf(
      means.map((mean) => (mean > 0.5 ? success : failure)),
      y.map((one) => (one === 1 ? success : failure)),
    ),
  };
}

const asLabel = (cell: unknown): string =>
  typeof cell === "boolean" ? (cell ? "TRUE" : "FALSE") : String(cell).trim();

function confusionOf(predicted: readonly string[], seen: readonly string[]): NonNullable<Judged["confusion"]> {
  const { classes, counts } = confusion(predicted, seen);
  return { classes: classes.map(String), counts };
}

const indexOfMost = (values: Float64Array): number => values.indexOf(Math.max(...values));

/** What was seen: the cells of the response; undefined if it is an expression, or a count of trials. */
function responseOf({ data }: Problem, spec: Spec): ArrayLike<unknown> | undefined {
  if (data.kind === "sparse") return data.y;
  if (spec.trials !== undefined) return undefined;
  const name = sidesOf(data.formula)[0]
    .replace(/^`(.*)`$/s, "$1")
    .replace(/\\(.)/g, "$1");
  return Object.hasOwn(data.table, name) ? data.table[name] : undefined;
}
