import { Approximation } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Design, Shard } from "../abi/shard";
import { packRows } from "../design/dense";
import { entriesOf, startOf } from "../design/sparse";
import { addSamples, EntryBlock } from "../noise/entries";
import { bits } from "../num/random";
import { at, copy, fill, index, put, rowOf, slot } from "../num/vec";
import { Chunk, denseOf, sparseOf } from "./chunk";
import { noiseTerm } from "./predictors";

/**
 * Copies rows.count rows from number `begin` on into the chunk: y, w, offset, the standardized columns, and the raw ones
 * for the noise. begin < 0: the same rows again, after something has overwritten the planes.
 */
export function loadRows(shard: Shard, chunk: Chunk, begin: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  if (begin >= 0) loadVectors(shard, chunk, begin);
  if (chunk.isRaw) return;
  const design = changetype<Design>(shard.design);
  const p = shard.columns;
  if (chunk.isSparse) {
    chunk.z = design.data;
    for (let j = 0; j < p; ++j) {
      put(chunk.zScale, j, at(shard.scale, j));
      put(chunk.zBase, j, -at(shard.center, j) * at(shard.scale, j));
    }
    if (shard.intercept) put(chunk.zBase, p, 1.0);
    return;
  }
  packRows(design, chunk.begin, rows.count, p, chunk.stride, shard.center, shard.scale, chunk.z);
  if (shard.intercept) fill(chunk.stride, rowOf(chunk.z, p, chunk.stride), 1.0);
  if (shard.noiseCount > 0 && begin >= 0) packRows(design, begin, rows.count, p, chunk.stride, 0, 0, denseOf(chunk).raw);
}

/** y, w and offset of rows.count rows from number `begin` on. */
export function loadVectors(shard: Shard, chunk: Chunk, begin: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  chunk.begin = begin;
  chunk.center = shard.center;
  chunk.scale = shard.scale;
  rows.y = slot(shard.y, begin);
  rows.given = shard.weight == 0 ? chunk.ones : slot(shard.weight, begin);
  rows.weight = rows.given;
  changetype<EntryBlock>(chunk.block).count = rows.count;
  if (shard.offset == 0) fill(rows.count, chunk.offset, 0.0);
  else copy(rows.count, slot(shard.offset, begin), chunk.offset);
}

/** One noised copy of the rows in place of the rows: z_ij <- (x~_ij - center_j) scale_j. */
export function loadCopy(shard: Shard, chunk: Chunk, begin: i32, number: i32): void {
  assert(shard.approximation == Approximation.MonteCarlo);
  const rows = changetype<Rows>(chunk.rows);
  const block = changetype<EntryBlock>(chunk.block);
  const design = changetype<Design>(shard.design);
  const p = shard.columns;
  if (chunk.isSparse) {
    chunk.z = sparseOf(chunk).noised;
    const view = changetype<Design>(chunk.design);
    for (let j = 0; j < p; ++j) {
      copy(entriesOf(view, j), slot(view.data, <i32>startOf(view, j)), slot(sparseOf(chunk).noised, index(sparseOf(chunk).starts, j)));
    }
  } else packRows(design, begin, rows.count, p, chunk.stride, 0, 0, chunk.z);
  for (let k = 0; k < shard.noiseCount; ++k) {
    addSamples(noiseTerm(shard, k), block, bits(<u64>shard.seed, <u64>k, shard.labels == 0.0 ? 1 : 0), number, shard.first + begin, chunk.z);
  }
  if (chunk.isSparse) return;
  for (let j = 0; j < p; ++j) {
    const z = rowOf(chunk.z, j, chunk.stride);
    const c = at(shard.center, j);
    const s = at(shard.scale, j);
    for (let i = 0; i < rows.count; ++i) put(z, i, (at(z, i) - c) * s);
  }
  if (shard.intercept) fill(chunk.stride, rowOf(chunk.z, p, chunk.stride), 1.0);
}
