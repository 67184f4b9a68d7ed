import { alloc } from "../abi/arena";
import { Approximation, Storage } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Design, Shard } from "../abi/shard";
import { chunkRows, gramRows, isAddressable, rawRows } from "../design/chunk-rows";
import { entriesOf } from "../design/sparse";
import { needColumns } from "../design/transpose";
import { EntryBlock } from "../noise/entries";
import { panelBytes, workBytes } from "../num/gram";
import { fill, index, putIndex } from "../num/vec";

/**
 * The scratch of a shard: room for one chunk of rows, and the chunk's three planes,
 *
 *   Z       z_ij, the standardized columns and the ones of the intercept
 *   First   dt_i/dtheta_j      (with noise)
 *   Second  d2t_i/dtheta_j2    (with noise)
 *
 * Where t is a variance, t_i = sum_j c_ij theta_j^2 / 2 with c_ij = 2 v_ij scale_j^2: Second is c, which knows no theta, and
 * First is c_ij theta_j, so one plane of variances serves as both. A sparse one is made once.
 *
 * Dense: a chunk is small enough to stay in the second-level cache while predictor, family, gradient and Hessian pass over
 * it, so X itself is read once per evaluation; planes are f64[d + 2][stride], the last two columns zeros.
 * Without noise there are no planes: sums are taken from X as it lies (isRaw), more rows at a time, a Hessian from
 * panels of them (design/panels.ts). With noise the same holds where its spread is a variance and no matrix is asked for
 * (objective/raw-spread.ts).
 * Sparse: one chunk holds all rows; Z is the design itself, First and Second have one number per stored entry. Column j of
 * a plane is its factor times what is stored, and in a sparse plane a number besides that belongs to every row: base.
 */
@final @unmanaged
export class Chunk {
  isSparse: bool;
  isRaw: bool; //     Z is X where it lies, less center, times scale
  isRough: bool; //   the Hessian is taken in f32
  begin: i32; //      number of the chunk's first row
  stride: i32; //     rows a column of a block has room for, even
  room: i32; //       rows a vector of one number per row has room for, even
  gramRows: i32; //   rows the panels have room for
  dimension: i32; //  d = p + intercept
  design: usize; //   Design
  starts: usize; //   u32[d + 1]  sparse: where column j begins in first and second
  entries: usize; //  stored entries of the columns in use
  rows: usize; //     Rows
  block: usize; //    EntryBlock
  z: usize; //        dense, with noise: the plane; sparse: the stored entries, or noised ones
  noised: usize; //   sparse Monte Carlo: room for noised entries
  first: usize; //       log moments only
  second: usize;
  isVariance: bool; //   First and Second are both made of the variances in second
  isReady: bool; //      sparse: the variances are there
  firstFactor: usize; // f64[d]
  secondFactor: usize; // f64[d]
  zBase: usize; //       f64[d]
  zScale: usize; //      f64[d]   sparse: z_ij = x_ij zScale_j + zBase_j
  center: usize; //      f64[p]
  scale: usize; //       f64[p]
  scaled: usize; //      f64[p]
  vary: usize; //        f64[3][d]  raw, with noise: v_ij = vary_0j + vary_1j x_ij + vary_2j x_ij^2
  pairs: usize; //       f64[d][2]  sparse: objective/by-rows.ts
  sums: usize; //        f64[d][2]
  bends: usize; //       f64[d][2]
  turned: usize; //      f64[d]
  isNumbered: bool; //   sparse: starts are there
  zeros: usize; //       f64[p]
  picked: usize; //      u32[p]
  packed: usize; //      Design, of a plane
  firstBase: usize; //   f64[d]
  secondBase: usize; //  f64[d]
  raw: usize; //      dense: f64[p][stride], entries as given, when there is noise
  panels: usize; //   dense: Z by threes of columns, num/gram.ts
  buffer: usize; //   to work in, num/gram.ts
  beta: usize; //     f64[p]
  column: usize; //   f64[d]
  along: usize; //    f64[stride]  work vectors of one number per row
  across: usize; //   f64[stride]
  sideways: usize; // f64[stride]
  ones: usize; //     f64[stride]
  offset: usize; //   f64[stride]
  weight: usize; //   f64[stride]
  classes: usize; //  f64[K][..]   room for several predictors, objective/multinomial.ts
  small: usize; //    f64[4 K]
  tile: usize; //     f64[d d]
  totals: usize; //   Totals, objective/by-rows.ts
  shaken: usize; //   Shaken, objective/class-noise.ts
}

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

/** Vectors of one number per row: those of Rows, and the chunk's own. */
const VECTORS: i32 = 22;

/** How many vectors K predictors need; objective/classes.ts says what they are. */
function classVectors(K: i32): i32 { return K < 2 ? 0 : 8 * K + 2 * K * K; }

/** Reserves the scratch and zeroes it. `matrix` says whether Hessians will be asked for. False when memory is exhausted. */
export function prepareShard(shard: Shard, matrix: bool): bool {
  const design = changetype<Design>(shard.design);
  const sparse = design.storage == Storage.Sparse;
  const d = shard.columns + shard.intercept;
  const K = shard.classes;
  const stride = sparse ? (shard.rows + 1) & ~1 : chunkRows(d, shard.rows);
  const noisy = shard.noiseCount > 0;
  const sampled = shard.approximation == Approximation.MonteCarlo;
  const entries = sparse ? totalEntries(design, shard.columns) : 0;
  if (!isAddressable(stride, sparse ? VECTORS + classVectors(K) : 4 * (d + 2) + classVectors(K))) return false;
  if (entries > 0x0fffffff) return false;

  const room = sparse || K > 1 ? stride : rawRows(d, shard.rows);
  const together = sparse ? 0 : gramRows(d, shard.rows);
  const vector = <usize>room << 3;
  const plane = sparse ? (entries << 3) + 16 : (<usize>stride << 3) * <usize>(d + 2);
  const wide = <usize>(d + 2) << 3;
  const tile = K > 1 && matrix ? (<usize>d * <usize>d + 2) << 3 : 0;
  const moments = shard.approximation == Approximation.Exact;
  const planes: usize = (noisy && !sparse ? 2 : 0) + (noisy && !sampled ? 1 : 0) + (noisy && moments ? 1 : 0) + (sparse && sampled ? 1 : 0);
  const bytes = offsetof<Chunk>() + offsetof<Rows>() + offsetof<EntryBlock>() + offsetof<Totals>() + offsetof<Shaken>() + 208
    + plane * planes + panelBytes(d, together) + workBytes(together) + vector * <usize>(VECTORS + classVectors(K)) + wide * (sparse ? 22 : 15) + offsetof<Design>() + 16 + tile + (<usize>K << 5);
  const start = alloc(bytes);
  if (start == 0) return false;
  memory.fill(start, 0, sparse ? bytes - plane * planes : bytes); // a sparse plane is as large as X, and written before it is read

  const chunk = changetype<Chunk>(start);
  let top = (start + offsetof<Chunk>() + 15) & ~15;
  chunk.isSparse = sparse;
  chunk.design = shard.design;
  chunk.entries = entries;
  chunk.rows = top; top += (offsetof<Rows>() + 15) & ~15;
  chunk.block = top; top += (offsetof<EntryBlock>() + 15) & ~15;
  chunk.totals = top; top += (offsetof<Totals>() + 15) & ~15;
  chunk.shaken = top; top += (offsetof<Shaken>() + 15) & ~15;
  chunk.stride = stride;
  chunk.room = room;
  chunk.dimension = d;
  chunk.gramRows = together;
  chunk.panels = top; top += panelBytes(d, together);
  chunk.buffer = top; top += workBytes(together);
  chunk.along = top; top += vector;
  chunk.across = top; top += vector;
  chunk.sideways = top; top += vector;
  chunk.ones = top; top += vector;
  chunk.offset = top; top += vector;
  chunk.weight = top; top += vector;
  fill(room, chunk.ones, 1.0);

  const rows = changetype<Rows>(chunk.rows);
  rows.eta = top; top += vector;
  rows.spread = top; top += vector;
  rows.slope = top; top += vector;
  rows.spreadSlope = top; top += vector;
  rows.curvature = top; top += vector;
  rows.cross = top; top += vector;
  rows.spreadCurvature = top; top += vector;
  rows.work = top; top += vector * 5;
  chunk.classes = top; top += vector * <usize>classVectors(K);
  rows.moments = top; top += 80;
  chunk.beta = top; top += wide;
  chunk.column = top; top += wide;
  chunk.zBase = top; top += wide;
  chunk.zScale = top; top += wide;
  chunk.firstBase = top; top += wide;
  chunk.secondBase = top; top += wide;
  chunk.firstFactor = top; top += wide;
  chunk.secondFactor = top; top += wide;
  chunk.scaled = top; top += wide;
  chunk.vary = top; top += wide * 3;
  chunk.zeros = top; top += wide;
  chunk.picked = top; top += wide;
  chunk.packed = top; top += (offsetof<Design>() + 15) & ~15;
  chunk.starts = top; top += wide;
  chunk.small = top; top += <usize>K << 5;
  top = (top + 15) & ~15;
  if (sparse) { // pairs first, which are loaded together
    chunk.pairs = top; top += wide * 2;
    chunk.sums = top; top += wide * 2;
    chunk.bends = top; top += wide * 2;
    chunk.turned = top; top += wide;
    top = (top + 15) & ~15;
  }

  const block = changetype<EntryBlock>(chunk.block);
  block.columns = shard.columns;
  block.stride = stride;
  block.map = design.map;
  block.sign = 1.0;
  block.beta = chunk.beta;
  block.scale = shard.scale;
  block.spread = rows.spread;
  block.baseFirst = chunk.firstBase;
  block.baseSecond = chunk.secondBase;
  block.starts = chunk.starts;
  block.work = rows.work;
  if (sparse) {
    block.design = shard.design;
    block.x = design.data;
    chunk.z = design.data;
  } else if (noisy) {
    chunk.z = top; top += plane;
    chunk.raw = top; top += plane;
    block.x = chunk.raw;
  }
  if (sparse && sampled) { chunk.noised = top; top += plane; }
  if (noisy && !sampled) {
    chunk.second = top; top += plane;
    block.second = chunk.second;
  }
  if (noisy && moments) {
    chunk.first = top; top += plane;
    block.first = chunk.first;
  }
  chunk.tile = tile == 0 ? 0 : top;
  top += tile;
  assert(top <= start + bytes);
  shard.scratch = start;
  return true;
}

/** X by columns, and their places in the planes; made when they are first asked for. */
export function needPlanes(shard: Shard, chunk: Chunk): void {
  if (!chunk.isSparse || chunk.isNumbered) return;
  const design = changetype<Design>(shard.design);
  needColumns(design);
  number(chunk, design, shard.columns);
  chunk.isNumbered = true;
}

function totalEntries(design: Design, p: i32): usize {
  if (design.rowStarts != 0 && design.map == 0) return <usize>index(design.rowStarts, design.rows);
  let total: usize = 0;
  for (let j = 0; j < p; ++j) total += <usize>entriesOf(design, j);
  return total;
}

/** starts_j <- stored entries of the columns before j; the intercept has none. */
function number(chunk: Chunk, design: Design, p: i32): void {
  let total = 0;
  for (let j = 0; j <= p; ++j) {
    putIndex(chunk.starts, j, total);
    if (j < p) total += entriesOf(design, j);
  }
}
