import { at, put, rowOf } from "./vec";

/**
 * H += Z D Z' for one chunk of rows, lower triangle: the O(n p^2) of every Newton step.
 *
 *   T        f64, or f32: twice as fast, each product rounded to 7 digits; sums over chunks are f64 either way
 *   n        rows in use; rows n and on, up to a full vector of 16 bytes, must be finite in every column
 *   Z        T[d + 2][..]  column by column, stride f64 apart, the last two of zeros (so edges need no code)
 *   weight   T[n]          the diagonal of D, any sign
 *   H        f64[d d]      by rows; entries above the diagonal are left alone
 *   buffer   f64[3][stride]
 *
 * Blocks of 3 x 3 columns: nine accumulators and six operands fit the sixteen SIMD registers of x86-64, and each
 * loaded value is used three times.
 */
export function addWeightedGram<T>(d: i32, n: i32, stride: i32, weight: usize, Z: usize, H: usize, buffer: usize): void {
  const bytes = <usize>n * sizeof<T>();
  for (let j = 0; j < d; j += 3) {
    for (let r = 0; r < 3; ++r) {
      const from = rowOf(Z, j + r, stride);
      const to = rowOf(buffer, r, stride);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.mul<T>(v128.load(from + i), v128.load(weight + i)));
      if (i < bytes) {
        v128.store(to + i, v128.splat<T>(0));
        for (; i < bytes; i += sizeof<T>()) store<T>(to + i, load<T>(from + i) * load<T>(weight + i));
      }
    }
    for (let k = 0; k <= j; k += 3) block<T>(d, (bytes + 15) & ~15, stride, j, k, buffer, rowOf(Z, k, stride), H);
  }
}

/** n doubles become n floats where they are, followed by zeros up to a full vector. */
export function narrow(n: i32, v: usize): void {
  let i = 0;
  for (; i < n; ++i) store<f32>(v + (<usize>i << 2), <f32>load<f64>(v + (<usize>i << 3)));
  for (; i & 3; ++i) store<f32>(v + (<usize>i << 2), 0);
}

// @ts-ignore: decorator
@inline
function lanes<T>(v: v128): f64 {
  if (sizeof<T>() == 8) return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
  const both = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return <f64>f32x4.extract_lane(both, 0) + <f64>f32x4.extract_lane(both, 1);
}

// @ts-ignore: decorator
@inline
function add<T>(d: i32, H: usize, j: i32, k: i32, v: v128): void {
  if (j < d && k <= j) {
    const row = rowOf(H, j, d);
    put(row, k, at(row, k) + lanes<T>(v));
  }
}

// @ts-ignore: decorator
@inline
function plus<T>(s: v128, a: v128, b: v128): v128 { return v128.add<T>(s, v128.mul<T>(a, b)); }

function block<T>(d: i32, used: usize, stride: i32, j: i32, k: i32, a: usize, b: usize, H: usize): void {
  const width = <usize>stride << 3;
  let s00 = v128.splat<T>(0), s01 = v128.splat<T>(0), s02 = v128.splat<T>(0);
  let s10 = v128.splat<T>(0), s11 = v128.splat<T>(0), s12 = v128.splat<T>(0);
  let s20 = v128.splat<T>(0), s21 = v128.splat<T>(0), s22 = v128.splat<T>(0);
  const a1 = a + width, a2 = a1 + width;
  const b1 = b + width, b2 = b1 + width;
  for (let i: usize = 0; i < used; i += 16) {
    const x0 = v128.load(a + i), x1 = v128.load(a1 + i), x2 = v128.load(a2 + i);
    let y = v128.load(b + i);
    s00 = plus<T>(s00, x0, y);
    s10 = plus<T>(s10, x1, y);
    s20 = plus<T>(s20, x2, y);
    y = v128.load(b1 + i);
    s01 = plus<T>(s01, x0, y);
    s11 = plus<T>(s11, x1, y);
    s21 = plus<T>(s21, x2, y);
    y = v128.load(b2 + i);
    s02 = plus<T>(s02, x0, y);
    s12 = plus<T>(s12, x1, y);
    s22 = plus<T>(s22, x2, y);
  }
  add<T>(d, H, j, k, s00); add<T>(d, H, j, k + 1, s01); add<T>(d, H, j, k + 2, s02);
  add<T>(d, H, j + 1, k, s10); add<T>(d, H, j + 1, k + 1, s11); add<T>(d, H, j + 1, k + 2, s12);
  add<T>(d, H, j + 2, k, s20); add<T>(d, H, j + 2, k + 1, s21); add<T>(d, H, j + 2, k + 2, s22);
}
