import { Design, Shard } from "../abi/shard";
import { entriesOf } from "../design/sparse";
import { needSplits, viewPartition } from "../design/split";
import { EntryBlock } from "../noise/entries";
import { index, putIndex } from "../num/vec";

/**
 * The scratch of a shard: room for one chunk of rows, and the chunk's three planes,
 *
 *   Z       z_ij, the standardized columns and the ones of the intercept
 *   First   dt_i/dtheta_j      (with noise)
 *   Second  d2t_i/dtheta_j2    (with noise)
 *
 * If t is a variance, t_i = sum_j c_ij theta_j^2 / 2 with c_ij = 2 v_ij scale_j^2: Second is c, which does not depend on theta, and
 * First is c_ij theta_j, so one plane of variances serves as both. A sparse one is made once.
 *
 * Dense: a chunk is small enough to stay in the second-level cache while predictor, family, gradient and Hessian pass over
 * it, so X itself is read once per evaluation; planes are f64[d + 2][stride], the last two columns zeros.
 * Without noise there are no planes: sums read X in place (isRaw), more rows at a time, and a Hessian uses
 * panels of them (design/panels.ts). The same holds with noise if its spread is a variance and no matrix is requested
 * (objective/raw-spread.ts).
 * Sparse: one chunk holds all rows of a partition; Z is the design itself, First and Second have one number per stored entry. Column j of
 * a plane is its factor times the stored number; a sparse plane also has a base, one number per column for every row.
 *
 * In memory, after the structs (objective/chunk-layout.ts):
 *
 *   | panels, buffer | vectors of rows, f64[room] each | of classes | of columns, f64[d + 2] each | by storage | tile | planes |
 */
@final @unmanaged
export class Chunk {
  isSparse: bool; //  a SparseChunk, else a DenseChunk
  isRaw: bool; //     Z is X read in place, minus center, times scale
  isRough: bool; //   the Hessian is summed in f32
  isWide: bool; //    all classes at once, by rows: objective/wide.ts
  inPlace: bool; //   Z is read in place although there is noise: a coded X, unless it is sampled
  isVariance: bool; // First and Second are both made of the variances in second
  begin: i32; //      number of the chunk's first row
  from: i32; //       number of the first row of the partition
  end: i32; //        and of the row after its last one
  stride: i32; //     rows a column of a block has room for, even
  room: i32; //       rows a vector of one number per row has room for, even
  dimension: i32; //  d = p + intercept
  design: usize; //   Design; of the partition if it is sparse, with room of its own if it is coded
  rows: usize; //     Rows
  block: usize; //    EntryBlock
  z: usize; //        dense, with noise: the plane; sparse: the stored entries, or noised ones
  first: usize; //        log moments only
  second: usize;
  firstFactor: usize; //  f64[d]
  secondFactor: usize; // f64[d]
  firstBase: usize; //    f64[d]  sparse, like the other bases
  secondBase: usize; //   f64[d]
  zBase: usize; //        f64[d]
  zScale: usize; //       f64[d]  sparse: z_ij = x_ij zScale_j + zBase_j
  center: usize; //       f64[p]
  scale: usize; //        f64[p]
  scaled: usize; //       f64[p]
  vary: usize; //         f64[3][d]  raw, with noise: v_ij = vary_0j + vary_1j x_ij + vary_2j x_ij^2
  beta: usize; //         f64[p]
  column: usize; //       f64[d]
  along: usize; //    f64[room]  work vectors of one number per row
  across: usize; //   f64[room]
  sideways: usize; // f64[room]
  ones: usize; //     f64[room]
  offset: usize; //   f64[room]
  weight: usize; //   f64[room]
  own: usize; //      DenseChunk or SparseChunk
  classes: usize; //  ClassRoom
}

/** What only dense rows need. */
@final @unmanaged
export class DenseChunk {
  gramRows: i32; //   rows the panels have room for
  raw: usize; //      f64[p][stride], entries as given, when there is noise
  panels: usize; //   Z by threes of columns, num/gram.ts
  buffer: usize; //   to work in, num/gram.ts
  zeros: usize; //    f64[p]
  picked: usize; //   u32[p]
  packed: usize; //   Design, view of a plane
  gram: usize; //     CodedGram, tables for a Hessian of a coded X without noise; or 0
}

/** What only sparse rows need. */
@final @unmanaged
export class SparseChunk {
  parts: usize; //    SparsePart[], of all threads
  part: usize; //     SparsePart of the rows in use
  starts: usize; //   those of the part, like the next two
  entries: usize;
  noised: usize;
  pairs: usize; //    f64[d][2]  objective/by-rows.ts, like those that follow
  sums: usize; //     f64[d][2]
  bends: usize; //    f64[d][2]
  turned: usize; //   f64[d]
  totals: usize; //   Totals
}

/** What is kept of one partition of sparse rows. */
@final @unmanaged
export class SparsePart {
  entries: usize; //   stored entries of the columns in use
  starts: usize; //    u32[d + 1]  where column j begins in first and second
  isNumbered: bool; // starts are there
  isReady: bool; //    the variances are there
  noised: usize; //    Monte Carlo: room for noised entries
  first: usize; //     planes
  second: usize;
  secondFactor: usize; // f64[d + 2]
  secondBase: usize; //   f64[d + 2]
}

// @ts-ignore: decorator
@inline
export function partAt(chunk: Chunk, k: i32): SparsePart {
  return changetype<SparsePart>(sparseOf(chunk).parts + <usize>k * offsetof<SparsePart>());
}

/** The number of partitions. */
// @ts-ignore: decorator
@inline
export function partsOf(shard: Shard): i32 { return max(1, shard.partCount); }

/** Turns the chunk to partition k. */
export function turnToPart(shard: Shard, chunk: Chunk, k: i32): void {
  chunk.from = shard.partCount < 2 ? 0 : index(shard.parts, k);
  chunk.end = shard.partCount < 2 ? shard.rows : index(shard.parts, k + 1);
  if (!chunk.isSparse) return;
  const sparse = sparseOf(chunk);
  const part = partAt(chunk, k);
  const block = changetype<EntryBlock>(chunk.block);
  viewPartition(changetype<Design>(chunk.design), changetype<Design>(shard.design), k, shard.partCount);
  sparse.part = changetype<usize>(part);
  sparse.starts = part.starts;
  sparse.entries = part.entries;
  sparse.noised = part.noised;
  chunk.first = part.first;
  chunk.second = part.second;
  chunk.secondFactor = part.secondFactor;
  chunk.secondBase = part.secondBase;
  block.from = chunk.from;
  block.starts = part.starts;
  block.first = part.first;
  block.second = part.second;
  block.baseSecond = part.secondBase;
}

/** Turns the chunk to the rows from `begin` on; returns how many it takes at a time, none from `end` on. */
export function turnToRow(shard: Shard, chunk: Chunk, begin: i32, end: i32): i32 {
  if (!chunk.isSparse) {
    chunk.from = 0;
    return min(chunk.stride, end - begin);
  }
  let k = 0;
  while (k + 1 < partsOf(shard) && index(shard.parts, k + 1) <= begin) ++k;
  turnToPart(shard, chunk, k);
  assert(chunk.from == begin && chunk.end <= end);
  return chunk.end - chunk.from;
}

/** Address from which a vector of the chunk's rows is read by the number of a row in X. */
// @ts-ignore: decorator
@inline
export function byRowNumber(chunk: Chunk, v: usize): usize { return v - (<usize>chunk.from << 3); }

/** Room for several predictors: objective/multinomial.ts. */
@final @unmanaged
export class ClassRoom {
  vectors: usize; //  f64[..][room], see classes.ts
  small: usize; //    f64[4 K]
  tile: usize; //     f64[d d]
  shaken: usize; //   Shaken
  wide: usize; //     Wide; 0 with one predictor, or where x is coded
}

// @ts-ignore: decorator
@inline
export function denseOf(chunk: Chunk): DenseChunk { return changetype<DenseChunk>(chunk.own); }

// @ts-ignore: decorator
@inline
export function sparseOf(chunk: Chunk): SparseChunk { return changetype<SparseChunk>(chunk.own); }

// @ts-ignore: decorator
@inline
export function classesOf(chunk: Chunk): ClassRoom { return changetype<ClassRoom>(chunk.classes); }

/** Totals over rows that go with the sums. */
@final @unmanaged
export class Totals {
  slopes: f64;
  spreadSlopes: f64;
  curvatures: f64;
  products: f64;
}

/** One column's variances: m of them, in chunk.sideways, and the rows they are of, counted from `from`. */
@final @unmanaged
export class Shaken {
  m: i32;
  rows: usize;
  from: i32;
}

/** Row in the chunk of variance i. */
// @ts-ignore: decorator
@inline
export function rowOfVariance(c: Shaken, i: i32): i32 { return c.rows == 0 ? i : index(c.rows, i) - c.from; }

/** X by columns and by partitions, and the offsets of columns in the planes; made at the first request. */
export function needPlanes(shard: Shard, chunk: Chunk): void {
  if (!chunk.isSparse) return;
  needSplits(changetype<Design>(shard.design), shard.parts, shard.partCount);
  for (let k = 0; k < partsOf(shard); ++k) {
    const part = partAt(chunk, k);
    if (part.isNumbered) continue;
    turnToPart(shard, chunk, k);
    number(part, changetype<Design>(chunk.design), shard.columns);
    part.isNumbered = true;
  }
}

/** starts_j <- stored entries of the columns before j; the intercept has none. */
function number(part: SparsePart, view: Design, p: i32): void {
  let total = 0;
  for (let j = 0; j <= p; ++j) {
    putIndex(part.starts, j, total);
    if (j < p) total += entriesOf(view, j);
  }
}
