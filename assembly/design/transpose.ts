import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { at, index, put, putIndex, slot } from "../num/vec";
import { addRowPairs } from "./sparse-rows";

/** Makes compressed columns from compressed rows, once, at the first request that needs columns. */
export function needColumns(d: Design): void {
  if (d.storage != Storage.Sparse || d.rowStarts == 0 || d.isByColumn) return;
  const p = d.columns;
  const m = index(d.rowStarts, d.rows);
  const starts = d.starts;
  // While entries are placed, starts[j + 1] is where the next entry of column j goes; at the end it is where column j ends.
  memory.fill(starts, 0, <usize>(p + 2) << 2);
  for (let k = 0; k < m; ++k) {
    const j = index(d.rowIndices, k) + 2;
    putIndex(starts, j, index(starts, j) + 1);
  }
  for (let j = 2; j <= p; ++j) putIndex(starts, j, index(starts, j) + index(starts, j - 1));
  for (let i = 0; i < d.rows; ++i) {
    const end = index(d.rowStarts, i + 1);
    for (let k = index(d.rowStarts, i); k < end; ++k) {
      const next = starts + (<usize>(index(d.rowIndices, k) + 1) << 2);
      const to = index(next, 0);
      putIndex(next, 0, to + 1);
      putIndex(d.indices, to, i);
      put(d.data, to, at(d.rowData, k));
    }
  }
  d.isByColumn = 1;
}

/**
 * Means and standard deviations by rows, from sum w x and sum w x^2 in one walk, if no variance is a small rest of its mean
 * square: at half of it one bit is lost. Otherwise as in design/moments.ts. work is f64[2 p]; w is f64[n], total its sum.
 * False if a mean is so large compared with its deviation that the zeros of a column must be counted, not weighed.
 */
export function rowMoments(d: Design, w: usize, total: f64, work: usize, mean: usize, sd: usize): bool {
  const p = d.columns;
  memory.fill(work, 0, <usize>p << 4);
  addRowPairs(d, 0, d.rows, w, w, work);
  let isSafe = true;
  for (let j = 0; j < p; ++j) {
    const average = at(work, 2 * j) / total;
    const square = at(work, 2 * j + 1) / total;
    const variance = square - average * average;
    if (!(variance >= 0.5 * square)) isSafe = false;
    put(mean, j, average);
    put(sd, j, Math.sqrt(variance));
  }
  if (isSafe) return true;
  rowMomentsTwice(d, w, total, work, mean, sd);
  for (let j = 0; j < p; ++j) if (Math.abs(at(mean, j)) > MUCH * at(sd, j)) return false;
  return true;
}

/** Limit of mean / deviation. */
const MUCH: f64 = 1e3;

/** The sums of design/moments.ts for all columns at a time, in the same order. */
function rowMomentsTwice(d: Design, weight: usize, total: f64, here: usize, mean: usize, sd: usize): void {
  const p = d.columns;
  memory.fill(here, 0, <usize>p << 3);
  memory.fill(mean, 0, <usize>p << 3);
  for (let i = 0; i < d.rows; ++i) {
    const w = at(weight, i);
    const end = index(d.rowStarts, i + 1);
    for (let k = index(d.rowStarts, i); k < end; ++k) {
      const j = index(d.rowIndices, k);
      put(mean, j, at(mean, j) + w * at(d.rowData, k));
      put(here, j, at(here, j) + w);
    }
  }
  for (let j = 0; j < p; ++j) { // here <- the rounding error of the average, sd <- squares; both begin with the zeros
    const average = at(mean, j) / total;
    const zeros = Math.max(total - at(here, j), 0.0);
    put(mean, j, average);
    put(sd, j, zeros * average * average);
    put(here, j, -zeros * average);
  }
  for (let i = 0; i < d.rows; ++i) {
    const w = at(weight, i);
    const end = index(d.rowStarts, i + 1);
    for (let k = index(d.rowStarts, i); k < end; ++k) {
      const j = index(d.rowIndices, k);
      const v = at(d.rowData, k) - at(mean, j);
      put(here, j, at(here, j) + w * v);
      const s = slot(sd, j);
      put(s, 0, at(s, 0) + w * v * v);
    }
  }
  for (let j = 0; j < p; ++j) {
    const rest = at(here, j);
    const variance = at(sd, j) / total - (rest / total) * (rest / total);
    put(mean, j, at(mean, j) + rest / total);
    put(sd, j, variance > 0.0 || variance != variance ? Math.sqrt(variance) : 0.0);
  }
}
