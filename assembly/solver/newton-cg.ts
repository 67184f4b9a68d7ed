import { Exchange } from "../abi/exchange";
import { Outcome, Request } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { penaltyAddCurvatures } from "../penalty/registry";
import { at, axpy, copy, dot, fill, maxAbs, put } from "../num/vec";
import { Escape, NO_ESCAPE, proposeEscape, resumeEscape } from "./escape";
import { accept, gradientOf, holdDependent, noiseOf, objectiveOf, optimalityOf, SETTLED, tryStep, hasFallen, SMALLEST_STEP } from "./shared";
import { MOST_STALLS, PROGRESS, stepOf } from "./step";

/**
 * Newton's method without a matrix: conjugate gradients solve the system H step = -g with one Hessian-vector product,
 * that is one pass, per iteration, more accurately as the search comes closer.
 *
 *   preconditioner D = diag H + P''        stop at |r| <= min(0.1, sqrt(optimality)) |g| in the norm of D^-1
 *   negative curvature: the step found so far, or the preconditioned gradient
 *   theta <- theta + t step,  t = 1, 1/2 or less until F falls enough (Armijo)
 *
 * Within tolerance it solves once more: the decrement -g . direction is the step that is left. If the host checks the
 * curvature anyway, that of the preconditioner is enough.
 *
 * For many columns, where a d x d matrix is too large and L-BFGS needs too many iterations.
 * Source: Dembo & Steihaug (1983), Truncated-Newton algorithms; Nocedal & Wright (2006), algorithm 7.1.
 */
@final @unmanaged
class NewtonCg {
  phase: i32;
  step: f64;
  slope: f64;
  goal: f64; //        on the squared norm of the residual
  size: f64; //        that norm now
  inner: i32; //       products of this step
  way: i32;
  shortest: f64; //    the smallest step left since the optimality is within tolerance
  stalls: i32; //      how often it did not fall
  escape: usize; //    Escape
  gradient: usize; //  f64[d]
  direction: usize; // f64[d]
  residual: usize; //  f64[d]
  conjugate: usize; // f64[d]
  diagonal: usize; //  f64[d]
}

enum Phase { Start = 0, Product = 1, Trial = 2, Escape = 3 }

const MOST_PRODUCTS: i32 = 250;

export function newtonCgBytes(d: i32): usize {
  return offsetof<NewtonCg>() + offsetof<Escape>() + 64 + ((<usize>d * 5) << 3);
}

export function newtonCgStart(state: State): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  const own = changetype<NewtonCg>(state.scratch);
  const vector = <usize>d << 3;
  let top = (state.scratch + offsetof<NewtonCg>() + 15) & ~15;
  own.escape = top; top += (offsetof<Escape>() + 15) & ~15;
  own.gradient = top; top += vector;
  own.direction = top; top += vector;
  own.residual = top; top += vector;
  own.conjugate = top; top += vector;
  own.diagonal = top;
  own.shortest = Infinity;
  own.stalls = 0;
  own.phase = Phase.Start;
  copy(d, state.point, changetype<Exchange>(state.exchange).point);
  const request = Request.Value | Request.Gradient | Request.Diagonal;
  return problem.examine ? request | Request.Gram : request;
}

export function newtonCgResume(state: State): i32 {
  const own = changetype<NewtonCg>(state.scratch);
  switch (own.phase) {
    case Phase.Start: return started(state, own);
    case Phase.Product: return multiplied(state, own);
    case Phase.Trial: return tried(state, own);
    default: return judged(state, own);
  }
}

function started(state: State, own: NewtonCg): i32 {
  const problem = changetype<Problem>(state.problem);
  const objective = objectiveOf(state);
  if (!(Math.abs(objective) < Infinity)) return Outcome.NonFinite;
  if (problem.examine && !holdDependent(state)) return Outcome.Dependent;
  preconditioner(state, own);
  fill(problem.dimension, own.direction, 0.0);
  gradientOf(state, own.gradient);
  accept(state, objective, optimalityOf(state, own.gradient));
  return next(state, own);
}

/** D = diag H + P'', kept away from zero. */
function preconditioner(state: State, own: NewtonCg): void {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  for (let j = 0; j < d; ++j) put(own.diagonal, j, at(exchange.diagonal, j) / problem.totalWeight);
  penaltyAddCurvatures(problem.penalty, problem.penaltyParams, d, exchange.point, 1, own.diagonal);
  const largest = maxAbs(d, own.diagonal);
  const floor = largest > 0.0 ? 1e-8 * largest : 1.0;
  for (let j = 0; j < d; ++j) put(own.diagonal, j, Math.max(at(own.diagonal, j), floor));
}

/** Stops, or begins to solve for the next step. */
function next(state: State, own: NewtonCg): i32 {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  if (state.iteration >= problem.maxIterations) return atEnd(state, own);
  if (state.optimality <= problem.tolerance && !problem.certifies) {
    state.step = stepOf(state, preconditionedNorm(d, own.gradient, own.diagonal));
    return atEnd(state, own);
  }
  fill(d, own.direction, 0.0);
  for (let j = 0; j < d; ++j) {
    const r = -at(own.gradient, j);
    put(own.residual, j, r);
    put(own.conjugate, j, r / at(own.diagonal, j));
  }
  own.size = dot(d, own.residual, own.conjugate);
  const part = Math.min(0.1, Math.sqrt(state.optimality));
  own.goal = part * part * own.size;
  own.inner = 0;
  return ask(state, own);
}

function ask(state: State, own: NewtonCg): i32 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  copy(problem.dimension, state.point, exchange.point);
  copy(problem.dimension, own.conjugate, exchange.direction);
  own.phase = Phase.Product;
  return own.inner == 0 && state.iteration > 0 ? Request.HessianVector | Request.Diagonal : Request.HessianVector;
}

/** One step of conjugate gradients. */
function multiplied(state: State, own: NewtonCg): i32 {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  const H = exchange.product; // H conjugate
  const P = exchange.adaptive; // memory for P''
  fill(d, P, 0.0);
  penaltyAddCurvatures(problem.penalty, problem.penaltyParams, d, exchange.point, 1, P);
  for (let j = 0; j < d; ++j) {
    const held = state.dependents > 0 && at(state.dependent, j) != 0.0;
    put(H, j, held ? 0.0 : at(H, j) / problem.totalWeight + at(P, j) * at(own.conjugate, j));
  }
  const curvature = dot(d, own.conjugate, H);
  if (!(curvature > 1e-14 * own.size)) {
    if (own.inner == 0) {
      copy(d, own.conjugate, own.direction);
      if (curvature < 0.0 && !problem.isConvex && state.optimality <= problem.tolerance) state.isSaddle = 1;
    }
    return tryDirection(state, own);
  }
  const t = own.size / curvature;
  axpy(d, t, own.conjugate, own.direction);
  axpy(d, -t, H, own.residual);
  const size = preconditionedNorm(d, own.residual, own.diagonal);
  own.inner += 1;
  if (!(size > own.goal) || own.inner >= min(MOST_PRODUCTS, 2 * d + 5)) return tryDirection(state, own);
  const ratio = size / own.size;
  own.size = size;
  for (let j = 0; j < d; ++j) put(own.conjugate, j, at(own.residual, j) / at(own.diagonal, j) + ratio * at(own.conjugate, j));
  return ask(state, own);
}

/** r'D^-1 r */
function preconditionedNorm(d: i32, r: usize, diagonal: usize): f64 {
  let size = 0.0;
  for (let j = 0; j < d; ++j) size += at(r, j) * at(r, j) / at(diagonal, j);
  return size;
}

function tryDirection(state: State, own: NewtonCg): i32 {
  const problem = changetype<Problem>(state.problem);
  preconditioner(state, own); // at this point, for the next run: it must not change within a run
  own.slope = dot(problem.dimension, own.gradient, own.direction);
  if (state.optimality <= problem.tolerance) {
    state.step = stepOf(state, -own.slope);
    state.isSure = 1;
    if (!(state.step > problem.stepTolerance) || own.stalls >= MOST_STALLS) return atEnd(state, own);
    if (state.step > PROGRESS * own.shortest) own.stalls += 1;
    own.shortest = Math.min(own.shortest, state.step);
  }
  own.step = 1.0;
  tryStep(state, 1.0, own.direction, own.slope);
  own.phase = Phase.Trial;
  return Request.Value | Request.Gradient;
}

function tried(state: State, own: NewtonCg): i32 {
  const objective = objectiveOf(state);
  const noise = noiseOf(state);
  if (!hasFallen(state, objective, own.step, own.slope)) {
    own.step *= 0.5;
    if (own.step < SMALLEST_STEP) return atEnd(state, own);
    tryStep(state, own.step, own.direction, own.slope);
    return Request.Value | Request.Gradient;
  }
  const before = state.optimality;
  gradientOf(state, own.gradient);
  const optimality = optimalityOf(state, own.gradient);
  if (-own.slope <= noise && !(optimality < before) && before < Infinity && !(optimality <= changetype<Problem>(state.problem).tolerance)) return atEnd(state, own); // only rounding is left
  accept(state, objective, optimality);
  state.iteration += 1;
  return next(state, own);
}

/** A minimizer, or a point on the way to infinity? A large last step, and the point itself, are tested; a large step without proof is a doubt. */
function atEnd(state: State, own: NewtonCg): i32 {
  const problem = changetype<Problem>(state.problem);
  if (!problem.mayRecede) return stopped(state);
  own.phase = Phase.Escape;
  own.way = maxAbs(problem.dimension, own.direction) > SETTLED ? 0 : 1;
  return proposeEscape(state, changetype<Escape>(own.escape), own.way == 0 ? own.direction : state.point);
}

function judged(state: State, own: NewtonCg): i32 {
  const answer = resumeEscape(state, changetype<Escape>(own.escape));
  if (answer != NO_ESCAPE) return answer;
  if (own.way == 0) {
    own.way = 1;
    state.isDoubtful = 1; // unless the point is a proof
    return proposeEscape(state, changetype<Escape>(own.escape), state.point);
  }
  copy(changetype<Problem>(state.problem).dimension, state.point, changetype<Exchange>(state.exchange).point);
  return stopped(state);
}

function stopped(state: State): i32 {
  const problem = changetype<Problem>(state.problem);
  if (state.optimality <= problem.tolerance) return Outcome.Converged;
  return state.iteration >= problem.maxIterations ? Outcome.MaxIterations : Outcome.Precision;
}
