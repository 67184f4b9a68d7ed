import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { PANEL } from "../num/gram";
import { at, index, put, putIndex, rowOf, slot } from "../num/vec";
import { columnOf } from "./dense";

/**
 * Sums over rows for several vectors at once, so that every entry of X is read once for all of them; entries that are 0 are left out.
 *
 *   timesWide   out_ik += sum_j x_ij c_jk        addWide   out_jk += sum_i x_ij w_ik        k < 2 pairs
 *
 * c, w and out lie by rows of `pairs` vectors of two doubles. Up to ten numbers of a row stay in registers.
 */
@final @unmanaged
export class WideRows {
  starts: usize; //  u32[rows]  entries starts_i .. ends_i - 1 of indices and data are those of row i, columns ascending
  ends: usize; //    u32[rows]
  indices: usize; // u32
  data: usize; //    f64
}

/** Rows first .. of a sparse X by compressed rows, in place. */
export function viewWide(d: Design, first: i32, to: WideRows): void {
  to.starts = d.rowStarts + (<usize>first << 2);
  to.ends = to.starts + 4;
  to.indices = d.rowIndices;
  to.data = d.rowData;
}

/** Copies the entries that are not 0 of n rows of a dense X; there is room for p of each. */
export function packWide(d: Design, first: i32, n: i32, p: i32, to: WideRows): void {
  for (let i = 0; i < n; ++i) {
    putIndex(to.starts, i, i * p);
    putIndex(to.ends, i, i * p);
  }
  if (d.storage == Storage.Dense32) pack<f32>(d, first, n, p, to);
  else pack<f64>(d, first, n, p, to);
}

function pack<T>(d: Design, first: i32, n: i32, p: i32, to: WideRows): void {
  if (d.rowStride == 1) {
    for (let j = 0; j < p; ++j) {
      const from = d.data + (<usize>first + <usize>columnOf(d, j) * d.columnStride) * sizeof<T>();
      for (let i = 0; i < n; ++i) putIndex(to.ends, i, take(to, index(to.ends, i), j, <f64>load<T>(from + <usize>i * sizeof<T>())));
    }
    return;
  }
  const isRun = d.columnStride == 1 && d.map == 0;
  for (let i = 0; i < n; ++i) {
    const from = d.data + <usize>(first + i) * d.rowStride * sizeof<T>();
    let k = index(to.starts, i);
    let j = 0;
    for (; isRun && j + 4 <= p; j += 4) {
      if (areZero<T>(from + <usize>j * sizeof<T>())) continue;
      for (let l = j; l < j + 4; ++l) k = take(to, k, l, <f64>load<T>(from + <usize>l * sizeof<T>()));
    }
    for (; j < p; ++j) k = take(to, k, j, <f64>load<T>(from + <usize>columnOf(d, j) * d.columnStride * sizeof<T>()));
    putIndex(to.ends, i, k);
  }
}

/** Whether four neighbours are 0. */
// @ts-ignore: decorator
@inline
function areZero<T>(from: usize): bool {
  return !v128.any_true(sizeof<T>() == 4 ? v128.load(from) : v128.or(v128.load(from), v128.load(from, 16)));
}

/** Writes entry k; the next one takes its place if it is 0. */
// @ts-ignore: decorator
@inline
function take(to: WideRows, k: i32, j: i32, x: f64): i32 {
  putIndex(to.indices, k, j);
  put(to.data, k, x);
  return k + i32(x != 0.0);
}

/** Vectors of two doubles that a loop holds in registers. */
@final @unmanaged export class One { a: v128; }
@final @unmanaged export class Two { a: v128; b: v128; }
@final @unmanaged export class Three { a: v128; b: v128; c: v128; }
@final @unmanaged export class Five { a: v128; b: v128; c: v128; d: v128; e: v128; }

/** How many of the vectors that are left go together. */
// @ts-ignore: decorator
@inline
export function together(left: i32): i32 { return left >= 5 ? 5 : min(left, 3); }

export function timesWide(x: WideRows, n: i32, pairs: i32, c: usize, out: usize): void {
  const step = <usize>pairs << 4;
  for (let k = 0; k < pairs; k += together(pairs - k)) {
    const by = <usize>k << 4;
    switch (together(pairs - k)) {
      case 5: times<Five>(x, n, step, c + by, out + by); break;
      case 3: times<Three>(x, n, step, c + by, out + by); break;
      case 2: times<Two>(x, n, step, c + by, out + by); break;
      default: times<One>(x, n, step, c + by, out + by);
    }
  }
}

export function addWide(x: WideRows, n: i32, pairs: i32, w: usize, out: usize): void {
  const step = <usize>pairs << 4;
  for (let k = 0; k < pairs; k += together(pairs - k)) {
    const by = <usize>k << 4;
    switch (together(pairs - k)) {
      case 5: add<Five>(x, n, step, w + by, out + by); break;
      case 3: add<Three>(x, n, step, w + by, out + by); break;
      case 2: add<Two>(x, n, step, w + by, out + by); break;
      default: add<One>(x, n, step, w + by, out + by);
    }
  }
}

// @ts-ignore: decorator
@inline
function plus(sum: v128, a: v128, b: v128): v128 { return f64x2.add(sum, f64x2.mul(a, b)); }

function times<G>(x: WideRows, n: i32, step: usize, c: usize, out: usize): void {
  for (let i = 0; i < n; ++i, out += step) {
    let a = v128.load(out), b = a, d = a, e = a, f = a;
    if (offsetof<G>() > 16) b = v128.load(out, 16);
    if (offsetof<G>() > 32) d = v128.load(out, 32);
    if (offsetof<G>() > 48) { e = v128.load(out, 48); f = v128.load(out, 64); }
    const end = index(x.ends, i);
    for (let k = index(x.starts, i); k < end; ++k) {
      const from = c + <usize>index(x.indices, k) * step;
      const v = v128.load64_splat(slot(x.data, k));
      a = plus(a, v128.load(from), v);
      if (offsetof<G>() > 16) b = plus(b, v128.load(from, 16), v);
      if (offsetof<G>() > 32) d = plus(d, v128.load(from, 32), v);
      if (offsetof<G>() > 48) {
        e = plus(e, v128.load(from, 48), v);
        f = plus(f, v128.load(from, 64), v);
      }
    }
    v128.store(out, a);
    if (offsetof<G>() > 16) v128.store(out, b, 16);
    if (offsetof<G>() > 32) v128.store(out, d, 32);
    if (offsetof<G>() > 48) { v128.store(out, e, 48); v128.store(out, f, 64); }
  }
}

function add<G>(x: WideRows, n: i32, step: usize, w: usize, out: usize): void {
  for (let i = 0; i < n; ++i, w += step) {
    const a = v128.load(w);
    let b = a, d = a, e = a, f = a;
    if (offsetof<G>() > 16) b = v128.load(w, 16);
    if (offsetof<G>() > 32) d = v128.load(w, 32);
    if (offsetof<G>() > 48) { e = v128.load(w, 48); f = v128.load(w, 64); }
    const end = index(x.ends, i);
    for (let k = index(x.starts, i); k < end; ++k) {
      const to = out + <usize>index(x.indices, k) * step;
      const v = v128.load64_splat(slot(x.data, k));
      v128.store(to, plus(v128.load(to), a, v));
      if (offsetof<G>() > 16) v128.store(to, plus(v128.load(to, 16), b, v), 16);
      if (offsetof<G>() > 32) v128.store(to, plus(v128.load(to, 32), d, v), 32);
      if (offsetof<G>() > 48) {
        v128.store(to, plus(v128.load(to, 48), e, v), 48);
        v128.store(to, plus(v128.load(to, 64), f, v), 64);
      }
    }
  }
}

/** H_jk += sum_i w_i x_ij x_ik, k <= j, and total_j += sum_i w_i x_ij; rows of weight 0 cost nothing. H is by rows of `width`. */
export function addWideGram(x: WideRows, n: i32, w: usize, width: i32, H: usize, total: usize): void {
  for (let i = 0; i < n; ++i) {
    const weight = at(w, i);
    if (weight == 0.0) continue;
    const start = index(x.starts, i);
    const end = index(x.ends, i);
    for (let k = start; k < end; ++k) {
      const j = index(x.indices, k);
      const v = weight * at(x.data, k);
      put(total, j, at(total, j) + v);
      const row = rowOf(H, j, width);
      for (let l = start; l <= k; ++l) {
        const to = slot(row, index(x.indices, l));
        put(to, 0, at(to, 0) + v * at(x.data, l));
      }
    }
  }
}

/** Row i as row r of panels of d columns (num/gram.ts), which hold zeros; with `ones`, 1 in the last column. */
export function panelWide(x: WideRows, i: i32, d: i32, ones: bool, width: usize, r: i32, panels: usize): void {
  const by = <usize>(r >> 2) * PANEL + (<usize>(r & 3) << 2);
  const end = index(x.ends, i);
  for (let k = index(x.starts, i); k < end; ++k) store<f32>(columnAt(panels, width, index(x.indices, k)) + by, <f32>at(x.data, k));
  if (ones) store<f32>(columnAt(panels, width, d - 1) + by, 1.0);
}

// @ts-ignore: decorator
@inline
function columnAt(panels: usize, width: usize, j: i32): usize { return panels + <usize>(j / 3) * width + (<usize>(j % 3) << 4); }

/** Entries of n rows that are kept. */
export function countWide(x: WideRows, n: i32): i32 {
  let count = 0;
  for (let i = 0; i < n; ++i) count += index(x.ends, i) - index(x.starts, i);
  return count;
}
