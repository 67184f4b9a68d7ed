import type { Scope } from "./scope.js";

/**
 * L by rows, d x d, with L L' = A for a positive semidefinite A given by its lower triangle in d x d; zeros in columns with at most
 * `limit` of the diagonal entry left. It uses the kernel, which has the only Cholesky factorization.
 */
export function rootOf(scope: Scope, A: Float64Array, d: number, limit = 0): Float64Array {
  const { mark, release, factorSemidefinite } = scope.kernel.exports;
  const position = mark();
  const at = scope.put(A);
  factorSemidefinite(d, at, at, limit);
  const L = scope.get(at, d * d);
  release(position);
  return L;
}

/** C = L', by rows: C'C = A. */
export function halfOf(scope: Scope, A: Float64Array, d: number): Float64Array {
  const L = rootOf(scope, A, d);
  return L.map((_, at) => L[(at % d) * d + Math.floor(at / d)]!);
}
