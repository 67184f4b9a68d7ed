import type { Vectors } from "./alternative.js";

/** Rows a_t as vectors of length 1 in coordinates in which they are well separated. */
export interface White {
  readonly vectors: Vectors;
  /** A direction of these coordinates in those of the rows. */
  readonly back: (v: Float64Array) => Float64Array;
}

/** A column with at most this part left depends on the others. */
const DEPENDENT = 1e-10;

/**
 * A = Q R, columns that depend on others left out; the rows of Q take the place of those of A. A row of zeros stays one.
 *
 * @param A      count rows of k numbers, column by column.
 * Source: Golub & Van Loan (2013), section 5.2.8; Gram-Schmidt twice is enough.
 */
export function whiten(A: readonly Float64Array[], count: number): White {
  const Q: Float64Array[] = [];
  const R: { readonly column: number; readonly parts: number[]; readonly size: number }[] = [];
  A.forEach((column, j) => {
    const rest = column.slice();
    const parts = Q.map(() => 0);
    const before = norm(rest);
    for (let turn = 0; turn < 2; turn++) {
      Q.forEach((q, c) => {
        let along = 0;
        for (let t = 0; t < count; t++) along += q[t]! * rest[t]!;
        parts[c]! += along;
        for (let t = 0; t < count; t++) rest[t]! -= along * q[t]!;
      });
    }
    const size = norm(rest);
    if (!(size > DEPENDENT * before)) return;
    Q.push(rest.map((v) => v / size));
    R.push({ column: j, parts, size });
  });
  const units = Float64Array.from({ length: count }, (_, t) => {
    const size = Math.sqrt(Q.reduce((sum, q) => sum + q[t]! * q[t]!, 0));
    return size > NOTHING ? 1 / size : 0;
  });
  const along = (u: Float64Array): Float64Array =>
    Float64Array.from(units, (unit, t) => unit * Q.reduce((sum, q, c) => sum + q[t]! * u[c]!, 0));
  const sum = (w: Float64Array): Float64Array =>
    Float64Array.from(Q, (q) => q.reduce((total, v, t) => total + w[t]! * units[t]! * v, 0));
  const back = (v: Float64Array): Float64Array => {
    const x = v.slice(); // R^-1 v
    const out = new Float64Array(A.length);
    for (let c = x.length - 1; c >= 0; c--) {
      const { column, parts, size } = R[c]!;
      x[c]! /= size;
      for (let b = 0; b < c; b++) x[b]! -= parts[b]! * x[c]!;
      out[column] = x[c]!;
    }
    return out;
  };
  return { vectors: { count, along, sum }, back };
}

/** A row of Q that is shorter is rounding. */
const NOTHING = 1e-12;

function norm(a: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * a[t]!;
  return Math.sqrt(sum);
}
