import { hasVector } from "../base/elsewhere.js";
import type { Covariance, Plan, Response, Solution } from "../base/flow.js";
import type { RawStep } from "../base/trace.js";
import type { Family, FamilyName } from "../families/index.js";
import type { Encoding } from "../frame/encoding.js";
import { times } from "../input/weights.js";
import { isHeldBack, recipeOf } from "../options/recipe.js";
import { dispersionOf, parametersOf } from "../stats/likelihood.js";
import { elementary } from "../wasm/elementary.js";
import type { ModelData } from "./data.js";
import { type Later, withLater } from "./later.js";
import { tableWarnings } from "./omitted.js";

/** The content of a model, of a solution of the driver. `encoding`: how the table of the fit became x; `later`: what its precision is, if the solution has left it open. */
export function dataOfSolution(
  solution: Solution & { readonly trace?: readonly RawStep[] | undefined },
  names: readonly string[],
  response: Response,
  plan: Plan,
  family: Family,
  encoding: Encoding | undefined,
  later?: Later,
): ModelData {
  const recipe = recipeOf(plan, response.weightType);
  const isPenalized = isHeldBack(recipe);
  const { observations, exponent } = response;
  const given = (sum: number): number => times(sum, -exponent); // in units of the given weights
  const numbers = { family, pearson: solution.pearson, observations, rank: solution.rank, active: solution.active };
  const logLikelihood = response.weightType === "sampling" ? Number.NaN : solution.logLikelihood;
  const parameters = isPenalized || Number.isNaN(logLikelihood) ? undefined : parametersOf(numbers);
  const criterion = (each: number): number | undefined =>
    parameters === undefined ? undefined : each * parameters - 2 * logLikelihood;
  const { code, iterations, passes, hessians, optimality, step, warnings } = solution;
  const { tolerance, solver } = plan;
  const dispersion = dispersionOf(numbers);
  const covarianceFrom = (found: Covariance | undefined): Covariance | undefined =>
    found && scaled(found, dispersion, family.dispersion === "free" ? 0 : exponent);
  const data: ModelData = {
    intercepts: solution.intercepts,
    hasIntercept: plan.intercept,
    coefficients: solution.coefficients,
    names,
    family: family.name as FamilyName,
    link: family.link,
    shape: solution.theta === undefined ? family.shape : { ...family.shape, theta: solution.theta },
    isQuasi: family.isQuasi,
    thetaStandardError: solution.thetaStandardError,
    classes: response.classes,
    hasOffset: hasVector(response, "offset"),
    noise: plan.noises.length === 0 ? undefined : plan.noises.map((noise) => noise.kind).join(" + "),
    approximation: plan.approximation,
    isPenalized,
    multiplier: solution.multiplier,
    observations,
    totalWeight: given(response.totalWeight),
    objective: solution.objective,
    deviance: given(solution.deviance),
    nullDeviance: given(solution.nullDeviance),
    dispersion: family.dispersion === "free" ? given(dispersion) : dispersion,
    pearson: family.dispersion === "free" || solution.pearson === undefined ? undefined : given(solution.pearson),
    logLikelihood,
    degreesOfFreedom: isPenalized ? solution.degreesOfFreedom : solution.rank,
    aic: criterion(2),
    bic: criterion(elementary().log(observations)),
    adaptivePenalty: solution.adaptivePenalty,
    status: {
      code,
      iterations,
      passes,
      hessians,
      optimality,
      step,
      tolerance,
      solver,
      warnings: [...tableWarnings(encoding), ...warnings],
    },
    partitions: solution.partitions,
    recipe,
    encoding,
    covariance: covarianceFrom(solution.covariance),
  };
  if (solution.isPrecisionOpen !== true || later === undefined) return data;
  return withLater(data, later, ({ covariance, degreesOfFreedom }) => ({
    covariance: covarianceFrom(covariance),
    degreesOfFreedom: isPenalized ? degreesOfFreedom : data.degreesOfFreedom,
  }));
}

/** Scales a model-based covariance by the dispersion; if that is 1, by the unit of the weights. */
function scaled(covariance: Covariance, dispersion: number, exponent: number): Covariance {
  if (covariance.kind !== "model" || (dispersion === 1 && exponent === 0)) return covariance;
  return { ...covariance, packed: covariance.packed.map((v) => times(v * dispersion, exponent)) };
}
