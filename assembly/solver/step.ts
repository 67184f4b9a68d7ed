import { Problem, State } from "../abi/problem";

/**
 * The step that is left, in standard errors. With g and H gradient and Hessian of the summed objective W F, the Newton decrement
 *
 *   lambda^2  =  g' H^-1 g           step  =  lambda / sqrt(phi)           phi: the dispersion
 *
 * bounds it for every linear combination c'theta at once: the step moves it by c'H^-1 g, its standard error is
 * sqrt(phi c'H^-1 c), and by Cauchy-Schwarz their ratio is at most lambda / sqrt(phi). It does not depend on coordinates, so it
 * also covers directions of low curvature, where a bound on the slopes says little.
 *
 * Source: Boyd & Vandenberghe, Convex Optimization (2004), section 9.5.1.
 */
export function stepOf(state: State, decrement: f64): f64 {
  const problem = changetype<Problem>(state.problem);
  return decrement >= 0.0 ? Math.sqrt(Math.abs(decrement) * problem.counts / solverDispersion(state)) : NaN;
}

/** Deviance over degrees of freedom at state.point; 1 where the family has no dispersion. */
export function solverDispersion(state: State): f64 {
  const problem = changetype<Problem>(state.problem);
  if (problem.degrees == 0.0) return 1.0;
  return Math.max(2.0 * (state.loss - problem.bestLoss), problem.leastDeviance) / problem.degrees;
}

/** The step, from the decrement of the mean objective F: for the host, which may have a better curvature than the solver. */
export function solverStep(state: State, decrement: f64): void {
  state.step = stepOf(state, decrement);
  state.isSure = 1;
}

/** A step at most this part of the one before is progress; otherwise rounding or an old curvature prevents it. */
export const PROGRESS: f64 = 0.9;

/** How often a step may make no progress. */
export const MOST_STALLS: i32 = 2;
