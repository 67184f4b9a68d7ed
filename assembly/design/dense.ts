import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { put, rowOf } from "../num/vec";

/**
 * A dense design, column-major or row-major, f64 or f32: two strides say which. Its one verb brings a chunk of rows into
 * a small column-by-column block of doubles, where everything else works, so no loop downstream knows how X was stored.
 */

/**
 * block[j][i] <- (x_{first+i, j} - shift_j) factor_j,  i < count, j < p; an odd count is followed by a zero.
 * block is f64[p][stride]; shift and factor are f64[p], or 0 for "as it is".
 */
export function packRows(d: Design, first: i32, count: i32, p: i32, stride: i32, shift: usize, factor: usize, block: usize): void {
  const byColumn = d.rowStride == 1;
  const single = d.storage == Storage.Dense32;
  const size: usize = single ? 2 : 3; // log2 of the bytes of an entry
  const step = d.rowStride << size;
  for (let j = 0; j < p; ++j) {
    const column = d.map == 0 ? <usize>j : <usize>load<u32>(d.map + (<usize>j << 2));
    const to = rowOf(block, j, stride);
    const from = d.data + ((<usize>first * d.rowStride + column * d.columnStride) << size);
    const c = shift == 0 ? 0.0 : load<f64>(shift + (<usize>j << 3));
    const f = factor == 0 ? 1.0 : load<f64>(factor + (<usize>j << 3));
    let i = 0;
    if (byColumn) {
      const cc = f64x2.splat(c);
      const ff = f64x2.splat(f);
      for (; i + 2 <= count; i += 2) {
        const at = <usize>i << size;
        const two = single ? f64x2.promote_low_f32x4(v128.load64_zero(from + at)) : v128.load(from + at);
        v128.store(to + (<usize>i << 3), f64x2.mul(f64x2.sub(two, cc), ff));
      }
    }
    for (; i < count; ++i) {
      const at = from + <usize>i * step;
      put(to, i, ((single ? <f64>load<f32>(at) : load<f64>(at)) - c) * f);
    }
    if (count & 1) put(to, count, 0.0);
  }
}

/**
 * out_i += sum_j (x_{first+i, j} - shift_j) v_j,  i < count, j < p: the same sums as over a packed block, without making one.
 * v holds 0 for columns that take no part.
 */
export function addTimesRows(d: Design, first: i32, count: i32, p: i32, shift: usize, v: usize, out: usize): void {
  if (d.storage == Storage.Dense32) addTimes<f32>(d, first, count, p, shift, v, out);
  else addTimes<f64>(d, first, count, p, shift, v, out);
}

/** out_j += factor_j sum_i w_i (x_{first+i, j} - shift_j) */
export function addRowSums(
  d: Design, first: i32, count: i32, p: i32, shift: usize, factor: usize, w: usize, out: usize,
): void {
  if (d.storage == Storage.Dense32) addSums<f32>(d, first, count, p, shift, factor, w, out);
  else addSums<f64>(d, first, count, p, shift, factor, w, out);
}

// @ts-ignore: decorator
@inline
function columnOf(d: Design, j: i32): usize { return d.map == 0 ? <usize>j : <usize>load<u32>(d.map + (<usize>j << 2)); }

/** Where entry (first, j) lies. */
// @ts-ignore: decorator
@inline
function entry<T>(d: Design, first: i32, j: i32): usize {
  return d.data + (<usize>first * d.rowStride + columnOf(d, j) * d.columnStride) * sizeof<T>();
}

/** Entries number i and i + 1 of neighbours in memory, less c. */
// @ts-ignore: decorator
@inline
function pair<T>(from: usize, i: i32, c: v128): v128 {
  const at = from + <usize>i * sizeof<T>();
  const two = sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(at)) : v128.load(at);
  return f64x2.sub(two, c);
}

// @ts-ignore: decorator
@inline
function single<T>(from: usize, i: usize): f64 { return <f64>load<T>(from + i * sizeof<T>()); }

// @ts-ignore: decorator
@inline
function add(a: v128, b: v128, c: v128): v128 { return f64x2.add(a, f64x2.mul(b, c)); }

// @ts-ignore: decorator
@inline
function splat(p: usize, j: i32): v128 { return v128.load64_splat(p + (<usize>j << 3)); }

// @ts-ignore: decorator
@inline
function number(p: usize, j: i32): f64 { return load<f64>(p + (<usize>j << 3)); }

function addTimes<T>(d: Design, first: i32, count: i32, p: i32, shift: usize, v: usize, out: usize): void {
  if (d.rowStride == 1) addTimesByColumn<T>(d, first, count, p, shift, v, out);
  else if (d.columnStride == 1 && d.map == 0) addTimesByRow<T>(d, first, count, p, shift, v, out);
  else {
    for (let j = 0; j < p; ++j) {
      const from = entry<T>(d, first, j);
      const c = number(shift, j);
      const b = number(v, j);
      if (b == 0.0) continue;
      for (let i = 0; i < count; ++i) put(out, i, number(out, i) + (single<T>(from, <usize>i * d.rowStride) - c) * b);
    }
  }
}

/** Four columns at a time, so that out is read and written once for them. */
function addTimesByColumn<T>(d: Design, first: i32, count: i32, p: i32, shift: usize, v: usize, out: usize): void {
  let j0 = 0, j1 = 0, j2 = 0;
  let waiting = 0;
  for (let j = 0; j < p; ++j) {
    if (number(v, j) == 0.0) continue;
    if (waiting == 0) j0 = j;
    else if (waiting == 1) j1 = j;
    else if (waiting == 2) j2 = j;
    if (++waiting < 4) continue;
    waiting = 0;
    const a0 = entry<T>(d, first, j0), a1 = entry<T>(d, first, j1), a2 = entry<T>(d, first, j2), a3 = entry<T>(d, first, j);
    const c0 = splat(shift, j0), c1 = splat(shift, j1), c2 = splat(shift, j2), c3 = splat(shift, j);
    const b0 = splat(v, j0), b1 = splat(v, j1), b2 = splat(v, j2), b3 = splat(v, j);
    let i = 0;
    for (; i + 2 <= count; i += 2) {
      const to = out + (<usize>i << 3);
      let sum = add(v128.load(to), pair<T>(a0, i, c0), b0);
      let other = f64x2.mul(pair<T>(a1, i, c1), b1);
      sum = add(sum, pair<T>(a2, i, c2), b2);
      other = add(other, pair<T>(a3, i, c3), b3);
      v128.store(to, f64x2.add(sum, other));
    }
    for (; i < count; ++i) {
      const sum = number(out, i) + (single<T>(a0, i) - number(shift, j0)) * number(v, j0) + (single<T>(a2, i) - number(shift, j2)) * number(v, j2);
      put(out, i, sum + ((single<T>(a1, i) - number(shift, j1)) * number(v, j1) + (single<T>(a3, i) - number(shift, j)) * number(v, j)));
    }
  }
  for (let k = 0; k < waiting; ++k) {
    const j = k == 0 ? j0 : k == 1 ? j1 : j2;
    const from = entry<T>(d, first, j);
    const c = splat(shift, j);
    const b = splat(v, j);
    let i = 0;
    for (; i + 2 <= count; i += 2) {
      const to = out + (<usize>i << 3);
      v128.store(to, add(v128.load(to), pair<T>(from, i, c), b));
    }
    for (; i < count; ++i) put(out, i, number(out, i) + (single<T>(from, i) - number(shift, j)) * number(v, j));
  }
}

function addTimesByRow<T>(d: Design, first: i32, count: i32, p: i32, shift: usize, v: usize, out: usize): void {
  for (let i = 0; i < count; ++i) {
    const from = entry<T>(d, first + i, 0);
    let s0 = f64x2.splat(0.0), s1 = f64x2.splat(0.0);
    let j = 0;
    for (; j + 4 <= p; j += 4) {
      const at = <usize>j << 3;
      s0 = add(s0, pair<T>(from, j, v128.load(shift + at)), v128.load(v + at));
      s1 = add(s1, pair<T>(from, j + 2, v128.load(shift + at, 16)), v128.load(v + at, 16));
    }
    s0 = f64x2.add(s0, s1);
    let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
    for (; j < p; ++j) sum += (single<T>(from, j) - number(shift, j)) * number(v, j);
    put(out, i, number(out, i) + sum);
  }
}

function addSums<T>(d: Design, first: i32, count: i32, p: i32, shift: usize, factor: usize, w: usize, out: usize): void {
  if (d.columnStride == 1 && d.rowStride != 1 && d.map == 0) {
    addSumsByRow<T>(d, first, count, p, shift, factor, w, out);
    return;
  }
  const byColumn = d.rowStride == 1;
  let j = 0;
  if (byColumn) {
    for (; j + 2 <= p; j += 2) { // two columns share each weight
      const a = entry<T>(d, first, j), b = entry<T>(d, first, j + 1);
      const ca = splat(shift, j), cb = splat(shift, j + 1);
      let a0 = f64x2.splat(0.0), a1 = f64x2.splat(0.0), b0 = f64x2.splat(0.0), b1 = f64x2.splat(0.0);
      let i = 0;
      for (; i + 4 <= count; i += 4) {
        const w0 = v128.load(w + (<usize>i << 3)), w1 = v128.load(w + (<usize>i << 3), 16);
        a0 = add(a0, pair<T>(a, i, ca), w0);
        a1 = add(a1, pair<T>(a, i + 2, ca), w1);
        b0 = add(b0, pair<T>(b, i, cb), w0);
        b1 = add(b1, pair<T>(b, i + 2, cb), w1);
      }
      a0 = f64x2.add(a0, a1);
      b0 = f64x2.add(b0, b1);
      let sa = f64x2.extract_lane(a0, 0) + f64x2.extract_lane(a0, 1);
      let sb = f64x2.extract_lane(b0, 0) + f64x2.extract_lane(b0, 1);
      for (; i < count; ++i) {
        sa += (single<T>(a, i) - number(shift, j)) * number(w, i);
        sb += (single<T>(b, i) - number(shift, j + 1)) * number(w, i);
      }
      put(out, j, number(out, j) + number(factor, j) * sa);
      put(out, j + 1, number(out, j + 1) + number(factor, j + 1) * sb);
    }
  }
  for (; j < p; ++j) {
    const from = entry<T>(d, first, j);
    let sum = 0.0;
    for (let i = 0; i < count; ++i) sum += (single<T>(from, <usize>i * d.rowStride) - number(shift, j)) * number(w, i);
    put(out, j, number(out, j) + number(factor, j) * sum);
  }
}

/** Four rows at a time, so that out is read and written once for them. */
function addSumsByRow<T>(d: Design, first: i32, count: i32, p: i32, shift: usize, factor: usize, w: usize, out: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const a0 = entry<T>(d, first + i, 0), a1 = entry<T>(d, first + i + 1, 0);
    const a2 = entry<T>(d, first + i + 2, 0), a3 = entry<T>(d, first + i + 3, 0);
    const w0 = splat(w, i), w1 = splat(w, i + 1), w2 = splat(w, i + 2), w3 = splat(w, i + 3);
    let j = 0;
    for (; j + 2 <= p; j += 2) {
      const at = <usize>j << 3;
      const c = v128.load(shift + at);
      let sum = f64x2.mul(pair<T>(a0, j, c), w0);
      let other = f64x2.mul(pair<T>(a1, j, c), w1);
      sum = add(sum, pair<T>(a2, j, c), w2);
      other = add(other, pair<T>(a3, j, c), w3);
      v128.store(out + at, add(v128.load(out + at), f64x2.add(sum, other), v128.load(factor + at)));
    }
    for (; j < p; ++j) {
      const c = number(shift, j);
      const sum = (single<T>(a0, j) - c) * number(w, i) + (single<T>(a2, j) - c) * number(w, i + 2)
        + ((single<T>(a1, j) - c) * number(w, i + 1) + (single<T>(a3, j) - c) * number(w, i + 3));
      put(out, j, number(out, j) + number(factor, j) * sum);
    }
  }
  for (; i < count; ++i) {
    const from = entry<T>(d, first + i, 0);
    for (let j = 0; j < p; ++j) {
      put(out, j, number(out, j) + number(factor, j) * (single<T>(from, j) - number(shift, j)) * number(w, i));
    }
  }
}
