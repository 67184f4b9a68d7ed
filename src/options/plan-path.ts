import { checkBoolean, checkNumber, checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { Design, PathPlan, Plan, Response } from "../base/flow.js";
import { checkKeys, reading } from "../base/keys.js";
import { show } from "../base/show.js";
import type { Family } from "../families/index.js";
import { dropout, type Noise } from "../noise/index.js";
import { lasso, type Penalty } from "../penalties/index.js";
import { SOLVERS } from "../solvers/index.js";
import { elementary, power } from "../wasm/elementary.js";
import { DEFAULTS } from "./defaults.js";
import type { PathOptions } from "./path-types.js";
import { checkCallbacks, KNOWN, makePlan } from "./plan.js";
import type { FitOptions } from "./types.js";

/** Options of a path that are not options of `fit`. */
/** Options of one fit that many fits have, too. */
export const SHARED_KEYS = KNOWN.filter((key) => key !== "trace");

export const PATH_KEYS = ["over", "lambdas", "count", "minRatio", "rates", "stopEarly", "relax"] as const;

/** The options of a path that are those of a fit; unknown ones are refused. */
export function fitOptionsOf(options: PathOptions, more: readonly string[] = [], what = "path"): FitOptions {
  checkKeys(options, [...SHARED_KEYS, ...PATH_KEYS, ...more], what);
  if ((options as FitOptions).biasReduction !== undefined) {
    const message = `biasReduction cannot be combined with ${what}, which fits with a penalty or noise; use fit`;
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  const own: readonly string[] = [...PATH_KEYS, ...more, "onProgress", "workers", "workerUrl"];
  return Object.fromEntries(Object.entries(options).filter(([key]) => !own.includes(key))) as FitOptions;
}

/** The penalty with one lambda of a path. */
export function penaltyAt(penalty: Penalty | undefined, lambda: number): Penalty {
  return { ...(penalty ?? lasso()), lambda };
}

/** The noise at one rate of a path; columns whose own strength is 0 stay without noise. */
export function noiseAt(noise: FitOptions["noise"], rate: number): Noise {
  const one = (noise ?? dropout(rate)) as Noise;
  const { strength } = one;
  if (strength === undefined || typeof strength === "number") return { ...one, strength: rate };
  const at = (own: number): number => (own === 0 ? 0 : rate);
  if (Array.isArray(strength) || ArrayBuffer.isView(strength)) {
    return { ...one, strength: Array.from(strength as ArrayLike<number>, at) };
  }
  if (typeof strength !== "object" || strength === null) return one; // refused as in a fit
  return { ...one, strength: Object.fromEntries(Object.entries(strength).map(([name, own]) => [name, at(own)])) };
}

/** The options of the fit at one value of a path, from a point nearby. */
export function stepOptions(
  options: PathOptions,
  value: number,
  { intercepts, coefficients }: { readonly intercepts: Float64Array; readonly coefficients: readonly Float64Array[] },
  family: Family,
): FitOptions {
  const own = fitOptionsOf(options);
  const many = family.classes === "many";
  const start = many
    ? { intercept: intercepts, coefficients }
    : { intercept: intercepts[0]!, coefficients: coefficients[0]! };
  const at =
    options.over === "rate" ? { noise: noiseAt(own.noise, value) } : { penalty: penaltyAt(own.penalty, value) };
  return { ...own, ...at, start };
}

/** Every option of a path decided, or a refusal with advice. */
export function planPath(options: PathOptions, design: Design, response: Response, family: Family): PathPlan {
  const { onProgress } = options;
  const fitOptions = fitOptionsOf(options);
  checkCallbacks({ onProgress });
  const over = checkOneOf("over", options.over ?? "lambda", ["lambda", "rate"] as const);
  const stopEarly = checkBoolean("stopEarly", options.stopEarly ?? false);
  const relax = checkBoolean("relax", options.relax ?? false);
  const whole = (k: number): boolean => Number.isInteger(k) && k >= 1 && k <= 1e6;
  const usual = over === "lambda" ? DEFAULTS.lambdas : DEFAULTS.rates;
  const count = checkNumber("count", options.count ?? usual, whole, "a whole number >= 1");
  const ratio = design.rows < design.columns ? DEFAULTS.minRatioWide : DEFAULTS.minRatio;
  const minRatio = checkNumber("minRatio", options.minRatio ?? ratio, (r) => r > 0 && r < 1, "a number in (0, 1)");
  const plan = (changed: FitOptions) => makePlan({ ...fitOptions, ...changed }, design, response, family);
  const shared = { over, count, minRatio, stopEarly };
  if (over === "rate") {
    refuse(options, ["lambdas", "minRatio"], 'over "rate"');
    if (relax) throw new GlmError("BAD_OPTION", 'relax is true; relaxed fits need over "lambda"', {});
    const rates = ratesOf(options, count).map((rate) => ({
      rate,
      plan: plan({ noise: noiseAt(fitOptions.noise, rate) }),
    }));
    return { ...shared, plan: rates.at(-1)!.plan, lambdas: undefined, share: 1, rates, relaxed: undefined };
  }
  refuse(options, ["rates"], 'over "lambda"');
  const { penalty } = fitOptions;
  if (penalty !== undefined && penalty?.lambda !== undefined) {
    const message = `penalty has lambda ${show(penalty.lambda)}; a path chooses its own: leave it out, as lasso(), or give option lambdas`;
    throw new GlmError("BAD_OPTION", message, {});
  }
  const chosen = plan({ penalty: penaltyAt(penalty, 1) });
  const lambdas = listOf("lambdas", options.lambdas, (l) => l >= 0 && l < Infinity, "a number >= 0");
  return {
    ...shared,
    plan: lambdas?.includes(0) ? chosen : withKeptCurvature(chosen, options, design, family),
    lambdas: lambdas?.sort((a, b) => b - a),
    share: Math.max(penalty?.share ?? 1, DEFAULTS.leastShare),
    rates: [],
    relaxed: relax ? plan({ penalty: undefined }) : undefined,
  };
}

/**
 * Where every column has a ridge and nothing is to be found out about its rank, coordinate descent serves without kinks, too: along a path it
 * keeps its curvature, and a step takes some passes instead of two Hessians.
 */
function withKeptCurvature(plan: Plan, { solver }: PathOptions, { rows, entries }: Design, family: Family): Plan {
  const { penalty, noises, classes, constraint, unlabeled, maxIterations } = plan;
  const dimension = penalty.square.length + 1;
  const isFree = plan.solver === "newton" && (solver === undefined || solver === "auto");
  const isTall =
    entries.kind !== "sparse" && rows >= DEFAULTS.tallRows * dimension && dimension <= DEFAULTS.tallDimension;
  const isPlain = noises.length === 0 && classes === 1 && constraint === undefined && unlabeled === undefined;
  const isHeld = penalty.excluded.every((out) => out === 0) && penalty.square.every((s) => s > 0);
  if (!(isFree && isTall && isPlain && isHeld && family.isConvex && !family.isBounded && !family.estimatesTheta))
    return plan;
  const { id, dense, maxIterations: most } = SOLVERS["coordinate-descent"];
  return {
    ...{ ...plan, solver: "coordinate-descent", solverId: id, needsMatrix: dense },
    maxIterations: maxIterations === SOLVERS.newton.maxIterations ? most : maxIterations,
  };
}

function refuse(options: PathOptions, keys: readonly (keyof PathOptions)[], why: string): void {
  const given = keys.find((key) => options[key] !== undefined);
  if (given !== undefined) throw new GlmError("BAD_OPTION", `${given} cannot be combined with ${why}`, { given });
}

export function ratesOf(options: PathOptions, count: number = options.count ?? DEFAULTS.rates): number[] {
  const { noise } = options;
  if (Array.isArray(noise)) {
    throw new GlmError("NOT_SUPPORTED", 'noise is a list; a path over "rate" takes one noise', {});
  }
  const given = listOf("rates", options.rates, (r) => r >= 0 && r < Infinity, "a strength >= 0");
  if (given !== undefined) return given.sort((a, b) => a - b);
  const kind = (noise as Noise | undefined)?.noise ?? "dropout";
  if (kind !== "dropout") {
    throw new GlmError(
      "BAD_OPTION",
      `rates is undefined; a path over the strength of ${show(kind)} noise needs them`,
      {},
    );
  }
  const { leastOdds, mostOdds } = DEFAULTS;
  const kernel = elementary();
  return Array.from({ length: count }, (_, k) => {
    const odds = leastOdds * power(mostOdds / leastOdds, count === 1 ? 1 : k / (count - 1), kernel);
    return odds / (1 + odds);
  });
}

/** A copy of a list of numbers, at least one; undefined stays undefined. */
export function listOf(
  name: string,
  given: ArrayLike<number> | undefined,
  holds: (v: number) => boolean,
  expected: string,
): number[] | undefined {
  if (given === undefined) return undefined;
  if (!(Array.isArray(given) || ArrayBuffer.isView(given)) || !(given.length > 0)) {
    throw new GlmError("BAD_OPTION", `${name} is ${show(given)}; expected an array of numbers, at least one`, { name });
  }
  return reading(name, () =>
    Array.from(given as ArrayLike<number>, (v, k) => checkNumber(`${name}[${k}]`, v, holds, expected)),
  );
}
