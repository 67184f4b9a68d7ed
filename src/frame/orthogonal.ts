// Polynomials that are orthogonal over given points, as poly() and contr.poly() of R have them.
//
//   u = x - center,  p_0 = 1,  p_1 = u - alpha_1,  p_{k+1} = (u - alpha_{k+1}) p_k - (norm_k / norm_{k-1}) p_{k-1}
//   alpha_{k+1} = sum u p_k^2 / norm_k,  norm_k = sum p_k^2
//
// The center is the mean of the points, for dates and years: far from 0, alpha would have lost digits. R adds it to alpha.
//
// The column of degree k is p_k / sqrt(norm_k). Source: Kennedy & Gentle (1980), Statistical Computing, section 8.5.

export interface Orthogonal {
  readonly center: number;
  /** alpha_1 to alpha_d. */
  readonly alpha: readonly number[];
  /** norm_0 to norm_d. */
  readonly norm: readonly number[];
}

/** p_{k+1} at u, from p_k and p_{k-1}. */
function next(u: Float64Array, at: Float64Array, before: Float64Array, shift: number, norm: readonly number[]) {
  const k = norm.length - 1;
  const ratio = k === 0 ? 0 : norm[k]! / norm[k - 1]!;
  return u.map((v, i) => (v - shift) * at[i]! - ratio * before[i]!);
}

/** The recurrence of polynomials up to a degree that are orthogonal over x, which has more different values than the degree. */
export function orthogonalOver(x: Float64Array, degree: number): Orthogonal {
  const n = x.length;
  const center = sum(x, (v) => v) / n;
  const u = x.map((v) => v - center);
  const alpha: number[] = [];
  const norm = [n];
  let before = new Float64Array(n);
  let at = new Float64Array(n).fill(1);
  for (let k = 0; k < degree; k++) {
    const shift = sum(u, (v, i) => v * at[i]! * at[i]!) / norm[k]!;
    [before, at] = [at, next(u, at, before, shift, norm)];
    alpha.push(shift);
    norm.push(sum(at, (v) => v * v));
  }
  return { center, alpha, norm };
}

/** The columns of degree 1 and more at x. */
export function orthogonalAt(x: Float64Array, { center, alpha, norm }: Orthogonal): Float64Array[] {
  let before = new Float64Array(x.length);
  let at = new Float64Array(x.length).fill(1);
  const u = x.map((v) => v - center);
  return alpha.map((shift, k) => {
    [before, at] = [at, next(u, at, before, shift, norm.slice(0, k + 1))];
    const size = Math.sqrt(norm[k + 1]!);
    return at.map((v) => v / size);
  });
}

/**
 * The same columns over few points, up to the highest degree: u times the column before, made orthogonal to all columns, twice. The
 * recurrence alone would lose their orthogonality.
 */
export function orthonormalOver(x: Float64Array, degree: number): Float64Array[] {
  const n = x.length;
  const center = sum(x, (v) => v) / n;
  const columns = [new Float64Array(n).fill(1 / Math.sqrt(n))];
  for (let k = 1; k <= degree; k++) {
    const column = x.map((v, i) => (v - center) * columns[k - 1]![i]!);
    for (const other of [...columns, ...columns]) {
      const dot = sum(column, (v, i) => v * other[i]!);
      for (let i = 0; i < n; i++) column[i]! -= dot * other[i]!;
    }
    const size = Math.sqrt(sum(column, (v) => v * v));
    columns.push(column.map((v) => v / size));
  }
  return columns.slice(1);
}

function sum(x: Float64Array, term: (v: number, i: number) => number): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += term(x[i]!, i);
  return total;
}
