// One fit, and the parts of it that the page shows.
import { calibration, fit, fitSync, load, Model, roc } from "dropglm";
import { type PlotData, plots } from "dropglm/plot";
import { type Choice, isQuick } from "./choice.js";
import type { Problem } from "./data.js";
import type { CoefficientRow, Fitted, Pixels } from "./messages.js";
import { noiseOf, optionsOf } from "./options.js";

type Any = Model<"one"> | Model<"many">;

/** A draft starts where the last fit of the same kind ended, and stops when no difference is visible. */
function draftOptions(problem: Problem, choice: Choice): object {
  const isNear = last !== undefined && last.problem === problem && last.choice.family === choice.family;
  const isAtEnd = isNear && last!.model.status.code === "converged";
  return { standardErrors: false, tolerance: DRAFT, ...(isAtEnd ? { start: last!.model } : {}) };
}

const DRAFT = 1e-4;

/** The last fit, for pictures requested later. */
let last: { readonly model: Any; readonly problem: Problem; readonly choice: Choice } | undefined;

/** A draft, while a slider moves, has no standard errors. Only the picture of the open view is drawn, because some pictures need many passes over the rows. */
export async function fitted(
  problem: Problem,
  choice: Choice,
  isDraft: boolean,
  view: string,
  signal: AbortSignal,
): Promise<Fitted> {
  const { x, y } = problem;
  const begun = performance.now();
  const options = { ...optionsOf(choice), ...(isDraft ? draftOptions(problem, choice) : {}) };
  const atOnce = isDraft && isQuick(choice, x.rows, x.columns);
  if (atOnce) await load();
  const model = (
    atOnce ? fitSync(x, y as never, options as never) : await fit(x, y as never, { ...options, signal } as never)
  ) as Any;
  const elapsed = performance.now() - begun;
  last = { model, problem, choice };
  const plot = pictured(view);
  return {
    ...told(model, elapsed, isDraft, view),
    plots: plot === undefined ? {} : { [view]: plot },
    pixels: pixelsOf(model),
  };
}

/** The plot of a view; undefined if the fit has none. */
export function pictured(view: string): PlotData | undefined {
  if (last === undefined) return undefined;
  const { model, problem, choice } = last;
  const { x, y } = problem;
  if (view === "adaptive" && model.adaptivePenalty !== undefined) return plots.adaptivePenalty(model as never, x);
  if (choice.family === "multinomial") return undefined;
  if (view === "approximation") return approximationOf(model as Model<"one">, problem, choice);
  if (choice.family !== "binomial" || (view !== "calibration" && view !== "roc")) return undefined;
  const means = (model as Model<"one">).predict(x);
  return view === "roc" ? plots.roc(roc(means, y as never)) : plots.calibration(calibration(means, y as never));
}

/** A saved model, opened again. */
export async function reopened(text: string): Promise<Fitted> {
  await load();
  last = undefined;
  const model = Model.fromJSON(text) as Any;
  return { ...told(model, 0, false, "summary"), plots: {}, pixels: pixelsOf(model) };
}

function told(model: Any, elapsed: number, isDraft: boolean, view: string): Omit<Fitted, "plots" | "pixels"> {
  const summary = model.summary();
  const coefficients: CoefficientRow[] = summary.rows.map(
    ({ name, estimate, standardError, lower, upper, p, adaptivePenalty }) => ({
      name,
      estimate,
      standardError,
      lower,
      upper,
      p,
      adaptivePenalty,
    }),
  );
  const digits = (value: number): string => Number(value.toPrecision(6)).toString();
  const { status, objective, deviance, nullDeviance, degreesOfFreedom } = model;
  const facts: [string, string][] = [
    ["status", status.code],
    ["optimality", `${status.optimality.toExponential(1)} (asked for ${status.tolerance.toExponential(0)})`],
    ["iterations", `${status.iterations}, ${status.passes} passes`],
    ["objective", digits(objective)],
    ["deviance explained", `${(100 * (1 - deviance / nullDeviance)).toFixed(1)} %`],
    ["degrees of freedom", degreesOfFreedom === undefined ? "not counted" : digits(degreesOfFreedom)],
  ];
  const text = isDraft && view !== "summary" ? "" : String(summary);
  return { status, elapsed, coefficients, facts, summary: text, json: isDraft ? "" : JSON.stringify(model) };
}

const RATES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/**
 * The noise penalty at the current coefficients, against its strength: by the quadratic form, and by integrating
 * over the noise as a normal distribution. If the lines differ, the quadratic form is inaccurate.
 */
function approximationOf(model: Model<"one">, { x, y }: Problem, choice: Choice): PlotData | undefined {
  if (choice.noise === "none" || choice.family === "gaussian" || choice.family === "gamma") return undefined;
  const start = { intercept: model.intercept, coefficients: model.coefficients };
  const here = { family: choice.family, start, maxIterations: 0, standardErrors: false } as const;
  const objective = (rate: number | undefined, approximation: "gaussian" | "quadratic"): number => {
    const noise = rate === undefined ? {} : { noise: noiseOf({ ...choice, rate, approximation })! };
    return fitSync(x, y as never, { ...here, ...noise } as never).objective;
  };
  const without = objective(undefined, "gaussian");
  const line = (approximation: "gaussian" | "quadratic") =>
    RATES.map((rate) => ({ x: rate, y: objective(rate, approximation) - without })).filter((point) =>
      Number.isFinite(point.y),
    );
  return {
    title: "What noise costs at these coefficients",
    x: { label: choice.noise === "dropout" ? "dropout rate" : "standard deviation of the noise", scale: "linear" },
    y: { label: "rise of the objective", scale: "linear" },
    series: [
      { name: "quadratic", kind: "line", role: "data", points: line("quadratic") },
      { name: "gaussian", kind: "line", role: "data", points: line("gaussian") },
      { name: "here", kind: "rule", role: "reference", points: [{ x: choice.rate, label: "the fit" }] },
    ],
    notes: [
      "Quadratic: second-order approximation (Wager, Wang & Liang 2013). Gaussian: integrated, as good as exact for many columns.",
    ],
  };
}

/** Weights and penalties of models whose columns are the pixels p00 to p77. */
function pixelsOf(model: Any): Pixels[] | undefined {
  const { names } = model;
  if (names.length !== 64 || !names.every((name) => /^p[0-7][0-7]$/.test(name))) return undefined;
  const place = names.map((name) => 8 * Number(name[1]) + Number(name[2]));
  const placed = (values: ArrayLike<number> | undefined): number[] => {
    const out = new Array<number>(64).fill(0);
    place.forEach((to, j) => {
      out[to] = values?.[j] ?? 0;
    });
    return out;
  };
  const isMany = Array.isArray(model.coefficients);
  const each = (values: unknown, k: number): ArrayLike<number> | undefined =>
    (isMany ? (values as readonly ArrayLike<number>[] | undefined)?.[k] : values) as ArrayLike<number> | undefined;
  const classes = isMany ? (model.classes as readonly unknown[]) : [""];
  return classes.map((name, k) => ({
    title: isMany ? String(name) : "all",
    weights: placed(each(model.coefficients, k)),
    penalty: placed(each(model.adaptivePenalty, k)),
  }));
}
