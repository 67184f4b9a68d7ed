import { checkBoolean, checkNumber, checkOneOf, checkPerColumn } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { Design, Plan, Response } from "../base/flow.js";
import { checkKeys, reading } from "../base/keys.js";
import { show } from "../base/show.js";
import { FAMILIES, FAMILY_NAMES, type Family, type FamilyName, familyOf, readFamilyOption } from "../families/index.js";
import { times } from "../input/weights.js";
import { LINK_NAMES } from "../links/index.js";
import { SOLVERS, type SolverDescriptor, type SolverName } from "../solvers/index.js";
import { DEFAULTS } from "./defaults.js";
import { planBias } from "./plan-bias.js";
import { planNoise, planUnlabeled } from "./plan-noise.js";
import { checkTogether, planBounds, planConstraint, planPenalty } from "./plan-penalty.js";
import { kinkedByPlan } from "./recipe.js";
import type { FitOptions, Start } from "./types.js";

export const KNOWN: readonly (keyof FitOptions)[] = [
  "family", "link", "noise", "penalty", "constraint", "bounds", "unlabeled", "weights", "weightType", "trials", "offset", "exposure", "success",
  "intercept", "standardize", "solver", "tolerance", "maxIterations", "timeLimit", "start", "signal", "onProgress", "workers", "workerUrl", "standardErrors",
  "biasReduction", "trace",
]; // biome-ignore format: a list

/** The family an options object names, with its link. It is read first, because reading y needs it. */
export function chooseFamily(options: FitOptions): Family {
  checkKeys(options, KNOWN, "fit");
  const { name, shape, isQuasi } = readFamilyOption(options.family ?? DEFAULTS.family);
  const family = checkOneOf("family", name, FAMILY_NAMES) as FamilyName;
  if (isQuasi && FAMILIES[family].classes === "many") {
    throw new GlmError(
      "NOT_SUPPORTED",
      `quasi("${family}") has no single variance to compare with; expected a family with one mean`,
      {},
    );
  }
  const link = options.link === undefined ? undefined : checkOneOf("link", options.link, LINK_NAMES);
  return familyOf(family, link, shape, isQuasi);
}

/** Every option decided, or a refusal with advice. Later code does not read the user's options again. */
export function makePlan(options: FitOptions, design: Design, response: Response, family: Family): Plan {
  const p = design.columns;
  const intercept = checkBoolean("intercept", options.intercept ?? DEFAULTS.intercept);
  const classes = family.classes === "many" ? response.classes!.length : 1;
  const noise = planNoise(options.noise, design, family);
  const penalty = planPenalty(options.penalty, design, times(response.totalWeight, -response.exponent));
  const constraint = planConstraint(options.constraint);
  const bounds = planBounds(options.bounds, design, penalty);
  checkTogether(penalty, constraint, bounds, family);
  const kinked = kinkedByPlan(penalty) ?? (constraint?.ball === "l1" ? "an L1 penalty" : undefined);
  const asked = chooseSolver(options.solver, classes * (p + Number(intercept)), kinked, bounds !== undefined);
  const solver = options.biasReduction === undefined ? asked : "newton"; // scoring needs the d x d information
  const descriptor: SolverDescriptor = SOLVERS[solver];
  if (constraint !== undefined && family.estimatesTheta) {
    throw new GlmError(
      "NOT_SUPPORTED",
      "a constraint needs a given theta, not an estimated one; use negativeBinomial({ theta })",
      {},
    );
  }
  checkCallbacks(options);
  const biasReduction = planBias(options, response, family);
  return {
    classes,
    ...noise,
    penalty,
    constraint,
    bounds,
    unlabeled: planUnlabeled(options.unlabeled, design, family, noise.noises.length > 0),
    standardize: checkBoolean("standardize", options.standardize ?? DEFAULTS.standardize),
    intercept,
    biasReduction,
    solver,
    solverId: descriptor.id,
    needsMatrix: descriptor.dense,
    tolerance: checkNumber(
      "tolerance",
      options.tolerance ?? DEFAULTS.tolerance,
      (t) => t >= 0 && t < 1,
      "a number in [0, 1)",
    ),
    maxIterations: checkNumber(
      "maxIterations",
      options.maxIterations ?? descriptor.maxIterations,
      (k) => Number.isInteger(k) && k >= 0 && k < 2 ** 31,
      "a whole number >= 0",
    ),
    standardErrors:
      options.standardErrors === undefined ? undefined : checkBoolean("standardErrors", options.standardErrors),
    start: options.start === undefined ? undefined : planStart(options.start, p, classes, intercept),
  };
}

function chooseSolver(
  given: FitOptions["solver"],
  dimension: number,
  kinked: string | undefined,
  hasBounds: boolean,
): SolverName {
  const names = Object.keys(SOLVERS) as SolverName[];
  const solver = checkOneOf("solver", given ?? DEFAULTS.solver, ["auto", ...names] as const);
  const isConstrained = kinked !== undefined || hasBounds;
  if (solver === "auto") {
    if (isConstrained) return "coordinate-descent";
    return dimension <= DEFAULTS.newtonDimension ? "newton" : "lbfgs";
  }
  if (isConstrained && !SOLVERS[solver].constrained) {
    const able = names.filter((name) => SOLVERS[name].constrained);
    throw new GlmError(
      "NOT_SUPPORTED",
      `solver "${solver}" cannot serve ${kinked ?? "bounds"}; use ${able.map((name) => `"${name}"`).join(" or ")}, or leave the choice to "auto"`,
      { solver, able },
    );
  }
  return solver;
}

function planStart(start: Start, p: number, classes: number, hasIntercept: boolean): Plan["start"] {
  const finite = (v: number) => Math.abs(v) < Infinity;
  if (typeof start !== "object" || start === null) {
    throw new GlmError("BAD_OPTION", `start is ${show(start)}; expected a model, or { intercept, coefficients }`, {});
  }
  const fits = (v: number) => finite(v) && (hasIntercept || v === 0);
  const expected = hasIntercept ? "a finite number" : "0, as intercept is false";
  if (classes === 1) {
    const intercept = checkNumber("start.intercept", start.intercept, fits, expected);
    const coefficients = checkPerColumn("start.coefficients", start.coefficients, p, finite, "a finite number");
    return { intercepts: Float64Array.of(intercept), coefficients: [coefficients] };
  }
  const given = start.coefficients as readonly unknown[];
  if (!Array.isArray(given) || given.length !== classes) {
    throw new GlmError("BAD_SHAPE", `start.coefficients is not ${classes} arrays, one per class`, { classes });
  }
  return {
    intercepts: checkPerColumn("start.intercept", start.intercept, classes, fits, expected),
    coefficients: given.map((c, k) => checkPerColumn(`start.coefficients[${k}]`, c, p, finite, "a finite number")),
  };
}

/** Options that end or watch the work from outside. */
export function checkCallbacks(options: {
  readonly onProgress?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly timeLimit?: unknown;
}): void {
  const { onProgress, signal, timeLimit } = options;
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new GlmError("BAD_OPTION", `onProgress is ${show(onProgress)}; expected a function`, {});
  }
  if (signal !== undefined && !isSignal(signal)) {
    throw new GlmError("BAD_OPTION", "signal is not an AbortSignal; use new AbortController().signal", {});
  }
  if (timeLimit !== undefined) checkNumber("timeLimit", timeLimit, (t) => t >= 0, "milliseconds >= 0");
}

function isSignal(signal: AbortSignal | null): boolean {
  return reading("signal", () => typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function");
}
