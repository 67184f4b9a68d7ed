import { Exchange } from "../abi/exchange";
import { Problem, State } from "../abi/problem";
import { findDependent, SAFE } from "../num/cholesky";
import { penaltyAddCurvatures, penaltyAddSlopes, penaltyGroups, penaltyKink, penaltyValue } from "../penalty/registry";
import { at, copy, maxAbs, put, rowOf } from "../num/vec";
import { groupResiduals } from "./group-condition";

/**
 * What all solvers do with an answer. A solver never sees a row: it writes exchange.point, returns a request, and finds
 * sums over rows when it is resumed. F and its derivatives are those sums divided by W, plus the penalty.
 */

/** F at exchange.point, from the answer to Request.Value. */
export function objectiveOf(state: State): f64 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  return exchange.value / problem.totalWeight
    + penaltyValue(problem.penalty, problem.penaltyParams, problem.dimension, exchange.point);
}

/** out <- dF/dtheta at exchange.point, from the answer to Request.Gradient; 0 for columns that are held. */
export function gradientOf(state: State, out: usize): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const inverse = 1.0 / problem.totalWeight;
  for (let j = 0; j < problem.dimension; ++j) put(out, j, at(exchange.gradient, j) * inverse);
  penaltyAddSlopes(problem.penalty, problem.penaltyParams, problem.dimension, exchange.point, out);
  if (state.dependents > 0) {
    for (let j = 0; j < problem.dimension; ++j) if (at(state.dependent, j) != 0.0) put(out, j, 0.0);
  }
}

/** max_j |gradient_j| / S: the largest violation of dF/dtheta = 0, in units of the null model's residuals. */
export function optimalityOf(state: State, gradient: usize): f64 {
  const problem = changetype<Problem>(state.problem);
  return maxAbs(problem.dimension, gradient) / problem.gradientScale;
}

/**
 * By how much coordinate j violates its optimality condition, at x with slope m of the smooth part and kink k:
 * the distance of 0 from m + k sign(x), or from [m - k, m + k] at 0; at a bound only a pull back inside counts.
 */
export function violation(problem: Problem, j: i32, x: f64, m: f64, k: f64): f64 {
  let low = x > 0.0 ? m + k : m - k; //   slope to the left: must not be > 0
  let high = x < 0.0 ? m - k : m + k; //  slope to the right: must not be < 0
  if (problem.lower != 0) {
    if (x <= at(problem.lower, j)) low = -Infinity; // x cannot fall, so nothing is asked of that side
    if (x >= at(problem.upper, j)) high = Infinity;
  }
  return low > 0.0 ? low : high < 0.0 ? -high : low == low && high == high ? 0.0 : Infinity;
}

/** The largest violation of the optimality conditions at exchange.point over S, each into `out`; `gradient` of the smooth part. */
export function residualOf(state: State, gradient: usize, out: usize): f64 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  for (let j = 0; j < problem.dimension; ++j) {
    const k = penaltyKink(problem.penalty, problem.penaltyParams, j);
    const held = state.dependents > 0 && at(state.dependent, j) != 0.0;
    put(out, j, held ? 0.0 : violation(problem, j, at(exchange.point, j), at(gradient, j), k));
  }
  const groups = penaltyGroups(problem.penalty, problem.penaltyParams);
  if (groups != 0) groupResiduals(problem, groups, exchange.point, gradient, out);
  return optimalityOf(state, out);
}

/** exchange.point becomes the best point so far. */
export function accept(state: State, objective: f64, optimality: f64): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  copy(problem.dimension, exchange.point, state.point);
  copy(problem.dimension, exchange.point, state.seen);
  copy(problem.dimension, exchange.gradient, state.slopes);
  state.lowest = exchange.lowest;
  state.highest = exchange.highest;
  state.loss = exchange.loss;
  state.objective = objective;
  state.optimality = optimality;
}

/** exchange.point <- state.point + step direction; `slope` is that of F along the direction. */
export function tryStep(state: State, step: f64, direction: usize, slope: f64): void {
  state.trial = step;
  state.slope = slope;
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  for (let j = 0; j < problem.dimension; ++j) put(exchange.point, j, at(state.point, j) + step * at(direction, j));
  if (problem.lower == 0) return;
  for (let j = 0; j < problem.dimension; ++j) { // a step to a bound and the point it starts from round to beyond the bound
    put(exchange.point, j, Math.min(Math.max(at(exchange.point, j), at(problem.lower, j)), at(problem.upper, j)));
  }
}

/** exchange.hessian <- d2F/dtheta2 at exchange.point (lower triangle), from the answer to Request.Hessian; likewise of Gram. */
export function hessianOf(state: State): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  lossHessianOf(state);
  penaltyAddCurvatures(problem.penalty, problem.penaltyParams, problem.dimension, exchange.point, d + 1, exchange.hessian);
}

/** The same without the penalty's part. */
export function lossHessianOf(state: State): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  const inverse = 1.0 / problem.totalWeight;
  for (let j = 0; j < d; ++j) {
    const row = rowOf(exchange.hessian, j, d);
    for (let k = 0; k <= j; ++k) put(row, k, at(row, k) * inverse);
  }
}

const HESSIAN_COST: f64 = 12.0; // products of a Hessian per entry of X in the time of a pass without one
const LEARNING: f64 = 0.6;
const NEWTON_PASSES: f64 = 2.0; // left after a new Hessian

/**
 * Whether going on with the old Hessian, at the pace of the last step, takes no longer than a new one and what is left to do then.
 * With `learns` the pace is expected to rise: each step tells something of the curvature.
 */
export function mayReuse(d: i32, target: f64, before: f64, optimality: f64, learns: bool): bool {
  if (!(optimality < before && target > 0.0)) return false;
  const left = Math.log(target / optimality) / Math.log(optimality / before);
  return (learns ? LEARNING * left : left) <= <f64>d / HESSIAN_COST + NEWTON_PASSES;
}

/**
 * Columns that depend on others, from the answer to Request.Gram: flagged in state.dependent. Not from a Hessian, whose
 * weights may have vanished where a fit starts far out. False where some do, or nearly, and the host wants to know.
 */
export function holdDependent(state: State): bool {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  hessianOf(state);
  if (!problem.reportsDependence) {
    state.dependents = findDependent(d, exchange.hessian, exchange.product, state.dependent);
    return true;
  }
  let held = 0;
  for (let j = 0; j < d; ++j) if (at(state.dependent, j) != 0.0) ++held;
  state.dependents = findDependent(d, exchange.hessian, exchange.product, state.dependent, SAFE);
  return state.dependents == held;
}

/** Objectives closer than this part of their size cannot be told apart: a few roundings of a sum over rows. */
export const ROUNDING: f64 = 4e-15;

/** By how much two values of F near state.point may differ for rounding alone. */
export function noiseOf(state: State): f64 {
  return 2.0 * ROUNDING * Math.abs(state.objective) + changetype<Problem>(state.problem).leastObjective;
}

/** Of what a step promises: F has to fall by this part of it at least (Armijo). Nocedal & Wright (2006), equation 3.4. */
export const FALL: f64 = 1e-4;

/** Shorter steps change nothing any more. */
export const SMALLEST_STEP: f64 = 1e-12;

/** The accept test of all solvers that halve their steps: F at exchange.point is finite, and has fallen enough up to rounding; `promise` < 0 is that of the whole step. */
// @ts-ignore: decorator
@inline
export function hasFallen(state: State, objective: f64, step: f64, promise: f64): bool {
  return Math.abs(objective) < Infinity && objective <= state.objective + FALL * step * promise + noiseOf(state);
}

/**
 * Coordinates are standardized, so a step of 1 in one of them moves eta by about 1. At a minimizer the next step is far
 * smaller than this even on badly conditioned data; running off to infinity it is about 1 for ever.
 */
export const SETTLED: f64 = 1e-4;

/** Largest |H_jj|, or 1 where all are 0: the scale of `dampedEntry`. */
export function largestDiagonal(d: i32, H: usize): f64 {
  let largest = 0.0;
  for (let j = 0; j < d; ++j) largest = Math.max(largest, Math.abs(at(rowOf(H, j, d), j)));
  return largest == 0.0 ? 1.0 : largest;
}

/** h + mu |h|; an entry that underflowed is damped too, so that no coordinate runs away. */
export function dampedEntry(h: f64, mu: f64, largest: f64): f64 { return h + mu * Math.max(Math.abs(h), 1e-10 * largest); }

/** to <- H + mu diag |H| */
export function damp(d: i32, H: usize, to: usize, mu: f64): void {
  const largest = largestDiagonal(d, H);
  for (let j = 0; j < d; ++j) {
    const from = rowOf(H, j, d);
    copy(j, from, rowOf(to, j, d));
    put(rowOf(to, j, d), j, dampedEntry(at(from, j), mu, largest));
  }
}
