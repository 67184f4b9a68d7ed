import { GlmError } from "../base/errors.js";
import type { PathPlan, Plan } from "../base/flow.js";
import { PENALTY, REQUEST } from "../base/ids.js";
import { solveInDomain } from "../border/border.js";
import { estimateShape } from "../fitting/shape.js";
import { prepareFit } from "../minimize/fit-task.js";
import type { Fitting, Opened } from "../minimize/fitting.js";
import { groupNorms, leadersOf } from "../minimize/groups.js";
import { columnOf, strengthsOf, unitOf } from "../minimize/penalize.js";
import { askAtPoint, type Watched } from "../shard/task.js";
import { SOLVERS } from "../solvers/index.js";
import { elementary, power } from "../wasm/elementary.js";

/** The penalty that stands for an infinite one, in units of the null model's slopes. */
const HEAVY = 1e6;

/**
 * The smallest lambda at which every coefficient that is penalized is 0: the largest slope of the loss there over the
 * strength of its kink, max_j |g_j| / (share f_j), or that of a group's slopes, |(g_j / f)_g|. What is not penalized has been fitted first, and so has the shape of a
 * negative binomial. Undefined when it was stopped.
 *
 * Source: Friedman, Hastie & Tibshirani (2010), section 2.5; share is held off 0 as glmnet does.
 */
export function* largestLambda(opened: Opened & Pick<Fitting, "plan">, path: PathPlan): Watched<number | undefined> {
  const { uploaded, family, response } = opened;
  const { scope, scale } = uploaded;
  const { plan, share } = path;
  const weight = plan.penalty.square.map((s, j) => s + plan.penalty.absolute[j]!);
  const isAway = (j: number) => plan.bounds !== undefined && (plan.bounds.lower[j]! > 0 || plan.bounds.upper[j]! < 0);
  const hasOthers = weight.some((f, j) => scale[j] !== 0 && (f === 0 || isAway(j)));
  const position = scope.kernel.exports.mark();
  const fitting = yield* prepareFit({ ...opened, plan: heavily(opened, plan, weight) });
  if (family.estimatesTheta && (yield* estimateShape(fitting)).outcome === undefined) return undefined;
  if (hasOthers && !family.estimatesTheta && (yield* solveInDomain(fitting)) === undefined) return undefined;
  yield* askAtPoint(fitting.task, REQUEST.value | REQUEST.gradient);
  const gradient = fitting.task.exchange.copy("gradient", uploaded.dimension);
  scope.kernel.exports.release(position);
  const pulls = gradient.map((slope, entry) => {
    const j = columnOf(uploaded, entry);
    if (j === uploaded.columns || scale[j] === 0 || weight[j] === 0) return 0;
    return Math.abs(slope) / response.totalWeight / (weight[j]! * unitOf(uploaded, plan, j));
  });
  const leaders = leadersOf(uploaded, plan, strengthsOf(uploaded, plan).absolute);
  const largest = (leaders === undefined ? pulls : groupNorms(leaders, (entry) => pulls[entry]!)).reduce(
    (most, pull) => Math.max(most, pull),
    0,
  );
  if (largest > 0 && largest < Infinity) return largest / share;
  const message = `no lambda can be chosen: the slopes of the penalized columns at 0 are ${largest}; give option lambdas`;
  throw new GlmError("BAD_VALUE", message, { largest });
}

/** Penalized columns held at 0 by kinks. */
function heavily(
  { uploaded, nullModel }: Pick<Fitting, "uploaded" | "nullModel">,
  plan: Plan,
  weight: Float64Array,
): Plan {
  const { id, dense, maxIterations } = SOLVERS["coordinate-descent"];
  const kink = (f: number, j: number): number =>
    f === 0 || uploaded.scale[j] === 0 ? 0 : (HEAVY * nullModel.gradientScale) / unitOf(uploaded, plan, j);
  const penalty = {
    ...plan.penalty,
    id: PENALTY.elasticNet,
    shape: 0,
    isBounded: false,
    groups: undefined,
    square: weight.map(() => 0),
    absolute: weight.map(kink),
  };
  return {
    ...plan,
    solver: "coordinate-descent",
    solverId: id,
    needsMatrix: dense,
    maxIterations,
    penalty,
    start: undefined,
  };
}

/** Numbers from `largest` down to `ratio` of it, evenly spaced in their logarithm. */
export function fallingGrid(largest: number, ratio: number, count: number): number[] {
  const kernel = elementary();
  return Array.from({ length: count }, (_, k) => largest * power(ratio, count === 1 ? 0 : k / (count - 1), kernel));
}
