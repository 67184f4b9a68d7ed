import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { at, index, put, slot } from "../num/vec";
import { addCodedSums, addCodedTimes, Term } from "./coded-sums";
import { columnOf } from "./dense";

/**
 * Sums of a dense design or block over its columns and over its rows, read in place; for a coded one they are in design/coded-sums.ts:
 *
 *   addTimesRows    out_i += sum_k (x_ij - shift_j) v_j,             j = picked_k, k < count
 *   addRowSums      out_j += factor_j sum_i w_i (x_ij - shift_j)     j < p
 *   addSquareTimes  out_i += sum_k x_ij^2 v_j                        by column only
 *   addSquareSums   out_j += factor_j sum_i w_i x_ij^2                 by column only
 *   addDeviationSums  out_j += factor_j sum_i w_i (x_ij - shift_j)^2
 *
 * for the rows first .. first + n - 1. The linear predictor has the same bits for every layout and for packed blocks, because passes with
 * different sums must agree on which side of the border of a link's domain a row lies.
 */
export function addTimesRows(
  d: Design, first: i32, n: i32, picked: usize, count: i32, shift: usize, v: usize, out: usize,
): void {
  if (d.storage == Storage.Coded) {
    addCodedTimes(d, first, n, picked, count, shift, v, Term.Shifted, out);
    return;
  }
  const single = d.storage == Storage.Dense32;
  if (d.rowStride == 1) {
    if (single) timesByColumn<f32, Shifted>(d, first, n, picked, count, shift, v, out);
    else timesByColumn<f64, Shifted>(d, first, n, picked, count, shift, v, out);
  } else if (single) timesByRow<f32>(d, first, n, picked, count, shift, v, out);
  else timesByRow<f64>(d, first, n, picked, count, shift, v, out);
}

export function addRowSums(d: Design, first: i32, n: i32, p: i32, shift: usize, factor: usize, w: usize, out: usize): void {
  if (d.storage == Storage.Coded) {
    addCodedSums(d, first, n, shift, factor, w, Term.Shifted, out);
    return;
  }
  const single = d.storage == Storage.Dense32;
  if (d.rowStride == 1) {
    if (single) sumsByColumn<f32, Shifted>(d, first, n, p, shift, factor, w, out);
    else sumsByColumn<f64, Shifted>(d, first, n, p, shift, factor, w, out);
  } else if (single) sumsByRow<f32, Shifted>(d, first, n, p, shift, factor, w, out);
  else sumsByRow<f64, Shifted>(d, first, n, p, shift, factor, w, out);
}

export function addDeviationSums(d: Design, first: i32, n: i32, p: i32, shift: usize, factor: usize, w: usize, out: usize): void {
  if (d.storage == Storage.Coded) {
    addCodedSums(d, first, n, shift, factor, w, Term.Deviation, out);
    return;
  }
  const single = d.storage == Storage.Dense32;
  if (d.rowStride == 1) {
    if (single) sumsByColumn<f32, Deviation>(d, first, n, p, shift, factor, w, out);
    else sumsByColumn<f64, Deviation>(d, first, n, p, shift, factor, w, out);
  } else if (single) sumsByRow<f32, Deviation>(d, first, n, p, shift, factor, w, out);
  else sumsByRow<f64, Deviation>(d, first, n, p, shift, factor, w, out);
}

export function addSquareTimes(d: Design, first: i32, n: i32, picked: usize, count: i32, v: usize, out: usize): void {
  if (d.storage == Storage.Coded) addCodedTimes(d, first, n, picked, count, v, v, Term.Square, out);
  else if (d.storage == Storage.Dense32) timesByColumn<f32, Square>(d, first, n, picked, count, v, v, out);
  else timesByColumn<f64, Square>(d, first, n, picked, count, v, v, out);
}

export function addSquareSums(d: Design, first: i32, n: i32, p: i32, factor: usize, w: usize, out: usize): void {
  if (d.storage == Storage.Coded) addCodedSums(d, first, n, factor, factor, w, Term.Square, out);
  else if (d.storage == Storage.Dense32) sumsByColumn<f32, Square>(d, first, n, p, factor, factor, w, out);
  else sumsByColumn<f64, Square>(d, first, n, p, factor, factor, w, out);
}

/** The term of an entry in a sum, two entries at a time and one by one. Each is a type, so that each is compiled separately. */
@final @unmanaged
class Shifted {
  @inline two(x: v128, c: v128): v128 { return f64x2.sub(x, c); }
  @inline one(x: f64, c: f64): f64 { return x - c; }
}

@final @unmanaged
class Deviation {
  @inline two(x: v128, c: v128): v128 { const v = f64x2.sub(x, c); return f64x2.mul(v, v); }
  @inline one(x: f64, c: f64): f64 { return (x - c) * (x - c); }
}

@final @unmanaged
class Square {
  @inline two(x: v128, _c: v128): v128 { return f64x2.mul(x, x); }
  @inline one(x: f64, _c: f64): f64 { return x * x; }
}

/** Address of entry (i, j). */
// @ts-ignore: decorator
@inline
function entry<T>(d: Design, i: i32, j: i32): usize {
  return d.data + (<usize>i * d.rowStride + <usize>columnOf(d, j) * d.columnStride) * sizeof<T>();
}

// @ts-ignore: decorator
@inline
function one<T>(from: usize, i: i32): f64 { return <f64>load<T>(from + <usize>i * sizeof<T>()); }

/** Entries i and i + 1 of neighbours in memory. */
// @ts-ignore: decorator
@inline
function two<T>(from: usize, i: i32): v128 {
  const place = from + <usize>i * sizeof<T>();
  return sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(place)) : v128.load(place);
}

/** The entries at two addresses. */
// @ts-ignore: decorator
@inline
function apart<T>(a: usize, b: usize): v128 {
  return sizeof<T>() == 4
    ? f64x2.promote_low_f32x4(v128.load32_lane(b, v128.load32_zero(a), 1))
    : v128.load64_lane(b, v128.load64_zero(a), 1);
}

// @ts-ignore: decorator
@inline
function splat(p: usize, j: i32): v128 { return v128.load64_splat(slot(p, j)); }

// @ts-ignore: decorator
@inline
function taken<U>(x: v128, c: v128): v128 { return changetype<U>(0).two(x, c); }

// @ts-ignore: decorator
@inline
function taken1<U>(x: f64, c: f64): f64 { return changetype<U>(0).one(x, c); }

/** sum + (x - c) b, or another term in place of x - c */
// @ts-ignore: decorator
@inline
function add<U>(sum: v128, x: v128, c: v128, b: v128): v128 { return f64x2.add(sum, f64x2.mul(taken<U>(x, c), b)); }

// @ts-ignore: decorator
@inline
function add1<U>(sum: f64, x: f64, c: f64, b: f64): f64 { return sum + taken1<U>(x, c) * b; }

/** Four columns at a time, so that out is read and written once for them. */
function timesByColumn<T, U>(
  d: Design, first: i32, n: i32, picked: usize, count: i32, shift: usize, v: usize, out: usize,
): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const j0 = index(picked, k), j1 = index(picked, k + 1), j2 = index(picked, k + 2), j3 = index(picked, k + 3);
    const a0 = entry<T>(d, first, j0), a1 = entry<T>(d, first, j1), a2 = entry<T>(d, first, j2), a3 = entry<T>(d, first, j3);
    const c0 = splat(shift, j0), c1 = splat(shift, j1), c2 = splat(shift, j2), c3 = splat(shift, j3);
    const b0 = splat(v, j0), b1 = splat(v, j1), b2 = splat(v, j2), b3 = splat(v, j3);
    let i = 0;
    for (; i + 2 <= n; i += 2) {
      const even = add<U>(add<U>(v128.load(slot(out, i)), two<T>(a0, i), c0, b0), two<T>(a2, i), c2, b2);
      const odd = add<U>(f64x2.mul(taken<U>(two<T>(a1, i), c1), b1), two<T>(a3, i), c3, b3);
      v128.store(slot(out, i), f64x2.add(even, odd));
    }
    for (; i < n; ++i) {
      const even = add1<U>(add1<U>(at(out, i), one<T>(a0, i), at(shift, j0), at(v, j0)), one<T>(a2, i), at(shift, j2), at(v, j2));
      const odd = add1<U>(add1<U>(0.0, one<T>(a1, i), at(shift, j1), at(v, j1)), one<T>(a3, i), at(shift, j3), at(v, j3));
      put(out, i, even + odd);
    }
  }
  for (; k < count; ++k) {
    const j = index(picked, k);
    const from = entry<T>(d, first, j);
    const c = splat(shift, j), b = splat(v, j);
    let i = 0;
    for (; i + 2 <= n; i += 2) v128.store(slot(out, i), add<U>(v128.load(slot(out, i)), two<T>(from, i), c, b));
    for (; i < n; ++i) put(out, i, add1<U>(at(out, i), one<T>(from, i), at(shift, j), at(v, j)));
  }
}

/** Two rows at a time, columns in the order of timesByColumn. */
function timesByRow<T>(
  d: Design, first: i32, n: i32, picked: usize, count: i32, shift: usize, v: usize, out: usize,
): void {
  for (let i = 0; i < n; i += 2) {
    const isLast = i + 1 == n;
    const a = d.data + <usize>(first + i) * d.rowStride * sizeof<T>();
    const b = isLast ? a : a + d.rowStride * sizeof<T>();
    let sum = isLast ? v128.load64_zero(slot(out, i)) : v128.load(slot(out, i));
    let k = 0;
    for (; k + 4 <= count; k += 4) {
      const j0 = index(picked, k), j1 = index(picked, k + 1), j2 = index(picked, k + 2), j3 = index(picked, k + 3);
      const even = add<Shifted>(add<Shifted>(sum, pair<T>(d, a, b, j0), splat(shift, j0), splat(v, j0)), pair<T>(d, a, b, j2), splat(shift, j2), splat(v, j2));
      const odd = add<Shifted>(f64x2.mul(f64x2.sub(pair<T>(d, a, b, j1), splat(shift, j1)), splat(v, j1)), pair<T>(d, a, b, j3), splat(shift, j3), splat(v, j3));
      sum = f64x2.add(even, odd);
    }
    for (; k < count; ++k) {
      const j = index(picked, k);
      sum = add<Shifted>(sum, pair<T>(d, a, b, j), splat(shift, j), splat(v, j));
    }
    if (isLast) put(out, i, f64x2.extract_lane(sum, 0));
    else v128.store(slot(out, i), sum);
  }
}

/** Column j of the rows that begin at a and b. */
// @ts-ignore: decorator
@inline
function pair<T>(d: Design, a: usize, b: usize, j: i32): v128 {
  const at = <usize>columnOf(d, j) * d.columnStride * sizeof<T>();
  return apart<T>(a + at, b + at);
}

/** Two columns share each weight. */
function sumsByColumn<T, U>(d: Design, first: i32, n: i32, p: i32, shift: usize, factor: usize, w: usize, out: usize): void {
  for (let j = 0; j < p; j += 2) {
    const k = min(j + 1, p - 1); // the last column may go alone
    const a = entry<T>(d, first, j), b = entry<T>(d, first, k);
    const ca = splat(shift, j), cb = splat(shift, k);
    let a0 = f64x2.splat(0.0), a1 = f64x2.splat(0.0), b0 = f64x2.splat(0.0), b1 = f64x2.splat(0.0);
    let i = 0;
    for (; i + 4 <= n; i += 4) {
      const w0 = v128.load(slot(w, i)), w1 = v128.load(slot(w, i), 16);
      a0 = add<U>(a0, two<T>(a, i), ca, w0);
      a1 = add<U>(a1, two<T>(a, i + 2), ca, w1);
      b0 = add<U>(b0, two<T>(b, i), cb, w0);
      b1 = add<U>(b1, two<T>(b, i + 2), cb, w1);
    }
    a0 = f64x2.add(a0, a1);
    b0 = f64x2.add(b0, b1);
    let sa = f64x2.extract_lane(a0, 0) + f64x2.extract_lane(a0, 1);
    let sb = f64x2.extract_lane(b0, 0) + f64x2.extract_lane(b0, 1);
    for (; i < n; ++i) {
      sa = add1<U>(sa, one<T>(a, i), at(shift, j), at(w, i));
      sb = add1<U>(sb, one<T>(b, i), at(shift, k), at(w, i));
    }
    put(out, j, at(out, j) + at(factor, j) * sa);
    if (k != j) put(out, k, at(out, k) + at(factor, k) * sb);
  }
}

/** Four rows at a time, so that out is read and written once for them. */
function sumsByRow<T, U>(d: Design, first: i32, n: i32, p: i32, shift: usize, factor: usize, w: usize, out: usize): void {
  const width = d.rowStride * sizeof<T>();
  const dense = d.columnStride == 1 && d.map == 0;
  for (let i = 0; i < n; i += 4) {
    const rows = min(4, n - i);
    const a0 = d.data + <usize>(first + i) * width;
    const a1 = rows > 1 ? a0 + width : a0, a2 = rows > 2 ? a1 + width : a0, a3 = rows > 3 ? a2 + width : a0;
    const w0 = at(w, i), w1 = rows > 1 ? at(w, i + 1) : 0.0, w2 = rows > 2 ? at(w, i + 2) : 0.0, w3 = rows > 3 ? at(w, i + 3) : 0.0;
    let j = 0;
    if (dense) {
      const u0 = f64x2.splat(w0), u1 = f64x2.splat(w1), u2 = f64x2.splat(w2), u3 = f64x2.splat(w3);
      for (; j + 2 <= p; j += 2) {
        const c = v128.load(slot(shift, j));
        const even = add<U>(f64x2.mul(taken<U>(two<T>(a0, j), c), u0), two<T>(a2, j), c, u2);
        const odd = add<U>(f64x2.mul(taken<U>(two<T>(a1, j), c), u1), two<T>(a3, j), c, u3);
        const sum = f64x2.mul(v128.load(slot(factor, j)), f64x2.add(even, odd));
        v128.store(slot(out, j), f64x2.add(v128.load(slot(out, j)), sum));
      }
    }
    for (; j < p; ++j) {
      const at_ = columnOf(d, j) * <i32>d.columnStride;
      const c = at(shift, j);
      const even = add1<U>(taken1<U>(one<T>(a0, at_), c) * w0, one<T>(a2, at_), c, w2);
      const odd = add1<U>(taken1<U>(one<T>(a1, at_), c) * w1, one<T>(a3, at_), c, w3);
      put(out, j, at(out, j) + at(factor, j) * (even + odd));
    }
  }
}
