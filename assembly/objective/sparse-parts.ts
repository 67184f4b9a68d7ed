import { alloc } from "../abi/arena";
import { Approximation } from "../abi/ids";
import { Design, Shard } from "../abi/shard";
import { entriesOf } from "../design/sparse";
import { needSplits, viewPartition } from "../design/split";
import { index } from "../num/vec";
import { partsOf, SparsePart } from "./chunk";

/**
 * What is kept of the partitions of sparse rows, in memory:
 *
 *   | SparsePart[] | starts, then factors and bases with noise: f64[d + 2] each | planes, one number per stored entry |
 */

/** Their addresses are 32-bit numbers. */
const MOST_ENTRIES: usize = 0x0fffffff;

/** Bytes up to the next multiple of 16. */
// @ts-ignore: decorator
@inline
export function padded(bytes: usize): usize { return (bytes + 15) & ~15; }

/** SparsePart[] of a shard; 0 when memory is exhausted. */
export function prepareParts(shard: Shard): usize {
  const design = changetype<Design>(shard.design);
  const count = partsOf(shard);
  if (design.rowStarts == 0 || design.map != 0) needSplits(design, shard.parts, shard.partCount);
  const structs = padded(<usize>count * offsetof<SparsePart>());
  const vectors = vectorBytes(shard) * <usize>count;
  const view = alloc(structs + vectors + padded(offsetof<Design>()));
  if (view == 0) return 0;
  const parts = view + padded(offsetof<Design>());
  memory.fill(parts, 0, structs + vectors); // planes are not zeroed: they are as large as X, and written before they are read
  let top = parts + structs;
  for (let k = 0; k < count; ++k) {
    const part = changetype<SparsePart>(parts + <usize>k * offsetof<SparsePart>());
    part.entries = entriesWithin(shard, design, changetype<Design>(view), k);
    if (part.entries > MOST_ENTRIES) return 0;
    top = placeVectors(shard, part, top);
    if (!placePlanes(shard, part)) return 0;
  }
  return parts;
}

/** Stored entries of the columns in use, in the rows of partition k. */
function entriesWithin(shard: Shard, design: Design, view: Design, k: i32): usize {
  if (design.rowStarts != 0 && design.map == 0) {
    const from = shard.partCount < 2 ? 0 : index(shard.parts, k);
    const end = shard.partCount < 2 ? shard.rows : index(shard.parts, k + 1);
    return <usize>(index(design.rowStarts, end) - index(design.rowStarts, from));
  }
  viewPartition(view, design, k, shard.partCount);
  let total: usize = 0;
  for (let j = 0; j < shard.columns; ++j) total += <usize>entriesOf(view, j);
  return total;
}

function wideBytes(shard: Shard): usize { return padded(<usize>(shard.columns + shard.intercept + 2) << 3); }

function vectorBytes(shard: Shard): usize { return (shard.noiseCount > 0 ? 3 : 1) * wideBytes(shard); }

function placeVectors(shard: Shard, part: SparsePart, top: usize): usize {
  const wide = wideBytes(shard);
  part.starts = top;
  if (shard.noiseCount > 0) {
    part.secondFactor = top + wide;
    part.secondBase = top + 2 * wide;
  }
  return top + vectorBytes(shard);
}

/** False when memory is exhausted. */
function placePlanes(shard: Shard, part: SparsePart): bool {
  if (shard.noiseCount == 0) return true;
  const plane = (part.entries << 3) + 16;
  const exact = shard.approximation == Approximation.Exact;
  const start = alloc((exact ? 2 : 1) * plane);
  if (start == 0) return false;
  if (shard.approximation == Approximation.MonteCarlo) part.noised = start;
  else part.second = start;
  if (exact) part.first = start + plane;
  return true;
}
