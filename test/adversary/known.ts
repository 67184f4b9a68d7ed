import { CONVEX, type JudgedForm } from "./judge/loss.js";
import type { Problem } from "./problem.js";
import type { Finding } from "./verdict.js";

interface Known {
  readonly kinds: readonly string[];
  readonly when: (problem: Problem) => boolean;
  /** The cause. */
  readonly why: string;
}

const spread = (values: readonly number[]): number => Math.max(...values) / Math.max(Math.min(...values), 1e-300);

const largest = (x: Problem["x"]): number => x.reduce((m, row) => row.reduce((k, v) => Math.max(k, Math.abs(v)), m), 0);

/** Kinds that are known and open, each as narrow as possible. Other kinds fail. */
export const KNOWN: readonly Known[] = [
  {
    kinds: ["gave-up"],
    when: () => true,
    why: "the status says that the search gave up: starts thousands of units away, borders with drawn copies, means 1e9 apart",
  },
  {
    kinds: ["not-minimal", "not-stationary", "prediction"],
    when: ({ form, y }) => form.link.startsWith("inverse") && Math.min(...y) > 0 && spread(y) > 1e7,
    why: "means 1e9 apart with an inverse link: the largest lies on the border to rounding",
  },
  {
    kinds: ["false-converged", "objective", "deviance"],
    when: ({ form }) => form.theta === "estimate",
    why: "theta and coefficients in turn: a start at the end of a separated fit; the objective is that of the theta before",
  },
  {
    kinds: ["not-stationary"],
    when: ({ form, y }) =>
      form.family === "tweedie" && form.link === "identity" && form.power! > 1.5 && y.every((v) => v === 0),
    why: "nothing but zeros, and a loss infinitely steep at a mean of 0: F falls to the last double above 0, and is its own unit",
  },
  {
    kinds: ["not-allowed"],
    when: ({ constraint }) => constraint !== undefined,
    why: "a ball in which the search for the multiplier gave up (max-iterations) returns a point outside of it",
  },
  {
    kinds: ["refused", "not-minimal", "not-stationary", "not-started", "false-converged", "objective", "null-deviance"],
    when: ({ weights }) => weights !== undefined && spread(weights.filter((w) => w > 0)) > 1e200,
    why: "rows of weight 1e-300: a column that only they tell apart is refused for its size; they do not count for the rank, on a border, nor for whether there is a minimizer",
  },
  {
    kinds: ["objective", "not-started"],
    when: ({ weights, penalty }) => penalty?.scale === "sum" && weights?.every((w) => w < 1e-200) === true,
    why: "weights of 1e-300 under a penalty on the sum: as a penalty on the mean it is 1e300, and F overflows; diverged, not finite",
  },
  {
    kinds: ["not-started"],
    when: ({ form, constraint, intercept, x }) =>
      !intercept && ((constraint !== undefined && largest(x) > 1e5) || /^(inverse|sqrt)/.test(form.link)),
    why: "no intercept, and columns 1e12 apart or nearly dependent: the least squares that look for an inner point do not find it",
  },
  {
    kinds: ["false-converged", "not-started", "not-minimal"],
    when: ({ approximation }) => approximation === "monte-carlo",
    why: "drawn copies: a minimizer is looked for along directions that the rows as given suggest, a start by moves of the intercept; coordinates are scaled by the rows, whose largest entry every copy may have lost",
  },
  {
    kinds: ["not-minimal"],
    when: ({ form, x }) => form.theta === "estimate" && largest(x) > 1e5,
    why: "theta estimated, bounds and columns that agree to 1e-13: theta is that of the fit before",
  },
  {
    kinds: ["converged-outside"],
    when: ({ form, x }) => form.link === "identity" && largest(x) > 1e5,
    why: "several rows on a border beside columns of 1e6: they are put there to 1e-11, and their own terms round by less",
  },
  {
    kinds: ["not-minimal"],
    when: ({ form, storage, x }) => storage.startsWith("32") && largest(x) > 1e9 && form.link === "identity",
    why: "columns of 1e12 in 32 bits that agree but for their rounding: on a border the one that is left out could help",
  },
  {
    kinds: ["not-stationary"],
    when: ({ form, constraint }) => constraint !== undefined && !CONVEX(form as JudgedForm),
    why: "a ball around a loss that is not convex: the multiplier is found to 1e-5 of a unit",
  },
  {
    kinds: ["not-stationary"],
    when: ({ form, bounds }) => bounds !== undefined && !CONVEX(form as JudgedForm),
    why: "where bounds act the curvature at the end is not looked at: means driven to 1e11 have slopes below any tolerance",
  },
  {
    kinds: ["not-stationary", "not-minimal", "false-escape"],
    when: ({ noises, x }) => noises !== undefined && largest(x) > 1e6,
    why: "noise below the rounding of its own columns is all that tells fits apart",
  },
  {
    kinds: ["not-minimal"],
    when: ({ constraint, penalty, x }) => (constraint !== undefined || (penalty?.share ?? 0) > 0) && largest(x) > 1e5,
    why: "a ball or an L1 penalty over columns of very different size: what holds the large one lies below the tolerance",
  },
  {
    kinds: ["not-stationary", "not-minimal"],
    when: ({ penalty, x }) => penalty !== undefined && (penalty.lambda <= 1e-8 || largest(x) > 1e9),
    why: "a ridge too small to be felt on nearly dependent columns: it keeps the fit from coordinates in which they are told apart",
  },
  {
    kinds: ["not-minimal"],
    when: ({ bounds, y }) => bounds !== undefined && Math.max(...y) > 1e9,
    why: "with bounds the step is that of a model minimized to a part of the slopes: beside counts of 1e12 a ridge of 1 is not felt",
  },
  {
    kinds: ["objective", "deviance", "not-minimal"],
    when: ({ unlabeled }) => unlabeled !== undefined && largest(unlabeled.x) > 1e9,
    why: "rows without labels 1e12 from those with: what is left of a labelled row's predictor is rounding of the others'",
  },
  {
    kinds: ["objective"],
    when: ({ form, x }) => form.link === "log" && largest(x) > 1e5,
    why: "a separated fit beside columns of 1e6 to 1e15: its objective is that of the predictors before the coefficients are rounded",
  },
  {
    kinds: ["false-converged"],
    when: ({ form, y, start }) => start !== undefined && form.link === "log" && y.every((v) => v === 0),
    why: "a start at which every mean has underflowed to 0: nothing is left to see there",
  },
  {
    kinds: ["objective"],
    when: ({ form, x }) => form.link === "sqrt" && largest(x) > 1e5,
    why: "a search that gave up (max-iterations) at a border of sqrt beside columns of 1e6: rounding of eta is most of a loss there",
  },
  {
    kinds: ["deviance"],
    when: ({ form, x }) => ["log", "sqrt", "identity"].includes(form.link) && largest(x) > 1e9,
    why: "columns of 1e12 and a link with a border: rounding puts rows beyond it, and the deviance is NaN; the status is not converged",
  },
];

/** Whether a finding is known; `-reserved` ones are what the status itself is not certain of. */
export function isKnown({ kind }: Finding, problem: Problem): boolean {
  return kind.endsWith("-reserved") || KNOWN.some(({ kinds, when }) => kinds.includes(kind) && when(problem));
}
