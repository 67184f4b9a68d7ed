import { at, put, rowOf, slot } from "./vec";

/**
 * H += Z D Z' for one chunk of rows, lower triangle: the O(n p^2) of every Newton step.
 *
 *   n        rows in use; when n is odd, row n of every column must be finite
 *   Z        f64[d + 2][stride]  column by column, the last two of zeros (so edges need no code)
 *   weight   f64[n]              the diagonal of D, any sign
 *   H        f64[d d]            by rows; entries above the diagonal are left alone
 *   buffer   f64[3][stride]
 *
 * Blocks of 3 x 3 columns: nine accumulators and six operands fit the sixteen SIMD registers of x86-64, and each
 * loaded value is used three times.
 */
export function addWeightedGram(d: i32, n: i32, stride: i32, weight: usize, Z: usize, H: usize, buffer: usize): void {
  for (let j = 0; j < d; j += 3) {
    for (let r = 0; r < 3; ++r) {
      const from = rowOf(Z, j + r, stride);
      const to = rowOf(buffer, r, stride);
      let i = 0;
      for (; i + 2 <= n; i += 2) v128.store(slot(to, i), f64x2.mul(v128.load(slot(from, i)), v128.load(slot(weight, i))));
      if (i < n) {
        put(to, i, at(from, i) * at(weight, i));
        put(to, i + 1, 0.0);
      }
    }
    for (let k = 0; k <= j; k += 3) block(d, n, stride, j, k, buffer, rowOf(Z, k, stride), H);
  }
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): f64 { return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1); }

// @ts-ignore: decorator
@inline
function add(d: i32, H: usize, j: i32, k: i32, v: v128): void {
  if (j < d && k <= j) {
    const row = rowOf(H, j, d);
    put(row, k, at(row, k) + lanes(v));
  }
}

function block(d: i32, n: i32, stride: i32, j: i32, k: i32, a: usize, b: usize, H: usize): void {
  const width = <usize>stride << 3;
  const used = <usize>((n + 1) & ~1) << 3;
  let s00 = f64x2.splat(0.0), s01 = f64x2.splat(0.0), s02 = f64x2.splat(0.0);
  let s10 = f64x2.splat(0.0), s11 = f64x2.splat(0.0), s12 = f64x2.splat(0.0);
  let s20 = f64x2.splat(0.0), s21 = f64x2.splat(0.0), s22 = f64x2.splat(0.0);
  const a1 = a + width, a2 = a1 + width;
  const b1 = b + width, b2 = b1 + width;
  for (let i: usize = 0; i < used; i += 16) {
    const x0 = v128.load(a + i), x1 = v128.load(a1 + i), x2 = v128.load(a2 + i);
    let y = v128.load(b + i);
    s00 = f64x2.add(s00, f64x2.mul(x0, y));
    s10 = f64x2.add(s10, f64x2.mul(x1, y));
    s20 = f64x2.add(s20, f64x2.mul(x2, y));
    y = v128.load(b1 + i);
    s01 = f64x2.add(s01, f64x2.mul(x0, y));
    s11 = f64x2.add(s11, f64x2.mul(x1, y));
    s21 = f64x2.add(s21, f64x2.mul(x2, y));
    y = v128.load(b2 + i);
    s02 = f64x2.add(s02, f64x2.mul(x0, y));
    s12 = f64x2.add(s12, f64x2.mul(x1, y));
    s22 = f64x2.add(s22, f64x2.mul(x2, y));
  }
  add(d, H, j, k, s00); add(d, H, j, k + 1, s01); add(d, H, j, k + 2, s02);
  add(d, H, j + 1, k, s10); add(d, H, j + 1, k + 1, s11); add(d, H, j + 1, k + 2, s12);
  add(d, H, j + 2, k, s20); add(d, H, j + 2, k + 1, s21); add(d, H, j + 2, k + 2, s22);
}
