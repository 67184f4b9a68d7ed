import { Design, Shard } from "../abi/shard";
import { entriesOf } from "../design/sparse";
import { needColumns } from "../design/transpose";
import { putIndex } from "../num/vec";

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
 * Sparse: one chunk holds all rows; Z is the design itself, First and Second have one number per stored entry. Column j of
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
  inPlace: bool; //   Z is read in place although there is noise: a coded X, unless it is sampled
  isVariance: bool; // First and Second are both made of the variances in second
  begin: i32; //      number of the chunk's first row
  stride: i32; //     rows a column of a block has room for, even
  room: i32; //       rows a vector of one number per row has room for, even
  dimension: i32; //  d = p + intercept
  design: usize; //   Design
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
  isReady: bool; //    the variances are there
  isNumbered: bool; // starts are there
  starts: usize; //   u32[d + 1]  where column j begins in first and second
  entries: usize; //  stored entries of the columns in use
  noised: usize; //   Monte Carlo: room for noised entries
  pairs: usize; //    f64[d][2]  objective/by-rows.ts, like those that follow
  sums: usize; //     f64[d][2]
  bends: usize; //    f64[d][2]
  turned: usize; //   f64[d]
  totals: usize; //   Totals
}

/** Room for several predictors: objective/multinomial.ts. */
@final @unmanaged
export class ClassRoom {
  vectors: usize; //  f64[..][room], see classes.ts
  small: usize; //    f64[4 K]
  tile: usize; //     f64[d d]
  shaken: usize; //   Shaken
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

/** One column's variances: m of them, in chunk.sideways, and the rows they are of. */
@final @unmanaged
export class Shaken {
  m: i32;
  rows: usize;
}

/** X by columns, and the offsets of columns in the planes; made at the first request. */
export function needPlanes(shard: Shard, chunk: Chunk): void {
  if (!chunk.isSparse || sparseOf(chunk).isNumbered) return;
  const design = changetype<Design>(shard.design);
  needColumns(design);
  number(chunk, design, shard.columns);
  sparseOf(chunk).isNumbered = true;
}

/** starts_j <- stored entries of the columns before j; the intercept has none. */
function number(chunk: Chunk, design: Design, p: i32): void {
  let total = 0;
  for (let j = 0; j <= p; ++j) {
    putIndex(sparseOf(chunk).starts, j, total);
    if (j < p) total += entriesOf(design, j);
  }
}
