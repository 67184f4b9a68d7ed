export interface SingularValues {
  /** Descending. */
  readonly values: readonly number[];
  /** V, one vector per value. */
  readonly vectors: readonly (readonly number[])[];
}

const SWEEPS = 60;
const ROTATED = 1e-15;

/**
 * A = U S V', by rotations that make the columns of A orthogonal: one-sided Jacobi, whose small values keep their digits.
 *
 * @param columns  Columns of A, changed in place.
 * Source: Hestenes (1958); Demmel & Veselic (1992), SIAM J. Matrix Anal. Appl. 13.
 */
export function singularValues(columns: Float64Array[]): SingularValues {
  const d = columns.length;
  const V = columns.map((_, j) => Float64Array.from({ length: d }, (_, k) => Number(j === k)));
  for (let sweep = 0, worst = 1; sweep < SWEEPS && worst > ROTATED; sweep++) {
    worst = 0;
    for (let j = 1; j < d; j++) {
      for (let k = 0; k < j; k++) {
        const [a, b, c] = [dot(columns[j]!, columns[j]!), dot(columns[k]!, columns[k]!), dot(columns[j]!, columns[k]!)];
        const size = Math.abs(c) / Math.sqrt(a * b);
        if (!(size > ROTATED)) continue;
        worst = Math.max(worst, size);
        const zeta = (b - a) / (2 * c);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        rotate(columns[j]!, columns[k]!, t);
        rotate(V[j]!, V[k]!, t);
      }
    }
  }
  const sizes = columns.map((u) => Math.sqrt(dot(u, u)));
  const order = sizes.map((_, j) => j).sort((j, k) => sizes[k]! - sizes[j]!);
  return { values: order.map((j) => sizes[j]!), vectors: order.map((j) => [...V[j]!]) };
}

/** (a, b) <- (a - t b, t a + b) / sqrt(1 + t^2) */
function rotate(a: Float64Array, b: Float64Array, t: number): void {
  const c = 1 / Math.sqrt(1 + t * t);
  for (let i = 0; i < a.length; i++) [a[i], b[i]] = [c * (a[i]! - t * b[i]!), c * (t * a[i]! + b[i]!)];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
