import { GlmError } from "../base/errors.js";
import type { PenaltyPlan, Plan, Recipe, WeightType } from "../base/flow.js";
import { APPROXIMATIONS, NOISES } from "../noise/index.js";
import { PENALTIES } from "../penalties/index.js";
import { SOLVERS } from "../solvers/index.js";
import { DEFAULTS } from "./defaults.js";

/**
 * The part of the plan that a model keeps: data, everything that changes the objective. The vectors are those of the plan, which
 * nobody writes to.
 */
export function recipeOf(plan: Plan, weightType: WeightType): Recipe {
  const {
    noises,
    ties,
    approximation,
    mask,
    copies,
    seed,
    penalty,
    constraint,
    bounds,
    unlabeled,
    standardize,
    biasReduction,
  } = plan;
  const some = <V extends Float64Array | Uint8Array>(v: V): V | undefined => (isZero(v) ? undefined : v);
  return {
    noises: noises.map(({ kind, strengths }) => ({ kind, strengths })),
    ties,
    approximation,
    mask,
    copies,
    seed,
    square: some(penalty.square),
    absolute: some(penalty.absolute),
    excluded: some(penalty.excluded),
    shaped: penalty.shape === 0 ? undefined : { penalty: nameOf(penalty.id), shape: penalty.shape },
    grouped: penalty.groups && { penalty: nameOf(penalty.id), groups: penalty.groups },
    constraint,
    bounds,
    unlabeled: unlabeled?.weight,
    standardize,
    weightType,
    biasReduction,
  };
}

function nameOf(id: number): string {
  return Object.values(PENALTIES).find((penalty) => penalty.id === id)!.name;
}

function isZero(v: Float64Array | Uint8Array): boolean {
  for (let j = 0; j < v.length; j++) if (v[j] !== 0) return false;
  return true;
}

/**
 * Makes the plan again, for p columns and K classes, by Newton's method from `start`. Rows without labels are not in a recipe: they
 * must be given again.
 */
export function planOfFit(
  recipe: Recipe,
  p: number,
  classes: number,
  intercept: boolean,
  start: Plan["start"],
  unlabeled?: Plan["unlabeled"],
): Plan {
  const vector = (v: ArrayLike<number> | undefined): Float64Array => {
    if (v !== undefined && v.length !== p) {
      throw new GlmError("BAD_MODEL", `the recipe of the model has ${v.length} numbers for ${p} columns`, {});
    }
    return v === undefined ? new Float64Array(p) : Float64Array.from(v);
  };
  const { noises, approximation, mask, copies, seed, constraint, bounds, standardize, biasReduction } = recipe;
  const { newton } = SOLVERS;
  const { id, isBounded } = PENALTIES[recipe.shaped?.penalty ?? recipe.grouped?.penalty ?? "elasticNet"]!;
  return {
    classes,
    noises: noises.map((n) => ({ kind: n.kind, id: NOISES[n.kind]!.id, strengths: vector(n.strengths) })),
    ties: recipe.ties && Int32Array.from(vector(recipe.ties)),
    approximation,
    approximationId: approximation === undefined ? 0 : APPROXIMATIONS[approximation],
    mask,
    copies,
    seed,
    penalty: {
      id,
      shape: recipe.shaped?.shape ?? 0,
      isBounded,
      square: vector(recipe.square),
      absolute: vector(recipe.absolute),
      excluded: Uint8Array.from(vector(recipe.excluded)),
      groups: recipe.grouped && Int32Array.from(vector(recipe.grouped.groups)),
    },
    constraint,
    bounds: bounds && { lower: vector(bounds.lower), upper: vector(bounds.upper) },
    unlabeled,
    standardize,
    intercept,
    biasReduction,
    solver: "newton",
    solverId: newton.id,
    needsMatrix: true,
    tolerance: DEFAULTS.tolerance,
    maxIterations: newton.maxIterations,
    standardErrors: undefined,
    start,
  };
}

/** Whether anything moves the coefficients away from the maximum of the likelihood. */
export function isHeldBack({ noises, square, absolute, constraint, bounds }: Recipe): boolean {
  return noises.length > 0 || [square, absolute, constraint, bounds].some((part) => part !== undefined);
}

/** What has kinks, in words: an L1 penalty, or a penalty of another name; undefined where nothing has. */
export function kinkedBy({
  absolute,
  shaped,
  grouped,
}: Pick<Recipe, "absolute" | "shaped" | "grouped">): string | undefined {
  return absolute === undefined ? undefined : wordsOf(shaped?.penalty ?? grouped?.penalty);
}

/** The same of the penalty of a plan. */
export function kinkedByPlan({ id, absolute }: Pick<PenaltyPlan, "id" | "absolute">): string | undefined {
  return isZero(absolute) ? undefined : wordsOf(nameOf(id));
}

function wordsOf(name: string = PENALTIES.elasticNet!.name): string {
  return name === PENALTIES.elasticNet!.name ? "an L1 penalty" : `penalty ${name}`;
}

/** Why a fit has no covariance, in words; undefined when it has one. */
export function whyNoCovariance(
  plan: Pick<Plan, "constraint" | "classes"> & {
    readonly bounds: unknown;
    readonly noises: readonly unknown[];
    readonly unlabeled: unknown;
    /** The penalty that chooses columns, in words. */
    readonly kinked: string | undefined;
    /** Whether rows of the fit are on the border of the link's domain. */
    readonly isAtBorder?: boolean;
  },
): string | undefined {
  if (plan.isAtBorder)
    return "the best fit lies on the border of the link's domain, where estimates have no normal distribution";
  if (plan.kinked !== undefined)
    return `${plan.kinked} chooses columns, and standard errors do not account for the choice: refit the chosen columns on other rows`;
  if (plan.bounds !== undefined) return "an estimate at its bound has no normal distribution";
  if (plan.constraint !== undefined) return "estimates in a ball have no normal distribution; use ridge(lambda)";
  if (plan.unlabeled !== undefined)
    return "rows without labels are a second sample, which the sandwich does not account for";
  if (plan.classes > 1 && plan.noises.length > 0)
    return "the scores of single rows are not computed for many classes with noise";
  return undefined;
}
