import { alloc, mark, release } from "../abi/arena";
import { Storage } from "../abi/ids";
import { Design, Shard } from "../abi/shard";
import { at, fill, index, put, slot } from "../num/vec";
import { columnMoments, momentWork, rowRangeMoments } from "./moments";

/**
 * Moments of a dense X by partitions, merged in their order:
 *
 *   W' = W + w     mean' = mean + (m - mean) w / W'     S' = S + w s^2 + (m - mean)^2 W w / W'     sd^2 = S / W
 *
 * Source: Chan, Golub & LeVeque (1983), Algorithms for computing the sample variance, equations 2.1.
 */

/** Numbers of the answer of one partition: its weight, then mean and sd of each column. */
export function momentNumbers(p: i32): i32 { return 2 * p + 1; }

/** Bytes that a partition's moments are computed in; 0: this X has its moments as a whole. */
export function partMomentWork(shard: Shard): f64 {
  const design = changetype<Design>(shard.design);
  if (shard.partCount < 2 || design.storage == Storage.Sparse || design.storage == Storage.Coded) return 0.0;
  let longest = 0;
  for (let k = 0; k < shard.partCount; ++k) longest = max(longest, index(shard.parts, k + 1) - index(shard.parts, k));
  return momentWork(design, longest, shard.columns);
}

/** The answer of partition k into f64[momentNumbers]. */
export function partMoments(shard: Shard, k: i32, out: usize, work: usize): void {
  const p = shard.columns;
  const mean = slot(out, 1);
  put(out, 0, rowRangeMoments(changetype<Design>(shard.design), index(shard.parts, k), index(shard.parts, k + 1), p, shard.weight, mean, slot(mean, p), work));
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
  const bytes = partMomentWork(shard);
  if (bytes == 0.0) return columnMoments(changetype<Design>(shard.design), shard.rows, p, shard.weight, mean, sd);
  const start = mark();
  const numbers = momentNumbers(p);
  const answers = alloc(<usize>shard.partCount * <usize>numbers << 3);
  const work = alloc(<usize>bytes);
  const hasRoom = answers != 0 && work != 0;
  if (hasRoom) {
    for (let k = 0; k < shard.partCount; ++k) partMoments(shard, k, slot(answers, k * numbers), work);
    mergeMoments(answers, shard.partCount, p, mean, sd);
  }
  release(start);
  return hasRoom;
}
