import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { PANEL, vectorsOf } from "../num/gram";
import { at, index } from "../num/vec";
import { blockAt, codeAt, codedEntry, valueAt } from "./coded";
import { columnOf } from "./dense";

/**
 * Rows first .. first + n - 1 of a dense design or block, standardized, in the layout of num/gram.ts: columns by threes, in T.
 *
 *   panel(j)_i <- (x_ij - shift_j) factor_j, j < p;  1 in column p with `ones`;  zeros behind
 *
 * shift and factor are f64[p], or 0 for no shift or factor.
 */
export function packPanels<T>(
  d: Design, first: i32, n: i32, p: i32, shift: usize, factor: usize, ones: bool, panels: usize,
): void {
  if (d.storage == Storage.Coded) packCoded<T>(d, first, n, shift, factor, panels);
  else if (d.storage == Storage.Dense32) packFrom<f32, T>(d, first, n, p, shift, factor, panels);
  else packFrom<f64, T>(d, first, n, p, shift, factor, panels);
  let j = p;
  if (ones) fillColumn<T>(n, 1, columnAt<T>(panels, n, j++));
  for (; j % 3 != 0; ++j) fillColumn<T>(0, 0, columnAt<T>(panels, n, j), vectorsOf<T>(n));
}

/** Address of the first vector of column j. */
// @ts-ignore: decorator
@inline
function columnAt<T>(panels: usize, n: i32, j: i32): usize {
  return panels + <usize>(j / 3) * PANEL * vectorsOf<T>(n) + (<usize>(j % 3) << 4);
}

/** `value` in n rows of a column, then zeros up to the end of the last vector, or of `vectors`. */
function fillColumn<T>(n: i32, value: T, to: usize, vectors: usize = vectorsOf<T>(n)): void {
  const lanes: i32 = 16 / sizeof<T>();
  for (let i = 0; <usize>i < vectors * lanes; ++i) putRow<T>(to, i, i < n ? value : 0);
}

/** Row i of a column that begins at `to`. */
// @ts-ignore: decorator
@inline
function putRow<T>(to: usize, i: i32, value: T): void {
  const byte = <usize>i * sizeof<T>();
  store<T>(to + (byte >>> 4) * PANEL + (byte & 15), value);
}

// @ts-ignore: decorator
@inline
function two<S>(place: usize): v128 {
  return sizeof<S>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(place)) : v128.load(place);
}

function packFrom<S, T>(d: Design, first: i32, n: i32, p: i32, shift: usize, factor: usize, panels: usize): void {
  const step = d.rowStride * sizeof<S>();
  const lanes: i32 = 16 / sizeof<T>();
  for (let j = 0; j < p; ++j) {
    const to = columnAt<T>(panels, n, j);
    const from = d.data + (<usize>first * d.rowStride + <usize>columnOf(d, j) * d.columnStride) * sizeof<S>();
    const c = shift == 0 ? 0.0 : at(shift, j);
    const f = factor == 0 ? 1.0 : at(factor, j);
    let i = 0;
    if (d.rowStride == 1) {
      const cc = f64x2.splat(c);
      const ff = f64x2.splat(f);
      let place = to;
      for (; i + lanes <= n; i += lanes, place += PANEL) {
        const x = from + <usize>i * sizeof<S>();
        const low = f64x2.mul(f64x2.sub(two<S>(x), cc), ff);
        if (sizeof<T>() == 8) v128.store(place, low);
        else {
          const high = f64x2.mul(f64x2.sub(two<S>(x + 2 * sizeof<S>()), cc), ff);
          v128.store64_lane(place, f32x4.demote_f64x2_zero(low), 0);
          v128.store64_lane(place, f32x4.demote_f64x2_zero(high), 0, 8);
        }
      }
    }
    for (; i < n; ++i) putRow<T>(to, i, <T>((<f64>load<S>(from + <usize>i * step) - c) * f));
    for (; i % lanes != 0; ++i) putRow<T>(to, i, 0);
  }
}

/** The columns of numbers of a coded design, in f64, then a column of ones. */
export function packNumbers(d: Design, first: i32, n: i32, shift: usize, factor: usize, panels: usize): void {
  let q = 0;
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    if (b.levels > 0) continue;
    const to = columnAt<f64>(panels, n, q++);
    const c = at(shift, b.first);
    const f = at(factor, b.first);
    for (let i = 0; i < n; ++i) putRow<f64>(to, i, (at(b.values, first + i) - c) * f);
    if (n & 1) putRow<f64>(to, n, 0.0);
  }
  fillColumn<f64>(n, 1.0, columnAt<f64>(panels, n, q++));
  for (; q % 3 != 0; ++q) fillColumn<f64>(0, 0.0, columnAt<f64>(panels, n, q), vectorsOf<f64>(n));
}

function packCoded<T>(d: Design, first: i32, n: i32, shift: usize, factor: usize, panels: usize): void {
  const lanes: i32 = 16 / sizeof<T>();
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    const place = b.levels > 0 && b.places != 0;
    for (let j = b.first; j < b.first + b.columns; ++j) {
      const to = columnAt<T>(panels, n, j);
      const c = shift == 0 ? 0.0 : at(shift, j);
      const f = factor == 0 ? 1.0 : at(factor, j);
      let i = 0;
      if (place) fillColumn<T>(n, <T>((0.0 - c) * f), to);
      else {
        for (; i < n; ++i) putRow<T>(to, i, <T>((codedEntry(b, first + i, j) - c) * f));
        for (; i % lanes != 0; ++i) putRow<T>(to, i, 0);
      }
    }
    if (!place) continue;
    for (let i = 0; i < n; ++i) {
      const own = index(b.places, codeAt(b, first + i));
      if (own < 0) continue;
      const j = b.first + own;
      const c = shift == 0 ? 0.0 : at(shift, j);
      putRow<T>(columnAt<T>(panels, n, j), i, <T>((valueAt(b, first + i) - c) * (factor == 0 ? 1.0 : at(factor, j))));
    }
  }
}
