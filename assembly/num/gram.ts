import { at, put, rowOf } from "./vec";

/**
 * H += Z D Z' for some rows, lower triangle: the O(n p^2) of every Newton step.
 *
 *   T        f64, or f32: twice as fast, each product rounded to 7 digits; sums over calls are f64 either way
 *   n        rows
 *   panels   Z by threes of columns, next to each other in memory:  panel g has, for every vector v of 16 bytes of rows,
 *            column 3g, column 3g + 1, column 3g + 2; zeros fill the last vector of rows and the last panel (design/panels.ts)
 *   weight   f64[n]   the diagonal of D, any sign
 *   H        f64[d d] by rows, or a part of rows of `stride` numbers; entries above the diagonal are not changed
 *   buffer   workBytes(n) bytes of scratch
 *
 * Blocks of 3 x 3 columns: nine accumulators and six operands fit the sixteen SIMD registers of x86-64, each loaded value is used
 * three times, and two pointers with constant offsets reach all of them.
 */
export function addWeightedGram<T>(d: i32, n: i32, panels: usize, weight: usize, H: usize, buffer: usize, stride: i32 = d): void {
  const vectors = vectorsOf<T>(n);
  const weights = buffer;
  const weighted = buffer + (vectors << 4);
  spread<T>(n, weight, weights);
  const width = PANEL * vectors;
  for (let j = 0; j < d; j += 3) {
    const panel = panels + <usize>(j / 3) * width;
    for (let v: usize = 0; v < vectors; ++v) {
      const w = v128.load(weights + (v << 4));
      const from = panel + v * PANEL;
      const to = weighted + v * PANEL;
      v128.store(to, v128.mul<T>(v128.load(from), w));
      v128.store(to, v128.mul<T>(v128.load(from, 16), w), 16);
      v128.store(to, v128.mul<T>(v128.load(from, 32), w), 32);
    }
    for (let k = 0; k <= j; k += 3) block<T>(d, stride, width, j, k, weighted, panels + <usize>(k / 3) * width, H);
  }
}

/** Bytes of three vectors. */
export const PANEL: usize = 48;

/** Vectors of 16 bytes that n rows fill. */
// @ts-ignore: decorator
@inline
export function vectorsOf<T>(n: i32): usize { return (<usize>n * sizeof<T>() + 15) >>> 4; }

/** Bytes of the panels of d columns and n rows, in f64. */
export function panelBytes(d: i32, n: i32): usize { return <usize>((d + 2) / 3) * PANEL * vectorsOf<f64>(n); }

/** Bytes of scratch for n rows. */
export function workBytes(n: i32): usize { return (PANEL + 16) * vectorsOf<f64>(n); }

/** n doubles as T, followed by zeros up to a full vector. */
function spread<T>(n: i32, from: usize, to: usize): void {
  let i = 0;
  for (; i < n; ++i) store<T>(to + <usize>i * sizeof<T>(), <T>at(from, i));
  for (; <usize>i * sizeof<T>() & 15; ++i) store<T>(to + <usize>i * sizeof<T>(), 0);
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
function add<T>(d: i32, stride: i32, H: usize, j: i32, k: i32, v: v128): void {
  if (j < d && k <= j) {
    const row = rowOf(H, j, stride);
    put(row, k, at(row, k) + lanes<T>(v));
  }
}

// @ts-ignore: decorator
@inline
function plus<T>(s: v128, a: v128, b: v128): v128 { return v128.add<T>(s, v128.mul<T>(a, b)); }

function block<T>(d: i32, stride: i32, width: usize, j: i32, k: i32, a: usize, b: usize, H: usize): void {
  let s00 = v128.splat<T>(0), s01 = v128.splat<T>(0), s02 = v128.splat<T>(0);
  let s10 = v128.splat<T>(0), s11 = v128.splat<T>(0), s12 = v128.splat<T>(0);
  let s20 = v128.splat<T>(0), s21 = v128.splat<T>(0), s22 = v128.splat<T>(0);
  for (const end = a + width; a < end; a += PANEL, b += PANEL) {
    const x0 = v128.load(a), x1 = v128.load(a, 16), x2 = v128.load(a, 32);
    let y = v128.load(b);
    s00 = plus<T>(s00, x0, y);
    s10 = plus<T>(s10, x1, y);
    s20 = plus<T>(s20, x2, y);
    y = v128.load(b, 16);
    s01 = plus<T>(s01, x0, y);
    s11 = plus<T>(s11, x1, y);
    s21 = plus<T>(s21, x2, y);
    y = v128.load(b, 32);
    s02 = plus<T>(s02, x0, y);
    s12 = plus<T>(s12, x1, y);
    s22 = plus<T>(s22, x2, y);
  }
  add<T>(d, stride, H, j, k, s00); add<T>(d, stride, H, j, k + 1, s01); add<T>(d, stride, H, j, k + 2, s02);
  add<T>(d, stride, H, j + 1, k, s10); add<T>(d, stride, H, j + 1, k + 1, s11); add<T>(d, stride, H, j + 1, k + 2, s12);
  add<T>(d, stride, H, j + 2, k, s20); add<T>(d, stride, H, j + 2, k + 1, s21); add<T>(d, stride, H, j + 2, k + 2, s22);
}
