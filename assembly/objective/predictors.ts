import { NoiseTerm, Shard } from "../abi/shard";
import { Spread } from "../family/registry";
import { EntryBlock } from "../noise/entries";
import { noiseMoments, noiseVariances } from "../noise/registry";
import { at, axpy, copy, fill, put, rowOf } from "../num/vec";
import { Chunk } from "./chunk";

/** What the rows of a chunk see of theta: the linear predictor, and the spread that the noise gives it. */

/** out_i <- offset_i + sum_j z_ij v_j, or without the offset */
export function predictor(chunk: Chunk, v: usize, withOffset: bool, count: i32, out: usize): void {
  if (withOffset) copy(count, chunk.offset, out);
  else fill(count, out, 0.0);
  for (let j = 0; j < chunk.dimension; ++j) {
    const c = at(v, j);
    if (c != 0.0) axpy(count, c, rowOf(chunk.z, j, chunk.stride), out);
  }
}

/** t_i and its derivatives to `order`, at the coefficients theta. `kind` says what t is. */
export function spreads(shard: Shard, chunk: Chunk, theta: usize, kind: Spread, order: i32): void {
  const entries = changetype<EntryBlock>(chunk.entries);
  entries.order = order;
  for (let j = 0; j < shard.columns; ++j) put(chunk.beta, j, at(theta, j) * at(shard.scale, j));
  fill(entries.count, entries.spread, 0.0);
  const block = (<usize>chunk.stride * <usize>chunk.dimension) << 3;
  if (order >= 1) memory.fill(chunk.first, 0, block);
  if (order >= 2) memory.fill(chunk.second, 0, block);
  for (let k = 0; k < shard.noiseCount; ++k) {
    const term = changetype<NoiseTerm>(shard.noise + <usize>k * offsetof<NoiseTerm>());
    if (kind == Spread.Moment) noiseMoments(term.kind, term.strengths, entries);
    else noiseVariances(term.kind, term.strengths, entries);
  }
}
