import { at, copy, put } from "../num/vec";
import { applyInverse, inverseNorm, makePreconditioner, preconditionerBytes } from "../solver/preconditioner";

/**
 * With B0 = diag(D) + m m' / c:  r <- B0^-1 r. Returns r' B0^-1 r, as solvers take it, of the r that was given; c = 0: no
 * common direction.
 */
export function metricOf(d: i32, D: usize, m: usize, c: f64, r: usize, work: usize): f64 {
  const own = makePreconditioner(work, d);
  own.hasCommon = c > 0.0;
  own.divisor = c;
  copy(d, D, own.diagonal);
  for (let j = 0; j < d; ++j) {
    put(own.common, j, at(m, j) / at(D, j));
    own.divisor += at(m, j) * at(own.common, j);
  }
  const norm = inverseNorm(own, r);
  applyInverse(own, 1.0, r);
  return norm;
}

export function metricBytes(d: i32): usize { return preconditionerBytes(d); }
