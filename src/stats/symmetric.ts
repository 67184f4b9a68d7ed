/** Eigenvalues of a symmetric matrix, and their vectors of length 1. */
export interface Eigen {
  readonly values: Float64Array;
  /** One per value. */
  readonly vectors: readonly Float64Array[];
}

const SWEEPS = 60;
/** An entry off the diagonal below this part of the root of its diagonal entries is 0, so that small eigenvalues keep digits; and below this of the largest. */
const NOTHING = 1e-16;
const LEAST = 1e-30;

/**
 * A = V diag(values) V', by rotations that make the entries off the diagonal 0.
 *
 * @param full  A with both triangles, d x d by rows.
 * Source: Jacobi (1846); Golub & Van Loan (2013), Matrix Computations, section 8.5.
 */
export function eigenOf(full: Float64Array, d: number): Eigen {
  const A = full.slice();
  const V = Array.from({ length: d }, (_, j) => Float64Array.from({ length: d }, (_, k) => Number(j === k)));
  const largest = A.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  let isDone = false;
  for (let sweep = 0; sweep < SWEEPS && !isDone; sweep++) {
    isDone = true;
    for (let j = 1; j < d; j++) {
      for (let k = 0; k < j; k++) {
        const c = A[j * d + k]!;
        const size = Math.sqrt(Math.abs(A[j * d + j]! * A[k * d + k]!));
        if (!(Math.abs(c) > Math.max(NOTHING * size, LEAST * largest))) continue;
        isDone = false;
        const zeta = (A[k * d + k]! - A[j * d + j]!) / (2 * c);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        turn(A, V, d, j, k, t);
      }
    }
  }
  return { values: Float64Array.from({ length: d }, (_, j) => A[j * d + j]!), vectors: V };
}

/** The rotation of axes j and k by the angle with tangent t. */
function turn(A: Float64Array, V: Float64Array[], d: number, j: number, k: number, t: number): void {
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (let i = 0; i < d; i++) {
    const [a, b] = [A[i * d + j]!, A[i * d + k]!];
    A[i * d + j] = c * a - s * b;
    A[i * d + k] = s * a + c * b;
  }
  for (let i = 0; i < d; i++) {
    const [a, b] = [A[j * d + i]!, A[k * d + i]!];
    A[j * d + i] = c * a - s * b;
    A[k * d + i] = s * a + c * b;
  }
  A[j * d + k] = A[k * d + j] = 0;
  const [v, w] = [V[j]!, V[k]!];
  for (let i = 0; i < d; i++) [v[i], w[i]] = [c * v[i]! - s * w[i]!, s * v[i]! + c * w[i]!];
}
