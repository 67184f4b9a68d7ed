import { at, put } from "../num/vec";
import { SeparablePenalty } from "./contract";
import { kinkNorms } from "./groups";

/** Loops over coefficients, compiled once per penalty P. */

/** sum_j P_j(theta_j), and the norms of groups */
export function totalPenalty<P extends SeparablePenalty>(params: usize, d: i32, theta: usize): f64 {
  const penalty = changetype<P>(params);
  let sum = 0.0;
  for (let j = 0; j < d; ++j) sum += penalty.value(at(theta, j), j);
  return penalty.groups == 0 ? sum : sum + kinkNorms(d, penalty.groups, penalty.kinks, theta);
}

/** Whether P rises along u: some column that it penalizes moves by more than the tolerance. */
export function risesAlong<P extends SeparablePenalty>(params: usize, d: i32, u: usize, tolerance: f64): bool {
  const penalty = changetype<P>(params);
  for (let j = 0; j < d; ++j) {
    const move = at(u, j);
    if (Math.abs(move) > tolerance && (penalty.kink(j) > 0.0 || penalty.value(move, j) > 0.0)) return true;
  }
  return false;
}

/** gradient_j += P_j'(theta_j) */
export function addSlopes<P extends SeparablePenalty>(params: usize, d: i32, theta: usize, gradient: usize): void {
  const penalty = changetype<P>(params);
  for (let j = 0; j < d; ++j) put(gradient, j, at(gradient, j) + penalty.slope(at(theta, j), j));
}

/** out[j stride] += P_j''(theta_j): a vector for stride 1, the diagonal of a d x d matrix for stride d + 1 */
export function addCurvatures<P extends SeparablePenalty>(params: usize, d: i32, theta: usize, stride: i32, out: usize): void {
  const penalty = changetype<P>(params);
  for (let j = 0; j < d; ++j) {
    const entry = out + ((<usize>j * <usize>stride) << 3);
    put(entry, 0, at(entry, 0) + penalty.curvature(at(theta, j), j));
  }
}

/** Half the jump of P_j' at 0. */
// @ts-ignore: decorator
@inline
export function kinkOf<P extends SeparablePenalty>(params: usize, j: i32): f64 { return changetype<P>(params).kink(j); }
