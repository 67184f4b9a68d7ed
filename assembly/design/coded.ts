import { CodedBlock, Design } from "../abi/shard";
import { at, fill, index, put, rowOf } from "../num/vec";

/**
 * A coded design: blocks of columns, each one column of numbers or a factor. A factor has one small whole number for a row, the place of its
 * level, and
 *
 *   x_ij = v_i C_lj,   l = code_i,   v_i = 1 without values
 *
 * C is a matrix of levels x columns, or, if each row of it is 0 or has a single 1, `places`: the column of each level, or -1.
 * Here single entries and rows of dense blocks; sums are in design/coded-sums.ts.
 */

// @ts-ignore: decorator
@inline
export function blockAt(d: Design, k: i32): CodedBlock {
  return changetype<CodedBlock>(d.blocks + <usize>k * offsetof<CodedBlock>());
}

/** Block of column j. */
export function blockOf(d: Design, j: i32): CodedBlock {
  let low = 0;
  let high = d.blockCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blockAt(d, middle).first <= j) low = middle;
    else high = middle - 1;
  }
  return blockAt(d, low);
}

/** Operations of a sum that do not depend on the number of rows. */
export function levelWork(d: Design): f64 {
  let work = 0.0;
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    work += <f64>b.levels * (b.places != 0 ? 1.0 : <f64>b.columns) + <f64>b.columns;
  }
  return work;
}

/** Place of the level of row i. */
// @ts-ignore: decorator
@inline
export function codeAt(b: CodedBlock, i: i32): i32 {
  if (b.width == 1) return <i32>load<u8>(b.codes + <usize>i);
  return b.width == 2 ? <i32>load<u16>(b.codes + (<usize>i << 1)) : load<i32>(b.codes + (<usize>i << 2));
}

/** Code i of those that begin at `codes`. */
// @ts-ignore: decorator
@inline
export function code<T>(codes: usize, i: i32): i32 { return <i32>load<T>(codes + <usize>i * sizeof<T>()); }

/** C_lj, j counted within the block. */
// @ts-ignore: decorator
@inline
export function contrastAt(b: CodedBlock, l: i32, j: i32): f64 {
  if (b.places != 0) return index(b.places, l) == j ? 1.0 : 0.0;
  return at(rowOf(b.contrasts, l, b.columns), j);
}

// @ts-ignore: decorator
@inline
export function valueAt(b: CodedBlock, i: i32): f64 { return b.values == 0 ? 1.0 : at(b.values, i); }

/** x_ij of a column j of the block, counted in the design. */
// @ts-ignore: decorator
@inline
export function codedEntry(b: CodedBlock, i: i32, j: i32): f64 {
  return b.levels == 0 ? at(b.values, i) : valueAt(b, i) * contrastAt(b, codeAt(b, i), j - b.first);
}

/** As packRows of design/dense.ts. */
export function packCoded(d: Design, first: i32, count: i32, stride: i32, shift: usize, factor: usize, block: usize): void {
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    const place = b.levels > 0 && b.places != 0;
    for (let j = b.first; j < b.first + b.columns; ++j) {
      const to = rowOf(block, j, stride);
      const c = shift == 0 ? 0.0 : at(shift, j);
      const f = factor == 0 ? 1.0 : at(factor, j);
      if (place) fill(count, to, (0.0 - c) * f);
      else for (let i = 0; i < count; ++i) put(to, i, (codedEntry(b, first + i, j) - c) * f);
      if (count & 1) put(to, count, 0.0);
    }
    if (!place) continue;
    for (let i = 0; i < count; ++i) {
      const own = index(b.places, codeAt(b, first + i));
      if (own < 0) continue;
      const j = b.first + own;
      const c = shift == 0 ? 0.0 : at(shift, j);
      put(rowOf(block, j, stride), i, (valueAt(b, first + i) - c) * (factor == 0 ? 1.0 : at(factor, j)));
    }
  }
}
