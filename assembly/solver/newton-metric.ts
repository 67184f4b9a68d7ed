import { Exchange } from "../abi/exchange";
import { Problem, State } from "../abi/problem";
import { factor, solve } from "../num/cholesky";
import { at, copy, dot, maxAbs, put } from "../num/vec";
import { Bend, takeBend } from "./bend";
import { Newton } from "./newton-state";
import { firstLoop, forget, secondLoop } from "./pairs";
import { damp, hessianOf } from "./shared";

// The curvature of Newton's method: a factor of a Hessian, corrected by later steps.

export const FIRST_DAMPING: f64 = 1e-4;
const LARGEST_DAMPING: f64 = 1e12;

/** Factors H + P'', with as much damping as needed; a Hessian in f32 is not damped. */
export function factorHessian(state: State, own: Newton, limit: f64): bool {
  const problem = changetype<Problem>(state.problem);
  const d = problem.dimension;
  const H = changetype<Exchange>(state.exchange).hessian;
  hessianOf(state);
  forget(own.pairs);
  own.share = 1.0;
  copy(d, state.point, state.origin);
  const bend = changetype<Bend>(own.bend);
  bend.isKnown = 0;
  let mu = own.isRough || state.optimality > own.target ? own.damping : 0.0;
  own.isFresh = own.isRough ? 0 : 1;
  while (mu <= LARGEST_DAMPING) {
    if (mu > 0.0) damp(d, H, own.factor, mu);
    const failed = factor(d, mu > 0.0 ? own.factor : H, own.factor, state.dependent, limit);
    if (failed == 0) {
      own.damping = mu;
      own.isDamped = mu > 0.0 ? 1 : 0;
      return true;
    }
    if (own.isRough) return false;
    if (mu == 0.0) takeBend(bend, d, H, own.factor, state.dependent, failed - 1);
    mu = Math.max(10.0 * mu, FIRST_DAMPING);
  }
  return false;
}

/** direction <- -B g, slope <- g . direction */
export function findDirection(d: i32, own: Newton): void {
  for (let j = 0; j < d; ++j) put(own.direction, j, -at(own.gradient, j));
  firstLoop(own.pairs, own.direction);
  solve(d, own.factor, own.direction);
  secondLoop(own.pairs, own.direction);
  own.slope = dot(d, own.gradient, own.direction);
}

/**
 * g' H^-1 g, or an upper bound of it if the factor M is of a sample of the rows: sums over all rows are no less than those over some, so
 * H >= M (W_sample / W), and g' H^-1 g <= (W / W_sample) g' M^-1 g.
 */
export function decrementOf(state: State, own: Newton): f64 {
  if (!(own.share > 1.0)) return -own.slope;
  const d = changetype<Problem>(state.problem).dimension;
  const product = changetype<Exchange>(state.exchange).product; // free: holds no answer
  copy(d, own.gradient, product);
  solve(d, own.factor, product);
  return own.share * dot(d, own.gradient, product);
}

/** At first a step is at most this many times (1 + the way already travelled). */
const LONGEST: f64 = 100.0;

/** A full step, shortened if a vanished curvature makes it so long that halving would take too many trials. */
export function firstStep(state: State, own: Newton): f64 {
  const problem = changetype<Problem>(state.problem);
  const length = maxAbs(problem.dimension, own.direction);
  const most = LONGEST * (1.0 + maxAbs(problem.dimension, state.point));
  return problem.isQuadratic || !(length > most) ? 1.0 : most / length;
}
