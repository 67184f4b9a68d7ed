import { alloc } from "../abi/arena";
import { Shard } from "../abi/shard";
import { Rows } from "../abi/rows";
import { EntryBlock } from "../noise/entries";
import { chunkRows, isAddressable } from "../design/chunk-rows";
import { fill } from "../num/vec";

/**
 * The scratch of a shard: room for one chunk of rows. A chunk is small enough to stay in the second-level cache while
 * predictor, family, gradient and Hessian pass over it, so X itself is read once per evaluation.
 */
@final @unmanaged
export class Chunk {
  stride: i32; //     rows a column of a block has room for, even
  dimension: i32; //  d = p + intercept
  rows: usize; //     Rows
  entries: usize; //  EntryBlock; its x, first, second below
  z: usize; //        f64[d + 2][stride]  standardized columns, the ones of the intercept, two columns of zeros
  first: usize; //    f64[d + 2][stride]  dt_i/dtheta_j, zero for the intercept      (with noise)
  second: usize; //   f64[d + 2][stride]  d2t_i/dtheta_j2                            (with noise)
  buffer: usize; //   f64[3][stride]
  beta: usize; //     f64[p]
  along: usize; //    f64[stride]  work vectors of one row each
  across: usize; //   f64[stride]
  ones: usize; //     f64[stride]
  offset: usize; //   f64[stride]
}

/** Reserves the scratch and zeroes it. False when memory is exhausted. */
export function prepareShard(shard: Shard): bool {
  const d = shard.columns + shard.intercept;
  const stride = chunkRows(d, shard.rows);
  if (!isAddressable(stride, 4 * (d + 2))) return false;
  const vector = <usize>stride << 3;
  const block = vector * <usize>(d + 2);
  const noisy = shard.noiseCount > 0;
  const bytes = offsetof<Chunk>() + offsetof<Rows>() + offsetof<EntryBlock>() + 64
    + block * (noisy ? 4 : 1) + vector * 16 + (<usize>(shard.columns + 8) << 3);
  const start = alloc(bytes);
  if (start == 0) return false;
  memory.fill(start, 0, bytes);

  const chunk = changetype<Chunk>(start);
  let top = (start + offsetof<Chunk>() + 15) & ~15;
  chunk.rows = top;
  top += (offsetof<Rows>() + 15) & ~15;
  chunk.entries = top;
  top += (offsetof<EntryBlock>() + 15) & ~15;
  chunk.stride = stride;
  chunk.dimension = d;
  chunk.z = top; top += block;
  chunk.buffer = top; top += vector * 3;
  chunk.along = top; top += vector;
  chunk.across = top; top += vector;
  chunk.ones = top; top += vector;
  chunk.offset = top; top += vector;
  fill(stride, chunk.ones, 1.0);

  const rows = changetype<Rows>(chunk.rows);
  rows.eta = top; top += vector;
  rows.spread = top; top += vector;
  rows.slope = top; top += vector;
  rows.spreadSlope = top; top += vector;
  rows.curvature = top; top += vector;
  rows.cross = top; top += vector;
  rows.spreadCurvature = top; top += vector;
  chunk.beta = top; top += <usize>shard.columns << 3;
  rows.moments = top; top += 40;
  top = (top + 15) & ~15;

  const entries = changetype<EntryBlock>(chunk.entries);
  entries.columns = shard.columns;
  entries.stride = stride;
  entries.beta = chunk.beta;
  entries.scale = shard.scale;
  entries.spread = rows.spread;
  if (noisy) {
    entries.x = top; top += block;
    chunk.first = top; top += block;
    chunk.second = top; top += block;
    entries.first = chunk.first;
    entries.second = chunk.second;
  }
  assert(top <= start + bytes);
  shard.scratch = start;
  return true;
}
