import { Exchange } from "../abi/exchange";
import { Solver } from "../abi/ids";
import { State } from "../abi/problem";
import { lbfgsBytes, lbfgsResume, lbfgsStart } from "./lbfgs";
import { newtonBytes, newtonResume, newtonStart } from "./newton";
import { gradientOf, objectiveOf, optimalityOf } from "./shared";

// The only file of assembly/ that knows every solver.
// start and resume return a request (> 0, bits of Request) or an outcome (< 0, Outcome).

/** Bytes of scratch for d entries. */
export function solverBytes(id: i32, d: i32): usize {
  switch (id) {
    case Solver.Newton: return newtonBytes(d);
    case Solver.Lbfgs: return lbfgsBytes(d);
    default: return 0;
  }
}

/** Begins at state.point. */
export function solverStart(id: i32, state: State): i32 {
  state.iteration = 0;
  state.dependents = 0;
  state.isDoubtful = 0;
  state.objective = Infinity;
  state.loss = NaN;
  state.optimality = Infinity;
  return id == Solver.Newton ? newtonStart(state) : lbfgsStart(state);
}

/** Goes on with the answer to `answered` in the exchange. */
export function solverResume(id: i32, state: State, answered: i32): i32 {
  return id == Solver.Newton ? newtonResume(state, answered) : lbfgsResume(state);
}

/** Objective and optimality at exchange.point, from an answer to Value | Gradient; the gradient is overwritten. */
export function solverRefresh(state: State): void {
  const exchange = changetype<Exchange>(state.exchange);
  const gradient = exchange.gradient;
  state.loss = exchange.loss;
  state.objective = objectiveOf(state);
  gradientOf(state, gradient);
  state.optimality = optimalityOf(state, gradient);
}
