import { Exchange } from "../abi/exchange";
import { Solver } from "../abi/ids";
import { Problem, State } from "../abi/problem";
import { at, copy, put } from "../num/vec";
import { Descent, descentBytes, descentCurvature, descentResume, descentStart } from "./coordinate-descent";
import { lbfgsBytes, lbfgsResume, lbfgsStart } from "./lbfgs";
import { newtonResume, newtonStart } from "./newton";
import { newtonBytes } from "./newton-state";
import { newtonCgBytes, newtonCgResume, newtonCgStart } from "./newton-cg";
import { gradientOf, objectiveOf, residualOf } from "./shared";

// The only file of assembly/ that knows every solver.
// start and resume return a request (> 0, bits of Request) or an outcome (< 0, Outcome).

/** Bytes of scratch for d entries, and for a matrix of each of `classes` classes where there are some. */
export function solverBytes(id: i32, d: i32, classes: i32): usize {
  switch (id) {
    case Solver.Newton: return newtonBytes(d);
    case Solver.Lbfgs: return lbfgsBytes(d, classes);
    case Solver.NewtonCg: return newtonCgBytes(d);
    case Solver.CoordinateDescent: return descentBytes(d);
    default: return 0;
  }
}

/** Number of entries that the host or an earlier run has flagged as held. */
function countOf(state: State): i32 {
  let count = 0;
  for (let j = 0; j < changetype<Problem>(state.problem).dimension; ++j) if (at(state.dependent, j) != 0.0) ++count;
  return count;
}

/** Starts at state.point. */
export function solverStart(id: i32, state: State): i32 {
  state.iteration = 0;
  state.dependents = countOf(state);
  state.isDoubtful = 0;
  state.step = NaN;
  state.trial = 0.0;
  state.isSure = 0;
  state.isSaddle = 0;
  const keepsOrigin = state.adopted != 0 && id == Solver.Newton; // with the factor of a sample
  if (!keepsOrigin && changetype<Problem>(state.problem).dimension > 0) put(state.origin, 0, NaN);
  state.objective = Infinity;
  state.loss = NaN;
  state.optimality = Infinity;
  switch (id) {
    case Solver.Newton: return newtonStart(state);
    case Solver.Lbfgs: return lbfgsStart(state);
    case Solver.NewtonCg: return newtonCgStart(state);
    default: return descentStart(state);
  }
}

/** F at exchange.point, from an answer with Value: for a host that traces. */
export function solverValue(state: State): f64 { return objectiveOf(state); }

/**
 * By how much the solver's model falls along the trial, t p + t^2 s'H s / 2 with p the slope, turned round. Newton's step, that of
 * L-BFGS and one by conjugate gradients from 0 have s'H s = -p. Between kinks it is exact, across them it falls by more.
 */
export function solverPromise(id: i32, state: State): f64 {
  const t = state.trial;
  const curvature = id == Solver.CoordinateDescent ? descentCurvature(changetype<Descent>(state.scratch), changetype<Problem>(state.problem).dimension) : -state.slope;
  return -t * state.slope - 0.5 * t * t * curvature;
}

/** Continues with the answer to `answered` in the exchange. */
export function solverResume(id: i32, state: State, answered: i32): i32 {
  switch (id) {
    case Solver.Newton: return newtonResume(state, answered);
    case Solver.Lbfgs: return lbfgsResume(state);
    case Solver.NewtonCg: return newtonCgResume(state);
    default: return descentResume(state, answered);
  }
}

/** Objective and optimality at exchange.point, from an answer to Value | Gradient; the gradient is overwritten. */
export function solverRefresh(state: State): void {
  const exchange = changetype<Exchange>(state.exchange);
  const gradient = exchange.gradient;
  copy(changetype<Problem>(state.problem).dimension, gradient, state.slopes);
  state.loss = exchange.loss;
  state.objective = objectiveOf(state);
  gradientOf(state, gradient);
  state.optimality = residualOf(state, gradient, exchange.product);
}
