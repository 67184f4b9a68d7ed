import { Exchange } from "../abi/exchange";
import { Outcome, Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { DEPENDENT, factor, solve } from "../num/cholesky";
import { at, copy, dot, maxAbs, put, rowOf } from "../num/vec";
import { beginSearch, judgeStep, LineSearch, Verdict } from "./line-search";
import { Escape, NO_ESCAPE, proposeEscape, resumeEscape } from "./escape";
import { firstLoop, forget, keep, makePairs, nextSlot, Pairs, pairsBytes, secondLoop } from "./pairs";
import { applyClasses, askClasses, ClassMetric, classMetricBytes, isPlain, makeClassMetric, takeClass } from "./class-metric";
import { applyInverse, inverseNorm, makePreconditioner, precondition, preconditionAnew, Preconditioner, preconditionerBytes, preconditionerRequest } from "./preconditioner";
import { accept, gradientOf, hessianOf, holdDependent, objectiveOf, optimalityOf, SETTLED, tryStep } from "./shared";
import { PROGRESS, stepOf } from "./step";

/**
 * L-BFGS: a quasi-Newton method that keeps the last steps s and gradient changes y.
 *
 *   direction = -B g,  B from B0^-1 (solver/preconditioner.ts) by the two-loop recursion, scaled by s'y / y'B0^-1 y
 *
 * With many classes B0 has a matrix for each (solver/class-metric.ts), which only noise makes a scale necessary for.
 * For many columns, where a d x d matrix is too large. Each trial is one pass: value and gradient together, and after 8, 16, 32 ...
 * steps the metric too, because noise changes it by orders of magnitude.
 * With `examine` (few enough columns, not all of them penalized) one Hessian at the start finds dependent columns, and
 * one at the end tells a minimizer from a point on the way to infinity.
 *
 * Cost of an iteration: one pass and 40 d multiplications. Memory: 24 d.
 * Source: Nocedal & Wright (2006), algorithm 7.5; solver/pairs.ts.
 */
@final @unmanaged
class Lbfgs {
  phase: i32;
  renews: bool; //     the current pass also computes the metric
  pairs: Pairs;
  gamma: f64;
  shortest: f64; //    the smallest step left since the optimality is within tolerance
  stalls: i32; //      steps since it last fell
  search: usize; //    LineSearch
  escape: usize; //    Escape
  gradient: usize; //  f64[d]  at the accepted point
  trial: usize; //     f64[d]  at the trial point
  direction: usize; // f64[d]
  metric: usize; //    Preconditioner
  classes: usize; //   ClassMetric instead, or 0
  renewAt: i32; //     the step after which it is made anew
  since: f64; //       the optimality at its last making
}

enum Phase { Start = 0, Trial = 1, FarPoint = 2, FinalHessian = 3, LastStep = 4, Classes = 5 }

const PATIENCE: i32 = 10; //     steps without progress
const LOST: f64 = 1e-10; //      this part of the usual curvature counts as none
const EARLY: i32 = 12; //        steps to a point whose curvatures are like those of the end
const LATE: i32 = 4; //          times as many before they are taken again
const WORTH: f64 = 24.0; //      steps that must be left, at the pace since the last time

export function lbfgsBytes(d: i32, classes: i32): usize {
  return offsetof<Lbfgs>() + offsetof<LineSearch>() + offsetof<Escape>() + 64 + <usize>d * 24 + preconditionerBytes(d) + pairsBytes(d)
    + classMetricBytes(d, classes);
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
  own.metric = changetype<usize>(makePreconditioner(top, d)); top += preconditionerBytes(d);
  own.pairs = makePairs(top, d); top += pairsBytes(d);
  own.classes = problem.blocks == 0 ? 0 : changetype<usize>(makeClassMetric(top, d, problem.blocks));
  own.gamma = 1.0;
  own.shortest = Infinity;
  own.stalls = 0;
  own.phase = Phase.Start;
  copy(d, state.point, changetype<Exchange>(state.exchange).point);
  const request = Request.Value | Request.Gradient | (needsDiagonal(own, problem) ? preconditionerRequest(problem) : 0);
  return problem.examine ? request | Request.Gram : request;
}

/** Whether the diagonal is the metric, or tells whether curvature is lost. */
function needsDiagonal(own: Lbfgs, problem: Problem): bool { return own.classes == 0 || problem.examine != 0; }

export function lbfgsResume(state: State): i32 {
  const own = changetype<Lbfgs>(state.scratch);
  switch (own.phase) {
    case Phase.Start: return started(state, own);
    case Phase.Trial: return tried(state, own);
    case Phase.FarPoint: return farPointJudged(state, own);
    case Phase.FinalHessian: return finalStep(state, own);
    case Phase.Classes: return classTaken(state, own);
    default: return lastStepJudged(state, own);
  }
}

function started(state: State, own: Lbfgs): i32 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  const objective = objectiveOf(state);
  if (!(Math.abs(objective) < Infinity)) return Outcome.NonFinite;
  if (problem.examine && !holdDependent(state)) return Outcome.Dependent;
  if (needsDiagonal(own, problem)) precondition(state, changetype<Preconditioner>(own.metric));
  gradientOf(state, own.gradient);
  accept(state, objective, optimalityOf(state, own.gradient));
  if (own.classes == 0) return next(state, own);
  const plain = isPlain(state, changetype<ClassMetric>(own.classes));
  own.renewAt = plain ? EARLY : EARLY * LATE;
  return renewClasses(state, own, plain);
}

/** Makes the metric of classes from the curvatures at the best point. */
function renewClasses(state: State, own: Lbfgs, plain: bool): i32 {
  own.since = state.optimality;
  own.phase = Phase.Classes;
  return askClasses(state, changetype<ClassMetric>(own.classes), plain);
}

function classTaken(state: State, own: Lbfgs): i32 {
  const request = takeClass(state, changetype<ClassMetric>(own.classes));
  return request != 0 ? request : next(state, own);
}

/** Whether there is so much left to do, at the pace so far, that new curvatures are worth their pass for each class. */
function isWorth(state: State, own: Lbfgs): bool {
  if (own.classes == 0 || state.iteration != own.renewAt) return false;
  const steps = own.renewAt == EARLY ? EARLY : own.renewAt - own.renewAt / LATE;
  own.renewAt *= LATE;
  const target = changetype<Problem>(state.problem).tolerance;
  const left = Math.log(state.optimality / target) / Math.log(own.since / state.optimality);
  return !(state.optimality <= target) && !(left >= 0.0 && left * <f64>steps < WORTH);
}

/** Stop, or start a line search along -B g. */
function next(state: State, own: Lbfgs): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  twoLoops(state, own);
  let slope = dot(d, own.gradient, own.direction);
  state.step = stepOf(state, -slope);
  if (state.iteration >= problem.maxIterations || (state.optimality <= problem.tolerance && isEnough(state, own))) return atEnd(state, own);
  if (!(slope < 0.0)) { // the stored pairs are spoilt by rounding: restart from the preconditioned gradient
    forget(own.pairs);
    own.gamma = 1.0;
    twoLoops(state, own);
    slope = dot(d, own.gradient, own.direction);
  }
  beginSearch(changetype<LineSearch>(own.search), state.objective, slope, 1.0);
  tryStep(state, 1.0, own.direction, slope);
  own.phase = Phase.Trial;
  const k = state.iteration + 1;
  own.renews = own.classes == 0 && k > 7 && (k & (k - 1)) == 0; // after 8, 16, 32 ... steps
  return own.renews ? Request.Value | Request.Gradient | preconditionerRequest(problem) : Request.Value | Request.Gradient;
}

/** Whether the step that is left, by the metric, is small enough or no longer falls. */
function isEnough(state: State, own: Lbfgs): bool {
  if (!(state.step > changetype<Problem>(state.problem).stepTolerance)) return true;
  if (state.step > PROGRESS * own.shortest) own.stalls += 1;
  else {
    own.shortest = state.step;
    own.stalls = 0;
  }
  return own.stalls > PATIENCE;
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
    own.renews = false;
    tryStep(state, search.step, own.direction, search.slope);
    return Request.Value | Request.Gradient;
  }
  if (verdict == Verdict.Failed) {
    if (own.pairs.stored > 0) {
      forget(own.pairs);
      own.gamma = 1.0;
      return next(state, own);
    }
    copy(d, state.point, exchange.point);
    return atEnd(state, own);
  }
  if (own.renews) preconditionAnew(state, changetype<Preconditioner>(own.metric));
  remember(state, own);
  copy(d, own.trial, own.gradient);
  accept(state, objective, optimalityOf(state, own.gradient));
  state.iteration += 1;
  return isWorth(state, own) ? renewClasses(state, own, false) : next(state, own);
}

/** Stores s = new point - old point, y = new gradient - old gradient. */
function remember(state: State, own: Lbfgs): void {
  const d = changetype<Problem>(state.problem).dimension;
  const exchange = changetype<Exchange>(state.exchange);
  const slot = nextSlot(own.pairs);
  const s = rowOf(own.pairs.s, slot, d);
  const y = rowOf(own.pairs.y, slot, d);
  for (let j = 0; j < d; ++j) {
    put(s, j, at(exchange.point, j) - at(state.point, j));
    put(y, j, at(own.trial, j) - at(own.gradient, j));
  }
  const sy = keep(own.pairs, slot);
  if (sy > 0.0 && own.classes == 0) own.gamma = sy / inverseNorm(changetype<Preconditioner>(own.metric), y);
  else if (sy > 0.0 && !changetype<Problem>(state.problem).isConvex) {
    copy(d, y, own.direction);
    applyClasses(state, changetype<ClassMetric>(own.classes), 1.0, own.direction);
    own.gamma = sy / dot(d, y, own.direction);
  }
}

/** direction <- -B gradient */
function twoLoops(state: State, own: Lbfgs): void {
  const d = changetype<Problem>(state.problem).dimension;
  const r = own.direction;
  for (let j = 0; j < d; ++j) put(r, j, -at(own.gradient, j));
  firstLoop(own.pairs, r);
  if (own.classes != 0) applyClasses(state, changetype<ClassMetric>(own.classes), own.gamma, r);
  else applyInverse(changetype<Preconditioner>(own.metric), own.gamma, r);
  secondLoop(own.pairs, r);
}

/** At the end of the search: is this a minimizer, or a point on the way to infinity? */
function atEnd(state: State, own: Lbfgs): i32 {
  const problem = changetype<Problem>(state.problem);
  if (!problem.mayRecede) return stopped(state);
  own.phase = Phase.FarPoint; // a point that separates all rows is a direction itself
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

/** The Newton step from here is small at a minimizer, about 1 on the way to infinity; very far out it does not exist. The host resolves a doubt. */
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

/** Whether the curvature of some column has vanished: its slope is then rounding, and so is a step. */
function hasLostCurvature(state: State, own: Lbfgs, d: i32, H: usize): bool {
  const S = changetype<Problem>(state.problem).gradientScale;
  const diagonal = changetype<Preconditioner>(own.metric).usual;
  for (let j = 0; j < d; ++j) { // squared residuals are about the curvature of the null model; the start may have far more
    const usual = Math.min(at(diagonal, j), S * S);
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
