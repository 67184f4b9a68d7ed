import { Exchange } from "../abi/exchange";
import { Outcome, Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { DEPENDENT, factor, solve } from "../num/cholesky";
import { at, axpy, copy, dot, maxAbs, put, rowOf } from "../num/vec";
import { penaltyAddCurvatures } from "../penalty/registry";
import { beginSearch, judgeStep, LineSearch, Verdict } from "./line-search";
import { Escape, NO_ESCAPE, proposeEscape, resumeEscape } from "./escape";
import { accept, gradientOf, hessianOf, holdDependent, objectiveOf, optimalityOf, SETTLED, tryStep } from "./shared";

/**
 * L-BFGS: a quasi-Newton method that keeps the last HISTORY steps s and gradient changes y.
 *
 *   direction = -B g,  B from D^-1 = 1 / diag H(start) by the two-loop recursion, scaled by s'y / y'D^-1 y
 *
 * For many columns, where a d x d matrix is too large. Each trial is one pass: value and gradient together.
 * With `examine` (few enough columns, not all of them penalized) one Hessian at the start finds dependent columns, and
 * one at the end tells a minimizer from a point on the way to infinity, as Newton's method does on the way.
 *
 * Cost of an iteration: one pass and 4 HISTORY d multiplications. Memory: (2 HISTORY + 4) d.
 * Source: Nocedal & Wright (2006), algorithms 7.4 and 7.5.
 */
@final @unmanaged
class Lbfgs {
  phase: i32;
  stored: i32; //      pairs in memory, <= HISTORY
  newest: i32; //      slot of the newest pair
  gamma: f64;
  search: usize; //    LineSearch
  escape: usize; //    Escape
  gradient: usize; //  f64[d]  at the accepted point
  trial: usize; //     f64[d]  at the trial point
  direction: usize; // f64[d]
  diagonal: usize; //  f64[d]
  s: usize; //         f64[HISTORY][d]
  y: usize; //         f64[HISTORY][d]
  rho: usize; //       f64[HISTORY]
  alpha: usize; //     f64[HISTORY]
}

enum Phase { Start = 0, Trial = 1, FarPoint = 2, FinalHessian = 3, LastStep = 4 }

const HISTORY: i32 = 10;
const LOST: f64 = 1e-10; //      part of the usual curvature
const CURVATURE: f64 = 1e-14; // a pair with s'y below this part of |s| |y| is rounding and would spoil B

export function lbfgsBytes(d: i32): usize {
  return offsetof<Lbfgs>() + offsetof<LineSearch>() + offsetof<Escape>() + 64 + ((<usize>d * (4 + 2 * HISTORY) + 2 * HISTORY) << 3);
}

export function lbfgsStart(state: State): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  const own = changetype<Lbfgs>(state.scratch);
  const vector = <usize>d << 3;
  let top = (state.scratch + offsetof<Lbfgs>() + 15) & ~15;
  own.search = top; top += (offsetof<LineSearch>() + 15) & ~15;
  own.escape = top; top += (offsetof<Escape>() + 15) & ~15;
  own.gradient = top; top += vector;
  own.trial = top; top += vector;
  own.direction = top; top += vector;
  own.diagonal = top; top += vector;
  own.s = top; top += vector * HISTORY;
  own.y = top; top += vector * HISTORY;
  own.rho = top; top += HISTORY << 3;
  own.alpha = top;
  own.stored = 0;
  own.newest = -1;
  own.gamma = 1.0;
  own.phase = Phase.Start;
  copy(d, state.point, changetype<Exchange>(state.exchange).point);
  const request = Request.Value | Request.Gradient | Request.Diagonal;
  return problem.examine ? request | Request.Gram : request;
}

export function lbfgsResume(state: State): i32 {
  const own = changetype<Lbfgs>(state.scratch);
  switch (own.phase) {
    case Phase.Start: return started(state, own);
    case Phase.Trial: return tried(state, own);
    case Phase.FarPoint: return farPointJudged(state, own);
    case Phase.FinalHessian: return finalStep(state, own);
    default: return lastStepJudged(state, own);
  }
}

function started(state: State, own: Lbfgs): i32 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  const objective = objectiveOf(state);
  if (!(Math.abs(objective) < Infinity)) return Outcome.NonFinite;
  if (problem.examine) holdDependent(state);
  preconditioner(state, own);
  gradientOf(state, own.gradient);
  accept(state, objective, optimalityOf(state, own.gradient));
  return next(state, own);
}

/** D = diag H + P'', kept away from zero. */
function preconditioner(state: State, own: Lbfgs): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  for (let j = 0; j < d; ++j) put(own.diagonal, j, at(exchange.diagonal, j) / problem.totalWeight);
  penaltyAddCurvatures(problem.penalty, problem.penaltyParams, problem.dimension, exchange.point, 1, own.diagonal);
  const largest = maxAbs(d, own.diagonal);
  const floor = largest > 0.0 ? 1e-8 * largest : 1.0;
  for (let j = 0; j < d; ++j) put(own.diagonal, j, Math.max(at(own.diagonal, j), floor));
}

/** Stop, or start a line search along -B g. */
function next(state: State, own: Lbfgs): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  if (state.optimality <= problem.tolerance || state.iteration >= problem.maxIterations) return atEnd(state, own);
  twoLoops(own, d);
  let slope = dot(d, own.gradient, own.direction);
  if (!(slope < 0.0)) { // memory spoilt by rounding: start again from the preconditioned gradient
    own.stored = 0;
    own.gamma = 1.0;
    twoLoops(own, d);
    slope = dot(d, own.gradient, own.direction);
  }
  beginSearch(changetype<LineSearch>(own.search), state.objective, slope, 1.0);
  tryStep(state, 1.0, own.direction);
  own.phase = Phase.Trial;
  return Request.Value | Request.Gradient;
}

function tried(state: State, own: Lbfgs): i32 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const search = changetype<LineSearch>(own.search);
  const d = problem.dimension;
  const objective = objectiveOf(state);
  gradientOf(state, own.trial);
  const verdict = judgeStep(search, objective, dot(d, own.trial, own.direction));
  if (verdict == Verdict.Again) {
    tryStep(state, search.step, own.direction);
    return Request.Value | Request.Gradient;
  }
  if (verdict == Verdict.Failed) {
    if (own.stored > 0) {
      own.stored = 0;
      own.gamma = 1.0;
      return next(state, own);
    }
    copy(d, state.point, exchange.point);
    return atEnd(state, own);
  }
  remember(state, own);
  copy(d, own.trial, own.gradient);
  accept(state, objective, optimalityOf(state, own.gradient));
  state.iteration += 1;
  return next(state, own);
}

/** Stores s = new point - old point, y = new gradient - old gradient. */
function remember(state: State, own: Lbfgs): void {
  const d = changetype<Problem>(state.problem).dimension;
  const exchange = changetype<Exchange>(state.exchange);
  const slot = (own.newest + 1) % HISTORY;
  const s = rowOf(own.s, slot, d);
  const y = rowOf(own.y, slot, d);
  let weighted = 0.0;
  for (let j = 0; j < d; ++j) {
    const yj = at(own.trial, j) - at(own.gradient, j);
    put(s, j, at(exchange.point, j) - at(state.point, j));
    put(y, j, yj);
    weighted += yj * yj / at(own.diagonal, j);
  }
  const sy = dot(d, s, y);
  if (!(sy > CURVATURE * Math.sqrt(dot(d, s, s) * dot(d, y, y)))) return;
  put(own.rho, slot, 1.0 / sy);
  own.gamma = sy / weighted;
  own.newest = slot;
  if (own.stored < HISTORY) own.stored += 1;
}

/** direction <- -B gradient */
function twoLoops(own: Lbfgs, d: i32): void {
  const r = own.direction;
  for (let j = 0; j < d; ++j) put(r, j, -at(own.gradient, j));
  for (let k = 0; k < own.stored; ++k) {
    const slot = (own.newest - k + HISTORY) % HISTORY;
    const a = at(own.rho, slot) * dot(d, rowOf(own.s, slot, d), r);
    put(own.alpha, slot, a);
    axpy(d, -a, rowOf(own.y, slot, d), r);
  }
  for (let j = 0; j < d; ++j) put(r, j, at(r, j) * own.gamma / at(own.diagonal, j));
  for (let k = own.stored - 1; k >= 0; --k) {
    const slot = (own.newest - k + HISTORY) % HISTORY;
    const b = at(own.rho, slot) * dot(d, rowOf(own.y, slot, d), r);
    axpy(d, at(own.alpha, slot) - b, rowOf(own.s, slot, d), r);
  }
}

/** Where the search stops: is this a minimizer, or a point on the way to infinity? */
function atEnd(state: State, own: Lbfgs): i32 {
  const problem = changetype<Problem>(state.problem);
  if (!problem.mayRecede) return stopped(state);
  own.phase = Phase.FarPoint; // a plane that separates all rows is a direction itself
  return proposeEscape(state, changetype<Escape>(own.escape), state.point);
}

function farPointJudged(state: State, own: Lbfgs): i32 {
  const next = resumeEscape(state, changetype<Escape>(own.escape));
  if (next != NO_ESCAPE) return next;
  const problem = changetype<Problem>(state.problem);
  if (!problem.examine) return stopped(state);
  copy(problem.dimension, state.point, changetype<Exchange>(state.exchange).point);
  own.phase = Phase.FinalHessian;
  return Request.Hessian;
}

/** The Newton step from here is small at a minimizer, about 1 on the way to infinity; very far out there is none. A doubt is left to the host. */
function finalStep(state: State, own: Lbfgs): i32 {
  const d = changetype<Problem>(state.problem).dimension;
  const H = changetype<Exchange>(state.exchange).hessian;
  hessianOf(state);
  const isFlat = hasLostCurvature(state, own, d, H);
  const failed = factor(d, H, H, state.dependent, DEPENDENT);
  state.isDoubtful = 1;
  if (failed > 0) return stopped(state); // no curvature left along some direction
  for (let j = 0; j < d; ++j) put(own.direction, j, -at(own.gradient, j));
  solve(d, H, own.direction);
  if (maxAbs(d, own.direction) <= SETTLED) {
    state.isDoubtful = isFlat ? 1 : 0;
    return stopped(state);
  }
  own.phase = Phase.LastStep;
  return proposeEscape(state, changetype<Escape>(own.escape), own.direction);
}

/** Whether the curvature of some column is gone: what is left of its slope is rounding, and so is a step from it. */
function hasLostCurvature(state: State, own: Lbfgs, d: i32, H: usize): bool {
  const S = changetype<Problem>(state.problem).gradientScale;
  for (let j = 0; j < d; ++j) { // residuals squared are about the curvature of the null model: a start may be far steeper
    const usual = Math.min(at(own.diagonal, j), S * S);
    if (at(state.dependent, j) == 0.0 && at(rowOf(H, j, d), j) < LOST * usual) return true;
  }
  return false;
}

function lastStepJudged(state: State, own: Lbfgs): i32 {
  const next = resumeEscape(state, changetype<Escape>(own.escape));
  return next != NO_ESCAPE ? next : stopped(state);
}

function stopped(state: State): i32 {
  const problem = changetype<Problem>(state.problem);
  if (state.optimality <= problem.tolerance) return Outcome.Converged;
  return state.iteration >= problem.maxIterations ? Outcome.MaxIterations : Outcome.Precision;
}
