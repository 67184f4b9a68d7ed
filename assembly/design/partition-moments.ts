import { alloc, mark, release } from "../abi/arena";
import { Storage } from "../abi/ids";
import { Design, Shard } from "../abi/shard";
import { at, fill, index, put, slot } from "../num/vec";
import { codedMoments, columnMoments, momentWork, rowRangeMoments, sparseMoments } from "./moments";
import { needSplits, viewPartition } from "./split";

/**
 * Moments of X by partitions, merged in their order:
 *
 *   W' = W + w     mean' = mean + (m - mean) w / W'     S' = S + w s^2 + (m - mean)^2 W w / W'     sd^2 = S / W
 *
 * Source: Chan, Golub & LeVeque (1983), Algorithms for computing the sample variance, equations 2.1.
 */

/** Numbers of the answer of one partition: its weight, then mean and sd of each column. */
export function momentNumbers(p: i32): i32 { return 2 * p + 1; }

/** Bytes that a partition's moments are computed in; 0: threads have none to compute, because there is one partition, or X is not dense. */
export function partMomentWork(shard: Shard): f64 {
  const design = changetype<Design>(shard.design);
  if (shard.partCount < 2 || design.storage == Storage.Sparse || design.storage == Storage.Coded) return 0.0;
  return workOf(shard);
}

/** The answer of partition k of a dense X into f64[momentNumbers], computed in `work`. */
export function partMoments(shard: Shard, k: i32, out: usize, work: usize): void {
  const p = shard.columns;
  const mean = slot(out, 1);
  put(out, 0, rowRangeMoments(changetype<Design>(shard.design), beginOf(shard, k), beginOf(shard, k + 1), p, shard.weight, mean, slot(mean, p), work));
}

/** The answers of all partitions, f64[partCount][momentNumbers]. False when memory is exhausted. */
export function shardPartMoments(shard: Shard, answers: usize): bool {
  const design = changetype<Design>(shard.design);
  const count = max(1, shard.partCount);
  const numbers = momentNumbers(shard.columns);
  const isDense = design.storage != Storage.Sparse && design.storage != Storage.Coded;
  const start = mark();
  const bytes = isDense ? workOf(shard) : <f64>offsetof<Design>();
  const work = bytes < MOST ? alloc(<usize>bytes) : 0;
  let hasRoom = work != 0;
  for (let k = 0; hasRoom && k < count; ++k) {
    const out = slot(answers, k * numbers);
    if (isDense) partMoments(shard, k, out, work);
    else hasRoom = viewedMoments(shard, k, out, changetype<Design>(work));
  }
  release(start);
  return hasRoom;
}

/** No block of work is as large as memory. */
const MOST: f64 = 4.0e9;

/** The same of partition k of a sparse or coded X, of which `view` becomes that part. */
function viewedMoments(shard: Shard, k: i32, out: usize, view: Design): bool {
  const design = changetype<Design>(shard.design);
  const p = shard.columns;
  const from = beginOf(shard, k);
  const n = beginOf(shard, k + 1) - from;
  const weight: usize = shard.weight == 0 ? <usize>0 : slot(shard.weight, from);
  const mean = slot(out, 1);
  const sd = slot(mean, p);
  let total = <f64>n;
  if (weight != 0) {
    total = 0.0;
    for (let i = 0; i < n; ++i) total += at(weight, i);
  }
  put(out, 0, total);
  if (total == 0.0) {
    fill(2 * p, mean, 0.0);
    return true;
  }
  if (design.storage == Storage.Coded) return codedMoments(design, from, n, weight, mean, sd);
  if (design.rowStarts != 0) {
    memory.copy(changetype<usize>(view), changetype<usize>(design), offsetof<Design>());
    view.rowStarts = design.rowStarts + (<usize>from << 2);
    view.rows = n;
    view.isByColumn = 1; // these are the columns of all rows
    const found = sparseMoments(view, n, p, weight, total, true, mean, sd);
    if (found >= 0) return found > 0;
  }
  needSplits(design, shard.parts, shard.partCount);
  viewPartition(view, design, k, shard.partCount);
  return sparseMoments(view, n, p, shard.weight, total, false, mean, sd) > 0;
}

// @ts-ignore: decorator
@inline
function beginOf(shard: Shard, k: i32): i32 { return shard.partCount < 2 ? k * shard.rows : index(shard.parts, k); }

/** Bytes to work in for the partition of most rows. */
function workOf(shard: Shard): f64 {
  let longest = 0;
  for (let k = 0; k < max(1, shard.partCount); ++k) longest = max(longest, beginOf(shard, k + 1) - beginOf(shard, k));
  return momentWork(changetype<Design>(shard.design), longest, shard.columns);
}

/** mean, sd <- the moments of all rows, from the answers of the partitions, which follow each other. */
export function mergeMoments(answers: usize, parts: i32, p: i32, mean: usize, sd: usize): void {
  let total = 0.0;
  fill(p, mean, 0.0);
  fill(p, sd, 0.0);
  for (let k = 0; k < parts; ++k) {
    const from = slot(answers, k * momentNumbers(p));
    const w = at(from, 0);
    if (w == 0.0) continue;
    const sum = total + w;
    for (let j = 0; j < p; ++j) {
      const s = at(from, 1 + p + j);
      const apart = at(from, 1 + j) - at(mean, j);
      const isFirst = total == 0.0; // then it is the answer itself, also where it is not finite
      put(mean, j, isFirst ? at(from, 1 + j) : at(mean, j) + apart * (w / sum));
      put(sd, j, at(sd, j) + w * s * s + (isFirst ? 0.0 : apart * apart * (total * w / sum)));
    }
    total = sum;
  }
  for (let j = 0; j < p; ++j) put(sd, j, Math.sqrt(at(sd, j) / total));
}

/** The moments of a shard, of which only X, weights and partitions need be there. False when memory is exhausted. */
export function shardMoments(shard: Shard, mean: usize, sd: usize): bool {
  const p = shard.columns;
  if (shard.partCount < 2) return columnMoments(changetype<Design>(shard.design), shard.rows, p, shard.weight, mean, sd);
  const start = mark();
  const answers = alloc(<usize>shard.partCount * <usize>momentNumbers(p) << 3);
  const hasRoom = answers != 0 && shardPartMoments(shard, answers);
  if (hasRoom) mergeMoments(answers, shard.partCount, p, mean, sd);
  release(start);
  return hasRoom;
}
