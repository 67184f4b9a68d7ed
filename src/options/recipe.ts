import type { Plan, Recipe } from "../base/flow.js";
import { APPROXIMATIONS, NOISES } from "../noise/index.js";
import { SOLVERS } from "../solvers/index.js";
import { DEFAULTS } from "./defaults.js";

/** What a model keeps of the plan it was fitted by: plain data, everything that changes the objective. */
export function recipeOf(plan: Plan): Recipe {
  const { noises, approximation, mask, copies, seed, penalty, constraint, bounds, unlabeled, standardize } = plan;
  const some = (v: ArrayLike<number>): number[] | undefined =>
    Array.prototype.some.call(v, (s: number) => s !== 0) ? Array.from(v) : undefined;
  return {
    noises: noises.map(({ kind, strengths }) => ({ kind, strengths: Array.from(strengths) })),
    approximation,
    mask,
    copies,
    seed,
    square: some(penalty.square),
    absolute: some(penalty.absolute),
    excluded: some(penalty.excluded),
    constraint,
    bounds: bounds && { lower: Array.from(bounds.lower), upper: Array.from(bounds.upper) },
    unlabeled: unlabeled?.weight,
    standardize,
  };
}

/**
 * The plan again, for p columns and K classes, by Newton's method from `start`. Rows without labels are not in a recipe: they
 * have to be given anew.
 */
export function planAgain(
  recipe: Recipe,
  p: number,
  classes: number,
  intercept: boolean,
  start: Plan["start"],
  unlabeled?: Plan["unlabeled"],
): Plan {
  const vector = (v: readonly number[] | undefined): Float64Array => (v ? Float64Array.from(v) : new Float64Array(p));
  const { noises, approximation, mask, copies, seed, constraint, bounds, standardize } = recipe;
  const { newton } = SOLVERS;
  return {
    classes,
    noises: noises.map((n) => ({ kind: n.kind, id: NOISES[n.kind]!.id, strengths: vector(n.strengths) })),
    approximation,
    approximationId: approximation === undefined ? 0 : APPROXIMATIONS[approximation],
    mask,
    copies,
    seed,
    penalty: {
      id: 0,
      square: vector(recipe.square),
      absolute: vector(recipe.absolute),
      excluded: Uint8Array.from(vector(recipe.excluded)),
    },
    constraint,
    bounds: bounds && { lower: vector(bounds.lower), upper: vector(bounds.upper) },
    unlabeled,
    standardize,
    intercept,
    solver: "newton",
    solverId: newton.id,
    needsMatrix: true,
    tolerance: DEFAULTS.tolerance,
    maxIterations: newton.maxIterations,
    start,
  };
}
