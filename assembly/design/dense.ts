import { Design } from "../abi/shard";
import { put, rowOf } from "../num/vec";

/**
 * A dense design, column-major or row-major: two strides say which. Its one verb brings a chunk of rows into a small
 * column-by-column block, where everything else works, so no loop downstream knows how X was stored.
 */

// @ts-ignore: decorator
@inline
function element(d: Design, i: usize, j: usize): usize { return d.data + ((i * d.rowStride + j * d.columnStride) << 3); }

/**
 * block[j][i] <- (x_{first+i, j} - shift_j) factor_j,  i < count, j < p; an odd count is followed by a zero.
 * block is f64[p][stride]; shift and factor are f64[p], or 0 for "as it is".
 */
export function packRows(d: Design, first: i32, count: i32, p: i32, stride: i32, shift: usize, factor: usize, block: usize): void {
  const byColumn = d.rowStride == 1;
  const step = d.rowStride << 3;
  for (let j = 0; j < p; ++j) {
    const to = rowOf(block, j, stride);
    const from = element(d, <usize>first, <usize>j);
    const c = shift == 0 ? 0.0 : load<f64>(shift + (<usize>j << 3));
    const f = factor == 0 ? 1.0 : load<f64>(factor + (<usize>j << 3));
    let i = 0;
    if (byColumn) {
      const cc = f64x2.splat(c);
      const ff = f64x2.splat(f);
      for (; i + 2 <= count; i += 2) {
        const at = <usize>i << 3;
        v128.store(to + at, f64x2.mul(f64x2.sub(v128.load(from + at), cc), ff));
      }
    }
    for (; i < count; ++i) put(to, i, (load<f64>(from + <usize>i * step) - c) * f);
    if (count & 1) put(to, count, 0.0);
  }
}
