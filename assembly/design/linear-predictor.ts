import { alloc, mark, release } from "../abi/arena";
import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { at, copy, fill, put, putIndex, slot } from "../num/vec";
import { rawRows } from "./chunk-rows";
import { addTimesRows } from "./dense-sums";
import { entriesOf, rowsFrom, scatter, startOf } from "./sparse";
import { timesRows } from "./sparse-rows";

/** eta_i <- intercept + offset_i + sum_j x_ij beta_j; offset is f64[n], or 0. False when memory is exhausted. */
export function linearPredictor(design: Design, n: i32, p: i32, beta: usize, intercept: f64, offset: usize, eta: usize): bool {
  if (offset == 0) fill(n, eta, 0.0);
  else copy(n, offset, eta);
  if (design.storage == Storage.Sparse) {
    for (let i = 0; i < n; ++i) put(eta, i, at(eta, i) + intercept);
    if (design.rowStarts != 0 && design.map == 0) {
      timesRows(design, 0, n, beta, eta);
      return true;
    }
    for (let j = 0; j < p; ++j) {
      const begin = startOf(design, j);
      scatter(entriesOf(design, j), at(beta, j), slot(design.data, <i32>begin), rowsFrom(design, begin), eta);
    }
    return true;
  }
  const start = mark();
  const zeros = alloc(<usize>(p + 1) << 3);
  const picked = alloc(<usize>(p + 1) << 2);
  if (zeros == 0 || picked == 0) {
    release(start);
    return false;
  }
  fill(p, zeros, 0.0);
  let count = 0;
  for (let j = 0; j < p; ++j) if (at(beta, j) != 0.0) putIndex(picked, count++, j);
  const chunk = rawRows(p, n);
  for (let first = 0; first < n; first += chunk) {
    const rows = min(chunk, n - first);
    const to = slot(eta, first);
    for (let i = 0; i < rows; ++i) put(to, i, at(to, i) + intercept);
    addTimesRows(design, first, rows, picked, count, zeros, beta, to);
  }
  release(start);
  return true;
}
