import { Exchange } from "../abi/exchange";
import { Outcome, Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { SeparablePenalty } from "../penalty/contract";
import { kinkNormChanges } from "../penalty/groups";
import { penaltyGroups, penaltyIsBounded, penaltyKink } from "../penalty/registry";
import { at, copy, dot, fill, maxAbs, put, rowOf } from "../num/vec";
import { Escape, NO_ESCAPE, proposeEscape, resumeEscape } from "./escape";
import { curvatureAlong, learn, Model, modelBytes, placeModel } from "./model";
import { minimizeModel } from "./quadratic-model";
import { accept, gradientOf, lossHessianOf, mayReuse, noiseOf, objectiveOf, residualOf, SETTLED, tryStep, hasFallen, SMALLEST_STEP } from "./shared";
import { MOST_STALLS, PROGRESS, stepOf } from "./step";

/**
 * Proximal Newton for F = smooth + sum_j k_j |theta_j| within bounds: at each point the smooth part is replaced by its
 * second-order model, which solver/quadratic-model.ts minimizes exactly, by coordinate descent and an active-set step.
 *
 *   step = argmin_s  g's + s'(H + mu diag H)s / 2 + sum_j k_j |theta_j + s_j|,  lower <= theta + s <= upper
 *   theta <- theta + t step,  t = 1, 1/2 or less until F falls by a part of what the model promised
 *
 * It lives in p-space, on the Hessian: for n > p any number of shards answers; for p > n the host hands it the columns that
 * matter, a working set, and looks over the others itself. A gaussian loss needs one Hessian.
 * Along a path it begins with the point, its gradient and the Hessian of the step before (state.adopted): the gradient is exact,
 * the Hessian learns from every step (`learn`), and is formed anew where that promises to end sooner.
 * Where the penalty is concave (MCP, SCAD) the model takes its curvature, too, which may leave no minimum. Then, and for the first
 * step and after one that was cut, it takes the tangent, a local linear approximation: F falls, and near the end Newton's pace is back.
 * The certificate is the largest violation of the KKT conditions, and the step that the model's minimizer leaves: its promise is
 * the Newton decrement of the coordinates that are free.
 *
 * Cost of an iteration: one pass, n d^2 / 2 for the Hessian, d^2 per sweep over the coordinates.
 * Source: Friedman, Hastie & Tibshirani (2010), sections 2-3; Lee, Sun & Saunders (2014), Proximal Newton-type methods;
 * Zou & Li (2008), One-step sparse estimates, for the tangent.
 */
@final @unmanaged
export class Descent {
  phase: i32;
  step: f64;
  promise: f64; //     < 0: change of F that the model promised for a full step
  damping: f64;
  isFast: i32; //      the Hessian of an earlier point is still good
  hasModel: i32; //    the model holds a Hessian, of this run or of one before
  learns: i32; //      the model takes up what steps show: along a path, where it is used for long
  isRough: i32; //     Hessians are asked for in f32, until one leads to a step that helps little
  isCurrent: i32; //   the exchange holds value and gradient of state.point
  isFresh: i32; //     the model's Hessian is of state.point and in f64
  shortest: f64; //    the step that was left, at the least, since the optimality is within tolerance
  stalls: i32; //      how often it did not fall
  isConcave: i32; //   the penalty is, somewhere
  way: i32;
  otherwise: i32;
  escape: usize; //    Escape
  model: usize; //     Model
  gradient: usize; //  f64[d]
  residual: usize; //  f64[d]
  direction: usize; // f64[d]
  slopes: usize; //    f64[d]  of the loss at state.point
  change: usize; //    f64[d]  of these by the last step
}

enum Phase { Start = 0, Trial = 1, Curvature = 2, Escape = 3 }

const REUSE: f64 = 0.05;
const HELPS: f64 = 0.5; //  a step leaves this much of the violation at most
const NEW_GOAL: f64 = 0.01; //  of the optimality: how well the model is minimized far from the end; near it, as Newton's pace asks
const STALE_GOAL: f64 = 0.01; // with a Hessian of an earlier point, which does not lead that far
const MODEL_GOAL: f64 = 0.08; // of the tolerance: how well the model is minimized at most
const FIRST_DAMPING: f64 = 1e-4;
const LARGEST_DAMPING: f64 = 1e12;
const STEP_GOAL: f64 = 1e-3; // of the optimality: how well the model is minimized to know the step

export function descentBytes(d: i32): usize {
  return offsetof<Descent>() + offsetof<Escape>() + modelBytes(d) + 96 + ((<usize>d * 5) << 3);
}

export function descentStart(state: State): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  const own = changetype<Descent>(state.scratch);
  const vector = <usize>d << 3;
  let top = (state.scratch + offsetof<Descent>() + 15) & ~15;
  own.escape = top; top += (offsetof<Escape>() + 15) & ~15;
  own.gradient = top; top += vector;
  own.residual = top; top += vector;
  own.direction = top; top += vector;
  own.slopes = top; top += vector;
  own.change = top; top += vector;
  own.model = (top + 15) & ~15;
  placeModel(own.model, d);
  const isAdopted = state.adopted != 0 && own.hasModel != 0 && own.damping == 0.0;
  own.hasModel = isAdopted ? 1 : 0;
  own.damping = 0.0;
  own.learns = isAdopted && !problem.isQuadratic ? 1 : 0;
  own.isFast = isAdopted ? 1 : problem.isQuadratic | problem.isNear;
  if (!isAdopted) own.isRough = problem.isQuadratic ? 0 : 1;
  own.phase = Phase.Start;
  own.isFresh = 0;
  if (!isAdopted && d > 0) put(state.origin, 0, NaN);
  own.shortest = Infinity;
  own.stalls = 0;
  own.isConcave = i32(penaltyIsBounded(problem.penalty, problem.penaltyParams));
  changetype<Model>(own.model).isFlat = isAdopted ? 0 : own.isConcave;
  fill(d, own.direction, 0.0);
  copy(d, state.point, changetype<Exchange>(state.exchange).point);
  state.adopted = isAdopted ? 1 : 0;
  if (isAdopted && own.isCurrent) return started(state, own);
  return isAdopted ? Request.Value | Request.Gradient : Request.Value | Request.Gradient | hessian(own);
}

export function descentResume(state: State, answered: i32): i32 {
  const own = changetype<Descent>(state.scratch);
  switch (own.phase) {
    case Phase.Start: return started(state, own);
    case Phase.Trial: return tried(state, own, answered);
    case Phase.Curvature: {
      lossHessianOf(state);
      return goOn(state, own, true);
    }
    default: return judged(state, own);
  }
}

function started(state: State, own: Descent): i32 {
  const objective = objectiveOf(state);
  if (!(Math.abs(objective) < Infinity)) return Outcome.NonFinite;
  gradientOf(state, own.gradient);
  accept(state, objective, residualOf(state, own.gradient, own.residual));
  own.isCurrent = 1;
  slopesOf(state, own.slopes);
  if (state.adopted) return goOn(state, own, false);
  lossHessianOf(state);
  return goOn(state, own, true);
}

/** Gradient and Hessian are at hand: stop, or minimize the model and try the step. */
function goOn(state: State, own: Descent, isNew: bool): i32 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  if (isNew) {
    own.isFresh = own.isRough ? 0 : 1;
    copy(d, state.point, state.origin);
  }
  const isWithin = state.optimality <= problem.tolerance;
  if (!isWithin && state.iteration >= problem.maxIterations) return stop(state, own, Outcome.MaxIterations);
  if (isWithin) {
    const isDamped = own.damping > 0.0 && !isNew;
    own.damping = 0.0;
    if (isDamped || (problem.certifies && !own.isFresh && !problem.isQuadratic)) return askInFull(own);
  }
  const model = changetype<Model>(own.model);
  const pace = own.learns && problem.isNear && !isNew ? STALE_GOAL : Math.min(NEW_GOAL, state.optimality);
  const goal = (isWithin ? STEP_GOAL * state.optimality : Math.max(pace * state.optimality, MODEL_GOAL * problem.tolerance)) * problem.gradientScale;
  for (;;) {
    const solved = minimizeModel(state, model, exchange.hessian, isNew, own.gradient, own.damping, goal, own.direction);
    if (isNew) {
      state.adopted = 0;
      own.hasModel = 1;
    }
    isNew = false;
    own.promise = promiseOf(state, own);
    if (own.isConcave && !model.isFlat && !(solved && own.promise <= 0.0)) {
      model.isFlat = 1;
      continue;
    }
    if (isWithin && own.damping == 0.0) {
      const isEnough = judgeEnd(state, own, solved);
      if (isEnough || state.iteration >= problem.maxIterations) return stop(state, own, Outcome.Converged);
    }
    if (solved && own.promise < 0.0) break;
    if (solved && maxAbs(d, own.direction) == 0.0) return stop(state, own, Outcome.Precision);
    if (state.adopted) {
      own.phase = Phase.Curvature;
      return hessian(own);
    }
    own.damping = Math.max(10.0 * own.damping, FIRST_DAMPING);
    if (!(own.damping <= LARGEST_DAMPING)) return stop(state, own, Outcome.Precision);
  }
  own.step = 1.0;
  tryStep(state, 1.0, own.direction, own.promise);
  own.phase = Phase.Trial;
  return own.isFast ? Request.Value | Request.Gradient : Request.Value | Request.Gradient | hessian(own);
}

/** Whether what is left at a point within tolerance is small enough, or beyond what rounding allows to see. */
function judgeEnd(state: State, own: Descent, solved: bool): bool {
  const problem = changetype<Problem>(state.problem);
  state.step = solved ? stepOf(state, Math.max(-own.promise, 0.0)) : NaN;
  state.isSure = problem.isQuadratic || own.isFresh ? 1 : 0;
  if (!solved && !problem.isConvex) state.isSaddle = 1; // no positive curvature
  if (!(state.step > problem.stepTolerance) || own.stalls >= MOST_STALLS) return true;
  if (state.step > PROGRESS * own.shortest) own.stalls += 1;
  own.shortest = Math.min(own.shortest, state.step);
  return false;
}

/** s'H s of the model along the step. */
export function descentCurvature(own: Descent, d: i32): f64 { return curvatureAlong(changetype<Model>(own.model), d, own.direction); }

/** Of state.point, from now on in f64. */
function askInFull(own: Descent): i32 {
  own.isRough = 0;
  own.phase = Phase.Curvature;
  return Request.Hessian;
}

function hessian(own: Descent): i32 { return own.isRough ? Request.Hessian | Request.Rough : Request.Hessian; }

/** g's + sum_j k_j (|theta_j + s_j| - |theta_j|), or the same of groups: what F falls by to first order. */
function promiseOf(state: State, own: Descent): f64 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  let sum = dot(d, own.gradient, own.direction);
  const groups = penaltyGroups(problem.penalty, problem.penaltyParams);
  if (groups != 0) return sum + kinkNormChanges(d, groups, changetype<SeparablePenalty>(problem.penaltyParams).kinks, state.point, own.direction);
  for (let j = 0; j < d; ++j) {
    const k = penaltyKink(problem.penalty, problem.penaltyParams, j);
    if (k != 0.0) sum += k * (Math.abs(at(state.point, j) + at(own.direction, j)) - Math.abs(at(state.point, j)));
  }
  return sum;
}

function tried(state: State, own: Descent, answered: i32): i32 {
  const problem = changetype<Problem>(state.problem);
  const objective = objectiveOf(state);
  const noise = noiseOf(state);
  if (!hasFallen(state, objective, own.step, own.promise)) {
    own.isCurrent = 0;
    own.step *= 0.5;
    if (own.step < SMALLEST_STEP) return stop(state, own, Outcome.Precision);
    tryStep(state, own.step, own.direction, own.promise);
    return Request.Value | Request.Gradient;
  }
  const before = state.optimality;
  gradientOf(state, own.gradient);
  const optimality = residualOf(state, own.gradient, own.residual);
  if (-own.promise <= noise && !(optimality < before) && !(optimality <= problem.tolerance)) return stop(state, own, Outcome.Precision); // nothing left but rounding
  if (own.learns && own.damping == 0.0 && !(answered & Request.Hessian)) learnFrom(state, own);
  else slopesOf(state, own.slopes);
  own.isFresh = 0;
  accept(state, objective, optimality);
  own.isCurrent = 1;
  state.iteration += 1;
  own.isFast = problem.isQuadratic || (own.step == 1.0 && (optimality <= REUSE * before || mayReuse(problem.dimension, problem.tolerance, before, optimality, own.learns != 0))) ? 1 : 0;
  if (!(optimality <= HELPS * before)) own.isRough = 0;
  changetype<Model>(own.model).isFlat = own.step < 1.0 ? own.isConcave : 0;
  if (own.step == 1.0) own.damping = own.damping > 1e-3 * FIRST_DAMPING ? own.damping * 0.1 : 0.0;
  if (answered & Request.Hessian) {
    lossHessianOf(state);
    return goOn(state, own, true);
  }
  if (own.isFast || (optimality <= problem.tolerance && own.stalls == 0)) return goOn(state, own, false);
  own.phase = Phase.Curvature;
  return hessian(own);
}

/** Slopes of the mean loss at exchange.point. */
function slopesOf(state: State, out: usize): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  for (let j = 0; j < problem.dimension; ++j) put(out, j, at(exchange.gradient, j) / problem.totalWeight);
}

/** The model takes up the step from state.point to exchange.point. */
function learnFrom(state: State, own: Descent): void {
  const d = changetype<Problem>(state.problem).dimension;
  const step = own.residual; // its content has been used
  copy(d, own.slopes, own.change);
  slopesOf(state, own.slopes);
  const to = changetype<Exchange>(state.exchange).point;
  for (let j = 0; j < d; ++j) {
    put(step, j, at(to, j) - at(state.point, j));
    put(own.change, j, at(own.slopes, j) - at(own.change, j));
  }
  learn(changetype<Model>(own.model), d, step, own.change, state.iteration > 0);
}

/** Ends with `outcome`, unless a large step, or the point itself, leads to infinity; a large step, or none that helps, without proof is a doubt. */
function stop(state: State, own: Descent, outcome: i32): i32 {
  const problem = changetype<Problem>(state.problem);
  if (!problem.mayRecede || (outcome == Outcome.Converged && maxAbs(problem.dimension, own.direction) <= SETTLED)) return outcome;
  own.otherwise = outcome;
  own.phase = Phase.Escape;
  own.way = 0;
  return proposeEscape(state, changetype<Escape>(own.escape), own.direction);
}

function judged(state: State, own: Descent): i32 {
  const answer = resumeEscape(state, changetype<Escape>(own.escape));
  if (answer != NO_ESCAPE) return answer;
  if (own.way == 0) {
    own.way = 1;
    return proposeEscape(state, changetype<Escape>(own.escape), state.point);
  }
  const d = changetype<Problem>(state.problem).dimension;
  state.isDoubtful = i32(own.otherwise == Outcome.Precision || maxAbs(d, own.direction) > SETTLED);
  copy(d, state.point, changetype<Exchange>(state.exchange).point);
  return own.otherwise;
}
