import { Storage } from "../abi/ids";
import { alloc, mark, release } from "../abi/arena";
import { Design } from "../abi/shard";
import { at, dot, fill, put, rowOf, slot } from "../num/vec";
import { chunkRows, isAddressable } from "./chunk-rows";
import { packRows } from "./dense";
import { entriesOf, rowAt, rowsFrom, startOf } from "./sparse";

/**
 * Weighted mean and standard deviation (divisor: sum of weights) of every column, in one pass:
 *
 *   K_j = weighted mean of the first rows        mean = K + S1 / W        sd^2 = S2 / W - (S1 / W)^2
 *   S1 = sum_i w_i (x_ij - K_j)                  S2 = sum_i w_i (x_ij - K_j)^2
 *
 * The shift K keeps the subtraction harmless unless the first rows are far from all others.
 * A sum that is not finite (NaN, infinite or huge entries) stays so in the result: the host looks for the entry then.
 * Source: Chan, Golub & LeVeque (1983), Algorithms for computing the sample variance, section 3.
 *
 * weight is f64[n], or 0: all ones. mean, sd are f64[p]. Returns false when memory is exhausted.
 */
export function columnMoments(design: Design, n: i32, p: i32, weight: usize, mean: usize, sd: usize): bool {
  if (design.storage == Storage.Sparse) return sparseMoments(design, n, p, weight, mean, sd);
  const start = mark();
  const chunk = chunkRows(p, n);
  if (!isAddressable(chunk, p)) return false;
  const block = alloc((<usize>chunk * <usize>p) << 3);
  const shift = alloc(<usize>p << 3);
  const ones = alloc(<usize>chunk << 3);
  if (shift == 0 || block == 0 || ones == 0) {
    release(start);
    return false;
  }
  fill(chunk, ones, 1.0);
  fill(p, mean, 0.0);
  fill(p, sd, 0.0);
  let total = 0.0;
  for (let first = 0; first < n; first += chunk) {
    const count = min(chunk, n - first);
    const w = weight == 0 ? ones : slot(weight, first);
    let here = 0.0;
    for (let i = 0; i < count; ++i) here += at(w, i);
    if (here == 0.0) continue; // rows without weight are no rows
    const isFirst = total == 0.0;
    total += here;
    packRows(design, first, count, p, chunk, isFirst ? 0 : shift, 0, block);
    for (let j = 0; j < p; ++j) {
      const x = rowOf(block, j, chunk);
      if (isFirst) {
        const k = dot(count, w, x) / here;
        put(shift, j, k);
        for (let i = 0; i < count; ++i) put(x, i, at(x, i) - k);
      }
      let s1 = 0.0;
      let s2 = 0.0;
      for (let i = 0; i < count; ++i) {
        const v = at(x, i);
        const u = at(w, i) * v;
        s1 += u;
        s2 += u * v;
      }
      put(mean, j, at(mean, j) + s1);
      put(sd, j, at(sd, j) + s2);
    }
  }
  for (let j = 0; j < p; ++j) {
    const m = at(mean, j) / total;
    const v = at(sd, j) / total - m * m;
    put(mean, j, at(shift, j) + m);
    put(sd, j, v > 0.0 || v != v ? Math.sqrt(v) : 0.0);
  }
  release(start);
  return true;
}

/** The same for compressed columns in two passes over each; entries that are not stored are zeros of the rest of the weight. */
function sparseMoments(design: Design, n: i32, p: i32, weight: usize, mean: usize, sd: usize): bool {
  let total = <f64>n;
  if (weight != 0) {
    total = 0.0;
    for (let i = 0; i < n; ++i) total += at(weight, i);
  }
  for (let j = 0; j < p; ++j) {
    const begin = startOf(design, j);
    const m = entriesOf(design, j);
    const x = slot(design.data, <i32>begin);
    const rows = rowsFrom(design, begin);
    let sum = 0.0;
    let here = 0.0;
    for (let i = 0; i < m; ++i) {
      const w = weight == 0 ? 1.0 : at(weight, rowAt(rows, i));
      sum += w * at(x, i);
      here += w;
    }
    const average = sum / total;
    const zeros = Math.max(total - here, 0.0);
    let squares = zeros * average * average;
    let rest = -zeros * average; // what rounding left in the average
    for (let i = 0; i < m; ++i) {
      const w = weight == 0 ? 1.0 : at(weight, rowAt(rows, i));
      const v = at(x, i) - average;
      rest += w * v;
      squares += w * v * v;
    }
    put(mean, j, average + rest / total);
    const variance = squares / total - (rest / total) * (rest / total);
    put(sd, j, variance > 0.0 || variance != variance ? Math.sqrt(variance) : 0.0);
  }
  return true;
}
