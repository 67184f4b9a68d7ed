import { at, axpy, copy, dot, fill, maxAbs, multiply, put, rowOf } from "./vec";

/**
 * A x = b by conjugate gradients, preconditioned by the diagonal: n^2 operations a round, while a factor takes n^3 / 6 at once.
 * `A` holds both triangles, `x` is b at the start; `work` is f64[4 n]. False, with x as it was, if A turns out not to be
 * positive definite, or if `most` rounds do not bring every |b - A x| below `goal`.
 *
 * Source: Nocedal & Wright (2006), algorithm 5.3.
 */
export function conjugate(n: i32, A: usize, x: usize, goal: f64, most: i32, work: usize): bool {
  const vector = <usize>n << 3;
  const sum = work, r = work + vector, p = r + vector, q = p + vector;
  fill(n, sum, 0.0);
  copy(n, x, r);
  let before = 0.0;
  for (let round = 0; round <= most; ++round) {
    if (maxAbs(n, r) <= goal) {
      copy(n, sum, x);
      return true;
    }
    let now = 0.0;
    for (let j = 0; j < n; ++j) {
      const z = at(r, j) / at(rowOf(A, j, n), j);
      now += at(r, j) * z;
      put(q, j, z);
    }
    if (round > 0) axpy(n, now / before, p, q);
    copy(n, q, p);
    before = now;
    multiply(n, A, p, q);
    const bend = dot(n, p, q);
    if (!(bend > 0.0)) return false;
    axpy(n, now / bend, p, sum);
    axpy(n, -now / bend, q, r);
  }
  return false;
}
