import { GlmError } from "../base/errors.js";
import type { ApproximationName, Design, NoisePlan, Plan, Response } from "../base/flow.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import { FAMILIES, type Family } from "../families/index.js";
import { APPROXIMATIONS, NOISES, type Noise } from "../noise/index.js";
import { PENALTIES, type Penalty } from "../penalties/index.js";
import { SOLVERS, type SolverName } from "../solvers/index.js";
import { checkBoolean, checkNumber, checkOneOf, checkPerColumn } from "./check.js";
import { DEFAULTS } from "./defaults.js";
import type { FitOptions } from "./types.js";

const KNOWN: readonly (keyof FitOptions)[] = [
  "family", "noise", "penalty", "weights", "trials", "offset", "exposure", "intercept", "standardize", "solver",
  "tolerance", "maxIterations", "timeLimit", "start", "signal", "onProgress",
]; // biome-ignore format: a list

/** The family an options object names. It comes first, because reading y needs it. */
export function chooseFamily(options: FitOptions): Family {
  checkKeys(options, KNOWN, "fit");
  return FAMILIES[
    checkOneOf("family", options.family ?? DEFAULTS.family, Object.keys(FAMILIES) as (keyof typeof FAMILIES)[])
  ];
}

/** Every option decided, or a refusal that says what would do. After this nobody looks at the user's options again. */
export function makePlan(options: FitOptions, design: Design, response: Response, family: Family): Plan {
  const p = design.columns;
  const intercept = checkBoolean("intercept", options.intercept ?? DEFAULTS.intercept);
  const noises = planNoises(options.noise, p);
  const approximation = noises.length === 0 ? undefined : chooseApproximation(options.noise, family);
  const solver = chooseSolver(options.solver, p + Number(intercept));
  const ridge = planPenalty(options.penalty, p, response.totalWeight);
  checkCallbacks(options);
  return {
    familyId: family.id,
    noises,
    approximation,
    approximationId: approximation === undefined ? 0 : APPROXIMATIONS[approximation],
    penaltyId: options.penalty === undefined ? 0 : PENALTIES[options.penalty.penalty]!.id,
    ridge,
    standardize: checkBoolean("standardize", options.standardize ?? DEFAULTS.standardize),
    intercept,
    solver,
    solverId: SOLVERS[solver].id,
    needsMatrix: SOLVERS[solver].dense,
    tolerance: checkNumber(
      "tolerance",
      options.tolerance ?? DEFAULTS.tolerance,
      (t) => t >= 0 && t < 1,
      "a number in [0, 1)",
    ),
    maxIterations: checkNumber(
      "maxIterations",
      options.maxIterations ?? DEFAULTS.maxIterations[solver],
      (k) => Number.isInteger(k) && k >= 0 && k < 2 ** 31,
      "a whole number >= 0",
    ),
    start: options.start === undefined ? undefined : planStart(options.start, p, intercept),
  };
}

/** Noises that do something; a strength of 0 everywhere is the same as no noise. */
function planNoises(given: FitOptions["noise"], p: number): NoisePlan[] {
  return listed(given)
    .map((noise) => {
      const descriptor = NOISES[checkOneOf("noise", noise?.noise, Object.keys(NOISES))]!;
      const name = `${descriptor.name} ${descriptor.parameter}`;
      const strengths = checkPerColumn(name, noise.strength, p, descriptor.allows, descriptor.expects);
      return { kind: descriptor.name, id: descriptor.id, strengths };
    })
    .filter((noise) => noise.strengths.some((s) => s !== 0));
}

function listed(given: FitOptions["noise"]): readonly Noise[] {
  if (given === undefined) return [];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  for (const noise of list) {
    if (typeof noise !== "object" || noise === null) {
      throw new GlmError("BAD_OPTION", `noise is ${show(noise)}; expected dropout(rate) or additive(sd)`, {});
    }
    if ("penalty" in noise) throw new GlmError("BAD_OPTION", "noise is a penalty; it belongs in option penalty", {});
  }
  return list as readonly Noise[];
}

function chooseApproximation(given: FitOptions["noise"], family: Family): ApproximationName {
  const asked = [...new Set(listed(given).map((noise) => noise.approximation))].filter((a) => a !== undefined);
  if (asked.length > 1) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `noises ask for different approximations (${asked.join(", ")}); one fit has one`,
      { asked },
    );
  }
  const possible = (Object.keys(APPROXIMATIONS) as ApproximationName[]).filter((a) => a !== "exact" || family.exact);
  if (asked[0] === undefined) return family.exact ? "exact" : "gaussian";
  const approximation = checkOneOf("approximation", asked[0], Object.keys(APPROXIMATIONS) as ApproximationName[]);
  if (!possible.includes(approximation)) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `approximation "${approximation}" has no closed form for family "${family.name}"; it can be ${possible.join(" or ")}`,
      { possible },
    );
  }
  return approximation;
}

/** Ridge strengths on the mean scale. */
function planPenalty(penalty: Penalty | undefined, p: number, totalWeight: number): Float64Array {
  if (penalty === undefined) return new Float64Array(p);
  if (typeof penalty !== "object" || penalty === null) {
    throw new GlmError("BAD_OPTION", `penalty is ${show(penalty)}; expected ridge(lambda)`, {});
  }
  if ("noise" in penalty) throw new GlmError("BAD_OPTION", "penalty is a noise; it belongs in option noise", {});
  checkOneOf("penalty", penalty.penalty, Object.keys(PENALTIES));
  const lambda = checkNumber("ridge lambda", penalty.lambda, (l) => l >= 0 && l < Infinity, "a number >= 0");
  const scale = checkOneOf("ridge scale", penalty.scale, ["mean", "sum"] as const);
  const factors = checkPerColumn(
    "ridge factors",
    penalty.factors ?? 1,
    p,
    (f) => f >= 0 && f < Infinity,
    "a factor >= 0",
  );
  const strength = scale === "sum" ? lambda / totalWeight : lambda;
  return factors.map((f) => strength * f);
}

function chooseSolver(given: FitOptions["solver"], dimension: number): SolverName {
  const names = Object.keys(SOLVERS) as SolverName[];
  const solver = checkOneOf("solver", given ?? DEFAULTS.solver, ["auto", ...names] as const);
  if (solver !== "auto") return solver;
  return dimension <= DEFAULTS.newtonDimension ? "newton" : "lbfgs";
}

function planStart(start: NonNullable<FitOptions["start"]>, p: number, hasIntercept: boolean): Plan["start"] {
  const finite = (v: number) => Math.abs(v) < Infinity;
  if (start === null) {
    throw new GlmError("BAD_OPTION", `start is ${show(start)}; expected a model, or { intercept, coefficients }`, {});
  }
  const fits = (v: number) => finite(v) && (hasIntercept || v === 0);
  const expected = hasIntercept ? "a finite number" : "0, as intercept is false";
  const intercept = checkNumber("start.intercept", start.intercept, fits, expected);
  return {
    intercept,
    coefficients: checkPerColumn("start.coefficients", start.coefficients, p, finite, "a finite number"),
  };
}

function checkCallbacks(options: FitOptions): void {
  const { onProgress, signal, timeLimit } = options;
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new GlmError("BAD_OPTION", "onProgress is not a function", {});
  }
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new GlmError("BAD_OPTION", "signal is not an AbortSignal; use new AbortController().signal", {});
  }
  if (timeLimit !== undefined) checkNumber("timeLimit", timeLimit, (t) => t >= 0, "milliseconds >= 0");
}
