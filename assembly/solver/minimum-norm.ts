import { alloc, mark, release } from "../abi/arena";
import { Exchange } from "../abi/exchange";
import { Problem, State } from "../abi/problem";
import { DEPENDENT, factor, solve } from "../num/cholesky";
import { at, axpy, copy, dot, put, rowOf } from "../num/vec";
import { hessianOf } from "./shared";

/**
 * The minimum-norm choice among all minimizers, if columns depend on each other: the limit of a ridge fit as lambda
 * goes to 0, so sum_j beta_j^2 is least and the intercept is free.
 *
 *   Null space, one vector per dependent column c:  N_c = e_c - H_KK^-1 H_Kc on the kept columns K
 *   alpha = argmin | S (theta + N alpha) |^2,  S = diag(scale), 0 for intercepts
 *
 * Takes state.point and the answer to Request.Hessian there, moves state.point and exchange.point. False if memory is
 * exhausted or H_KK has become singular; the point then does not move.
 * Source: Golub & Van Loan (2013), section 5.5, in null-space form.
 */
export function minimumNorm(state: State, scale: usize): bool {
  const start = mark();
  const done = project(state, scale);
  release(start);
  return done;
}

function project(state: State, scale: usize): bool {
  const problem = changetype<Problem>(state.problem);
  const exchange = changetype<Exchange>(state.exchange);
  const d = problem.dimension;
  const q = state.dependents;
  const H = exchange.hessian;
  hessianOf(state);
  const L = alloc((<usize>d * <usize>d) << 3);
  const N = alloc((<usize>q * <usize>d) << 3); //       null vectors
  const M = alloc((<usize>q * <usize>d + 2) << 3); //   the same in the units of beta
  const MM = alloc((<usize>q * <usize>q) << 3);
  const alpha = alloc(<usize>q << 3);
  const none = alloc(<usize>q << 3);
  if (L == 0 || N == 0 || M == 0 || MM == 0 || alpha == 0 || none == 0) return false;
  if (factor(d, H, L, state.dependent, DEPENDENT) != 0) return false;

  let c = 0;
  for (let column = 0; column < d; ++column) {
    if (at(state.dependent, column) == 0.0) continue;
    const v = rowOf(N, c, d);
    for (let k = 0; k < d; ++k) {
      const entry = k <= column ? at(rowOf(H, column, d), k) : at(rowOf(H, k, d), column);
      put(v, k, at(state.dependent, k) != 0.0 ? 0.0 : -entry);
    }
    solve(d, L, v);
    put(v, column, 1.0);
    const m = rowOf(M, c, d);
    for (let j = 0; j < d; ++j) put(m, j, at(v, j) * at(scale, j));
    ++c;
  }
  for (let r = 0; r < q; ++r) {
    const m = rowOf(M, r, d);
    for (let k = 0; k <= r; ++k) put(rowOf(MM, r, q), k, dot(d, m, rowOf(M, k, d)));
    let along = 0.0;
    for (let j = 0; j < d; ++j) along += at(m, j) * at(state.point, j) * at(scale, j);
    put(alpha, r, -along);
    put(none, r, at(rowOf(MM, r, q), r) == 0.0 ? 1.0 : 0.0); // a column of zeros has no choice of length
  }
  if (factor(q, MM, MM, none, 0.0) != 0) return false;
  solve(q, MM, alpha);
  for (let r = 0; r < q; ++r) axpy(d, at(alpha, r), rowOf(N, r, d), state.point);
  copy(d, state.point, exchange.point);
  return true;
}
