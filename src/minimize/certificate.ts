import type { Design, Plan } from "../base/flow.js";
import { DEFAULTS } from "../options/defaults.js";
import type { Certificate } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { isHeld } from "../wasm/held.js";
import { hasKinks, whyNone } from "./curvature.js";
import { factsOf } from "./facts.js";
import type { Fitting, Opened } from "./fitting.js";

type Given = Opened & Pick<Fitting, "plan">;

/**
 * Decides which curvature gives the final step: the covariance, if the fit returns one anyway; Newton's method, which continues
 * from the end of another solver if a matrix is affordable; or the solver itself.
 */
export type LastLook = "covariance" | "newton" | "solver";

/** `all`: whether every column is penalized, so that no direction is without curvature. */
export function lastLookOf({ uploaded, plan, family, hasCovariance }: Given, all: boolean): LastLook {
  const isNewton = plan.solver === "newton";
  const isConstrained = plan.bounds !== undefined || hasKinks(plan);
  if (isConstrained || (isNewton && (all || shakesAll(plan)) && !hasCovariance)) return "solver";
  const isSmall = uploaded.dimension <= DEFAULTS.examineDimension;
  if (isSmall && !isNewton && !family.isConvex) return "newton"; // the covariance uses the expected curvature
  if (hasCovariance) return "covariance";
  return isSmall && (!all || isBent(plan, family)) ? "newton" : "solver";
}

/** Whether noise acts on every column: then no direction is without curvature, as with a penalty. */
function shakesAll({ noises, penalty }: Fitting["plan"]): boolean {
  return penalty.square.every((_, j) => noises.some(({ strengths }) => strengths[j]! > 0));
}

/** Whether a fit returns its covariance, by the plan. */
export function bringsCovariance({ uploaded, plan }: Pick<Fitting, "uploaded" | "plan">): boolean {
  const { dimension, rows, isSparse } = uploaded;
  const isSmall = dimension <= DEFAULTS.covarianceDimension && !(isSparse && dimension * rows > DEFAULTS.scoreNumbers);
  return (plan.standardErrors ?? isSmall) && whyNone(plan) === undefined;
}

/**
 * Whether the covariance may wait until somebody asks for it: where nobody said when, and x is so large that Hessians are felt. It does not depend on
 * where the rows are, as the end of a fit is certified without the covariance then.
 */
export function mayWait({ design, plan }: { design: Design; plan: Plan }): boolean {
  return design.rows * design.columns >= DEFAULTS.laterEntries && plan.standardErrors === undefined;
}

/** Whether the rows can be read again: not if others hold them, nor if their memory may be given up. */
export function mayReadAgain(design: Design, { crew }: Uploaded): boolean {
  return crew === undefined && !isHeld(design);
}

/** Whether F is not convex, so that a stationary point may not be a minimum. */
export function isBent(plan: Fitting["plan"], family: Fitting["family"]): boolean {
  return !family.isConvex || (plan.approximation === "quadratic" && plan.noises.length > 0 && !family.isQuadratic);
}

/** A deviance below this part of the null model's is rounding, and so is a residual below this part of the largest y. */
const NOTHING = 1e-18;

export function certificateOf(given: Given, all: boolean): Certificate {
  const { uploaded, plan, family, response, nullModel } = given;
  const { observations, totalWeight, weightType } = response;
  const isFree = family.dispersion === "free";
  const { bestLoss } = nullModel;
  const isNewton = plan.solver === "newton"; // it checks that its own Hessian is positive definite
  return {
    stepTolerance: Math.max(DEFAULTS.stepPerTolerance * plan.tolerance, DEFAULTS.leastStep),
    counts: weightType === "sampling" && !isFree ? observations : totalWeight,
    degrees: isFree ? Math.max(1, observations - uploaded.dimension) : 0,
    bestLoss,
    leastDeviance: leastDeviance(given),
    leastObjective: leastObjective(given),
    certifies: !isNewton && !all && lastLookOf(given, all) === "solver",
    isConvex: isNewton ? family.isConvex : !isBent(plan, family),
  };
}

function leastDeviance(given: Given): number {
  const { loss, bestLoss } = given.nullModel;
  const null_ = Number.isFinite(loss) ? 2 * Math.max(0, loss - bestLoss) : 0;
  const rounding = given.family.isQuadratic
    ? given.response.totalWeight * NOTHING * factsOf(given.response).largest ** 2
    : 1e-14 * Math.abs(bestLoss);
  return Math.max(NOTHING * null_, rounding, Number.MIN_VALUE / Number.EPSILON);
}

/** Squares of residuals that are a few roundings of y. */
function leastObjective(given: Given): number {
  return given.family.isQuadratic ? (8 * Number.EPSILON * factsOf(given.response).largest) ** 2 : 0;
}
