import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { at, index, put, rowOf } from "../num/vec";
import { packCoded } from "./coded";

/**
 * A dense design, column-major or row-major, f64 or f32, described by two strides. packRows copies a chunk of rows into a small
 * column-by-column block of doubles, for everything that needs pairs of columns. Sums over one column at a time are in
 * design/dense-sums.ts. No loop elsewhere knows how X is stored.
 */

/**
 * block[j][i] <- (x_{first+i, j} - shift_j) factor_j,  i < count, j < p; an odd count is followed by a zero.
 * block is f64[p][stride]; shift and factor are f64[p], or 0 for no shift or factor.
 */
export function packRows(d: Design, first: i32, count: i32, p: i32, stride: i32, shift: usize, factor: usize, block: usize): void {
  if (d.storage == Storage.Coded) {
    packCoded(d, first, count, stride, shift, factor, block);
    return;
  }
  const byColumn = d.rowStride == 1;
  const single = d.storage == Storage.Dense32;
  const size: usize = single ? 2 : 3; // log2 of the bytes of an entry
  const step = d.rowStride << size;
  for (let j = 0; j < p; ++j) {
    const to = rowOf(block, j, stride);
    const from = d.data + ((<usize>first * d.rowStride + <usize>columnOf(d, j) * d.columnStride) << size);
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
 * Blocks of `length` rows, block k from row begins_k on, one after the other into `to`, in the layout of d.
 * begins is u32[blocks]; length is even.
 */
export function copyBlocks(d: Design, p: i32, begins: usize, blocks: i32, length: i32, to: usize): void {
  const size: usize = d.storage == Storage.Dense32 ? 2 : 3; // log2 of the bytes of an entry
  const byColumn = d.rowStride == 1;
  const runs = byColumn ? p : 1;
  const bytes = <usize>length * (byColumn ? 1 : d.rowStride) << size;
  for (let j = 0; j < runs; ++j) {
    const column = d.data + (<usize>j * d.columnStride << size);
    for (let k = 0; k < blocks; ++k) {
      const from = column + (<usize>index(begins, k) * d.rowStride << size);
      for (let i: usize = 0; i < bytes; i += 8, to += 8) store<u64>(to, load<u64>(from + i)); // shorter than a call takes
    }
  }
}

/** The same standardized, as floats: to_ij <- (x_ij - shift_j) factor_j. */
export function standardizeBlocks(
  d: Design, p: i32, begins: usize, blocks: i32, length: i32, shift: usize, factor: usize, to: usize,
): void {
  const single = d.storage == Storage.Dense32;
  const byColumn = d.rowStride == 1;
  const rowStep: usize = byColumn ? 1 : p;
  const columnStep: usize = byColumn ? <usize>blocks * length : 1;
  for (let k = 0; k < blocks; ++k) {
    const first = <usize>index(begins, k);
    for (let j = 0; j < p; ++j) {
      const c = at(shift, j);
      const f = at(factor, j);
      const from = first * d.rowStride + <usize>columnOf(d, j) * d.columnStride;
      const target = to + ((<usize>(k * length) * rowStep + <usize>j * columnStep) << 2);
      for (let i: usize = 0; i < <usize>length; ++i) {
        const place = from + i * d.rowStride;
        const x = single ? <f64>load<f32>(d.data + (place << 2)) : load<f64>(d.data + (place << 3));
        store<f32>(target + (i * rowStep << 2), <f32>((x - c) * f));
      }
    }
  }
}

/** x_ij */
// @ts-ignore: decorator
@inline
export function entryAt(d: Design, i: i32, j: i32): f64 {
  const place = <usize>i * d.rowStride + <usize>columnOf(d, j) * d.columnStride;
  return d.storage == Storage.Dense32 ? <f64>load<f32>(d.data + (place << 2)) : load<f64>(d.data + (place << 3));
}

/** Number in memory of column j of the selected columns. */
// @ts-ignore: decorator
@inline
export function columnOf(d: Design, j: i32): i32 { return d.map == 0 ? j : load<i32>(d.map + (<usize>j << 2)); }
