import { Rows } from "../abi/rows";
import { Design } from "../abi/shard";
import { addRowSums, addSquareSums, addSquareTimes, addTimesRows } from "../design/dense-sums";
import { EntryBlock } from "../noise/entries";
import { at, axpy, dot, put, putIndex } from "../num/vec";
import { Chunk, denseOf } from "./chunk";

/**
 * The spread if it is a variance, from X in place: no plane is made. With v_ij = A_j + B_j x_ij + C_j x_ij^2 (chunk.vary),
 *
 *   t_i = sum_j beta_j^2 v_ij        dt_i/dtheta_j = 2 scale_j beta_j v_ij
 */
export function addRawSpread(chunk: Chunk, out: usize): void {
  const n = changetype<Rows>(chunk.rows).count;
  const p = changetype<EntryBlock>(chunk.block).columns;
  const wide = <usize>(chunk.dimension + 2) << 3;
  const d = changetype<Design>(chunk.design);
  let constant = 0.0;
  for (let j = 0; j < p; ++j) constant += at(chunk.vary, j) * at(chunk.beta, j) * at(chunk.beta, j);
  if (constant != 0.0) axpy(n, constant, chunk.ones, out);
  for (let power = 1; power < 3; ++power) {
    const vary = chunk.vary + <usize>power * wide;
    let count = 0;
    for (let j = 0; j < p; ++j) {
      const c = at(vary, j) * at(chunk.beta, j) * at(chunk.beta, j);
      put(chunk.scaled, j, c);
      if (c != 0.0) putIndex(denseOf(chunk).picked, count++, j);
    }
    if (count == 0) continue;
    if (power == 1) addTimesRows(d, chunk.begin, n, denseOf(chunk).picked, count, denseOf(chunk).zeros, chunk.scaled, out);
    else addSquareTimes(d, chunk.begin, n, denseOf(chunk).picked, count, chunk.scaled, out);
  }
}

/** out_j += sum_i w_i dt_i/dtheta_j */
export function addRawSpreadSums(chunk: Chunk, w: usize, out: usize): void {
  const n = changetype<Rows>(chunk.rows).count;
  const p = changetype<EntryBlock>(chunk.block).columns;
  const wide = <usize>(chunk.dimension + 2) << 3;
  const d = changetype<Design>(chunk.design);
  const total = dot(n, w, chunk.ones);
  for (let power = 0; power < 3; ++power) {
    const vary = chunk.vary + <usize>power * wide;
    let some = false;
    for (let j = 0; j < p; ++j) {
      const c = 2.0 * at(chunk.scale, j) * at(chunk.beta, j) * at(vary, j);
      put(chunk.scaled, j, c);
      if (c != 0.0) some = true;
      if (power == 0) put(out, j, at(out, j) + c * total);
    }
    if (!some || power == 0) continue;
    if (power == 1) addRowSums(d, chunk.begin, n, p, denseOf(chunk).zeros, chunk.scaled, w, out);
    else addSquareSums(d, chunk.begin, n, p, chunk.scaled, w, out);
  }
}
