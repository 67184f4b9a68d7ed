// Polynomials that are orthogonal over given points, as poly() and contr.poly() of R have them.
//
//   p_0 = 1,  p_1 = x - alpha_1,  p_{k+1} = (x - alpha_{k+1}) p_k - (norm_k / norm_{k-1}) p_{k-1}
//   alpha_{k+1} = sum x p_k^2 / norm_k,  norm_k = sum p_k^2
//
// The column of degree k is p_k / sqrt(norm_k). Source: Kennedy & Gentle (1980), Statistical Computing, section 8.5.

export interface Orthogonal {
  /** alpha_1 to alpha_d. */
  readonly alpha: readonly number[];
  /** norm_0 to norm_d. */
  readonly norm: readonly number[];
}

/** p_{k+1} at x, from p_k and p_{k-1}. */
function next(x: Float64Array, at: Float64Array, before: Float64Array, shift: number, norm: readonly number[]) {
  const k = norm.length - 1;
  const ratio = k === 0 ? 0 : norm[k]! / norm[k - 1]!;
  return x.map((v, i) => (v - shift) * at[i]! - ratio * before[i]!);
}

/** The recurrence of polynomials up to a degree that are orthogonal over x, which has more different values than the degree. */
export function orthogonalOver(x: Float64Array, degree: number): Orthogonal {
  const n = x.length;
  const mean = sum(x, (v) => v) / n;
  const alpha: number[] = [];
  const norm = [n];
  let before = new Float64Array(n);
  let at = new Float64Array(n).fill(1);
  for (let k = 0; k < degree; k++) {
    const shift = sum(x, (v, i) => (v - mean) * at[i]! * at[i]!) / norm[k]! + mean; // less rounding around the mean
    [before, at] = [at, next(x, at, before, shift, norm)];
    alpha.push(shift);
    norm.push(sum(at, (v) => v * v));
  }
  return { alpha, norm };
}

/** The columns of degree 1 and more at x. */
export function orthogonalAt(x: Float64Array, { alpha, norm }: Orthogonal): Float64Array[] {
  let before = new Float64Array(x.length);
  let at = new Float64Array(x.length).fill(1);
  return alpha.map((shift, k) => {
    [before, at] = [at, next(x, at, before, shift, norm.slice(0, k + 1))];
    const size = Math.sqrt(norm[k + 1]!);
    return at.map((v) => v / size);
  });
}

function sum(x: Float64Array, term: (v: number, i: number) => number): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += term(x[i]!, i);
  return total;
}
