import { Exchange } from "../abi/exchange";
import { Outcome, Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { CLEARLY_INDEPENDENT, DEPENDENT, factor, SAFE } from "../num/cholesky";
import { at, copy, maxAbs, put, rowOf } from "../num/vec";
import { beginBend, Bend, Bent, judgeBend } from "./bend";
import { Escape, NO_ESCAPE, proposeEscape, resumeEscape } from "./escape";
import { decrementOf, factorHessian, findDirection, firstStep, FIRST_DAMPING } from "./newton-metric";
import { layOut, Newton } from "./newton-state";
import { keepStep, nextSlot } from "./pairs";
import {
  accept, gradientOf, hessianOf, holdDependent, mayReuse, noiseOf, objectiveOf, optimalityOf, SETTLED, tryStep, hasFallen, SMALLEST_STEP } from "./shared";
import { MOST_STALLS, PROGRESS, stepOf } from "./step";

/**
 * Newton's method for F(theta) = (1/W) sum_i w_i f_i + P, on the true objective and its true Hessian.
 *
 *   (H + mu diag H) step = -g         mu = 0 unless H is not positive definite (Levenberg-Marquardt)
 *   theta <- theta + t step           t = 1, 1/2 or less until F falls enough (Armijo)
 *
 * - If the first factorization leaves a doubt, dependent columns are searched for and held where they
 *   started (zero, unless the caller started elsewhere); the host makes the minimum-norm choice afterwards.
 * - A Hessian costs about d / 10 passes without one. While the old factor, corrected by the last steps
 *   (solver/pairs.ts), promises to end sooner than a new one would, trials ask for no Hessian.
 * - Hessians are in f32 while their columns are clearly independent: they only determine the direction.
 * - With many rows it may begin with the point and the factor of a fit to a part of them (newtonAdopt); often
 *   passes without a Hessian then suffice.
 * - It has converged when the optimality is within tolerance AND the step that is left is small, in standard errors. A small
 *   gradient with a large step may mean that the minimizer is at infinity; solver/escape.ts decides.
 * - If F is not convex the Hessian at the end must be positive definite; if not, the search follows a direction of negative curvature
 *   (solver/bend.ts).
 *
 * Cost of an iteration: one pass, n d^2 / 2 multiplications for the Hessian, d^3 / 3 for the factor.
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), sections 3.3-3.4, 10.3.
 */

/**
 * Candidate directions to infinity, tried in order: the next step; the point itself; the displacement since the landmark, in which
 * coefficients with a limit hardly move. In a step, far rows without curvature may move back; in the other two they do not.
 */
enum Way { Step = 0, Point = 1, Landmark = 2 }

enum Phase { Start = 0, Dependence = 1, Trial = 2, Curvature = 3, Escape = 4, Bend = 5 }

const REUSE: f64 = 0.05; //        after a full step that cuts the optimality to this part no new Hessian is needed, whatever it costs
const CLEAR_IN_F32: f64 = 1e-3; // where every pivot of a Hessian in f32 is above this part, rounding changes a step by at most a thousandth
const LANDMARK: f64 = 1e-6;
const TIGHTEN: f64 = 1e-2;
const EASY_TARGET: f64 = 1e-8; // a looser tolerance is tightened to this before a large step is tested
const LEAST_TARGET: f64 = 1e-14;

/** Gives `state` the point and the factor of another minimization, of fewer rows, as a start. False if they are not usable. */
export function newtonAdopt(state: State, from: State): bool {
  const other = changetype<Newton>(from.scratch);
  if (!other.isClear || other.damping > 0.0 || from.dependents > 0) return false;
  const d = changetype<Problem>(state.problem).dimension;
  const own = layOut(state);
  copy(d, from.point, state.point);
  copy(d * d, other.factor, own.factor);
  copy(d, from.origin, state.origin);
  own.share = changetype<Problem>(state.problem).totalWeight / changetype<Problem>(from.problem).totalWeight;
  state.adopted = 1;
  return true;
}

export function newtonStart(state: State): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  const own = layOut(state);
  own.hasLandmark = 0;
  own.damping = 0.0;
  own.isFresh = 0;
  own.isDamped = 0;
  own.isJudged = 0;
  if (!state.adopted) own.share = 1.0;
  own.shortest = Infinity;
  own.stalls = 0;
  changetype<Bend>(own.bend).isKnown = 0;
  own.target = problem.tolerance;
  own.isFast = problem.isQuadratic;
  own.isClear = 0;
  own.isRough = problem.isQuadratic ? 0 : 1;
  own.phase = Phase.Start;
  copy(d, state.point, changetype<Exchange>(state.exchange).point);
  const request = Request.Value | Request.Gradient;
  return state.adopted ? request : request | hessian(own);
}

export function newtonResume(state: State, answered: i32): i32 {
  const own = changetype<Newton>(state.scratch);
  switch (own.phase) {
    case Phase.Start: return started(state, own);
    case Phase.Dependence: return dependenceKnown(state, own);
    case Phase.Trial: return tried(state, own, answered);
    case Phase.Curvature: return curvatureKnown(state, own);
    case Phase.Bend: return bent(state, own);
    default: return judged(state, own);
  }
}

function started(state: State, own: Newton): i32 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const objective = objectiveOf(state);
  if (!(Math.abs(objective) < Infinity)) return Outcome.NonFinite;
  if (state.adopted && objective > problem.ceiling) return Outcome.NonFinite;
  gradientOf(state, own.gradient);
  accept(state, objective, optimalityOf(state, own.gradient));
  if (state.adopted) {
    state.adopted = 0; // a second start is an ordinary one
    own.isClear = 1;
    own.isFast = 1;
    return goOn(state, own);
  }
  hessianOf(state);
  const limit = own.isRough ? CLEAR_IN_F32 : problem.reportsDependence ? SAFE : CLEARLY_INDEPENDENT;
  if (factor(problem.dimension, exchange.hessian, own.factor, state.dependent, limit) == 0) {
    own.isClear = 1;
    own.isFresh = own.isRough ? 0 : 1;
    copy(problem.dimension, state.point, state.origin);
    return goOn(state, own);
  }
  own.isRough = 0;
  own.phase = Phase.Dependence;
  return Request.Gram;
}

/** Some column may depend on others: find it, then go on without it. */
function dependenceKnown(state: State, own: Newton): i32 {
  if (!holdDependent(state)) return Outcome.Dependent;
  gradientOf(state, own.gradient); // held columns have gradient 0
  state.optimality = optimalityOf(state, own.gradient);
  own.phase = Phase.Curvature;
  return Request.Hessian;
}

function hessian(own: Newton): i32 { return own.isRough ? Request.Hessian | Request.Rough : Request.Hessian; }

/** Asks for the Hessian at state.point, from now on in f64. */
function askInFull(state: State, own: Newton): i32 {
  copy(changetype<Problem>(state.problem).dimension, state.point, changetype<Exchange>(state.exchange).point);
  own.isRough = 0;
  own.phase = Phase.Curvature;
  return Request.Hessian;
}

/** Takes the Hessian. One in f32 is enough if it has clear pivots; otherwise the full one is requested. */
function curvatureKnown(state: State, own: Newton): i32 {
  const limit = own.isRough ? CLEAR_IN_F32 : DEPENDENT;
  if (factorHessian(state, own, limit)) return goOn(state, own);
  return own.isRough ? askInFull(state, own) : atRest(state, own);
}

/** With a gradient and a factor: decides whether to stop, else tries a full step. */
function goOn(state: State, own: Newton): i32 {
  const problem = changetype<Problem>(state.problem);
  findDirection(problem.dimension, own);
  state.step = own.isDamped ? NaN : stepOf(state, decrementOf(state, own)); // a damped step is no measure
  state.isSure = problem.isQuadratic || own.isFresh ? 1 : 0;
  if (state.optimality <= own.target) {
    if ((own.isDamped || !problem.isConvex) && !own.isFresh) return askInFull(state, own);
    if (changetype<Bend>(own.bend).isKnown) {
      if (state.iteration >= problem.maxIterations) return nowhere(state, own);
      own.phase = Phase.Bend;
      beginBend(state, changetype<Bend>(own.bend), own.gradient);
      return Request.Value | Request.Gradient;
    }
    if (own.isDamped && !problem.isConvex) return nowhere(state, own); // flat to rounding: no minimum is proved
    if (!(state.step > problem.stepTolerance) || own.stalls >= MOST_STALLS) return stop(state, own, Outcome.Converged);
    if (problem.mayRecede && !own.isJudged && maxAbs(problem.dimension, own.direction) > SETTLED) return stop(state, own, Outcome.Converged);
    if (state.step > PROGRESS * own.shortest) own.stalls += 1;
    own.shortest = Math.min(own.shortest, state.step);
    if (own.stalls > 0 && !own.isFresh) {
      own.shortest = Infinity; // earlier values used another curvature
      return askInFull(state, own);
    }
  }
  if (state.iteration >= problem.maxIterations) {
    if (!(state.optimality <= problem.tolerance)) return stop(state, own, Outcome.MaxIterations);
    own.target = LEAST_TARGET; // it was tightened below the requested tolerance
    return stop(state, own, Outcome.Converged);
  }
  own.step = firstStep(state, own);
  tryStep(state, own.step, own.direction, own.slope);
  own.phase = Phase.Trial;
  return own.isFast ? Request.Value | Request.Gradient : Request.Value | Request.Gradient | hessian(own);
}

/** No step along the negative curvature lowers F: ends, and reports a saddle. */
function nowhere(state: State, own: Newton): i32 {
  state.isSaddle = 1;
  return atRest(state, own);
}

/** Takes a trial along the negative curvature. */
function bent(state: State, own: Newton): i32 {
  const verdict = judgeBend(state, changetype<Bend>(own.bend));
  if (verdict == Bent.Again) return Request.Value | Request.Gradient;
  changetype<Bend>(own.bend).isKnown = 0;
  if (verdict == Bent.Nowhere) return nowhere(state, own);
  gradientOf(state, own.gradient);
  accept(state, objectiveOf(state), optimalityOf(state, own.gradient));
  state.iteration += 1;
  own.isFast = 0;
  own.phase = Phase.Curvature;
  return hessian(own);
}

function tried(state: State, own: Newton, answered: i32): i32 {
  const problem = changetype<Problem>(state.problem);
  const objective = objectiveOf(state);
  const noise = noiseOf(state);
  if (!hasFallen(state, objective, own.step, own.slope)) {
    own.step *= 0.5;
    if (!(own.step > SMALLEST_STEP * firstStep(state, own))) return atRest(state, own);
    tryStep(state, own.step, own.direction, own.slope);
    return Request.Value | Request.Gradient;
  }
  const slot = nextSlot(own.pairs);
  copy(problem.dimension, own.gradient, rowOf(own.pairs.y, slot, problem.dimension));
  gradientOf(state, own.gradient);
  const before = state.optimality;
  const optimality = optimalityOf(state, own.gradient);
  if (-own.slope <= noise && !(optimality < before) && before < Infinity) {
    const slope = own.slope;
    findDirection(problem.dimension, own);
    if (!(-own.slope < -PROGRESS * PROGRESS * slope)) return atRest(state, own); // only rounding is left
  }
  keepStep(own.pairs, slot, state.point, changetype<Exchange>(state.exchange).point, own.gradient);
  own.isFresh = 0;
  accept(state, objective, optimality);
  if (!own.hasLandmark && optimality <= LANDMARK) {
    copy(problem.dimension, state.point, own.landmark);
    own.hasLandmark = 1;
  }
  state.iteration += 1;
  own.isFast = own.step == 1.0 && (optimality <= REUSE * before || mayReuse(problem.dimension, own.target, before, optimality, true)) ? 1 : 0;
  if (own.step == 1.0) own.damping = own.damping > 1e-3 * FIRST_DAMPING ? own.damping * 0.1 : 0.0;
  if (answered & Request.Hessian) return curvatureKnown(state, own);
  if (own.isFast || (own.step == 1.0 && optimality <= own.target)) return goOn(state, own);
  own.phase = Phase.Curvature;
  return hessian(own);
}

/** No step makes progress: the point is as near as rounding allows, or on the way to infinity. */
function atRest(state: State, own: Newton): i32 {
  const problem = changetype<Problem>(state.problem);
  copy(problem.dimension, state.point, changetype<Exchange>(state.exchange).point);
  return stop(state, own, state.optimality <= problem.tolerance ? Outcome.Converged : Outcome.Precision);
}

/** Ends with `outcome`, unless a large step is left and one of the candidate directions leads to infinity. */
function stop(state: State, own: Newton, outcome: i32): i32 {
  const problem = changetype<Problem>(state.problem);
  const step = maxAbs(problem.dimension, own.direction);
  if (!problem.mayRecede || (step <= SETTLED && own.damping == 0.0)) return outcome; // a damped step is no measure
  if (own.isJudged) {
    state.isDoubtful = 1;
    return outcome;
  }
  if (outcome == Outcome.Converged && own.target > EASY_TARGET) { // one or two steps cost less than the proof
    own.target = Math.max(own.target * TIGHTEN, EASY_TARGET);
    return goOn(state, own);
  }
  if (own.isRough) return askInFull(state, own); // the test of a direction needs all digits of the unmoved rows
  own.otherwise = outcome;
  return propose(state, own, Way.Step);
}

function propose(state: State, own: Newton, way: Way): i32 {
  const d = changetype<Problem>(state.problem).dimension;
  own.phase = Phase.Escape;
  own.way = way;
  if (way == Way.Landmark) {
    for (let j = 0; j < d; ++j) put(own.direction, j, at(state.point, j) - at(own.landmark, j));
  }
  return proposeEscape(state, changetype<Escape>(own.escape), way == Way.Point ? state.point : own.direction);
}

function judged(state: State, own: Newton): i32 {
  const next = resumeEscape(state, changetype<Escape>(own.escape));
  if (next != NO_ESCAPE) return next;
  if (own.way == Way.Step) return propose(state, own, Way.Point);
  if (own.way == Way.Point && own.hasLandmark) return propose(state, own, Way.Landmark);
  if (own.otherwise == Outcome.Converged && own.target > LEAST_TARGET) {
    own.target *= TIGHTEN;
    return goOn(state, own);
  }
  own.isJudged = 1; // all candidates are tested
  return own.otherwise == Outcome.Converged ? goOn(state, own) : stop(state, own, own.otherwise);
}
