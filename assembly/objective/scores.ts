import { Exchange } from "../abi/exchange";
import { Approximation } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { familyRows } from "../family/fused";
import { familySpread } from "../family/registry";
import { at, fill, index, put, slot } from "../num/vec";
import { Chunk, needPlanes, turnToRow } from "./chunk";
import { slopeOf } from "./classes";
import { isSampled, weigh } from "./evaluate";
import { loadCopy, loadRows } from "./load";
import { addClassDerivatives } from "./multinomial";
import { addColumn, Plane } from "./planes";
import { predictor, spreads } from "./predictors";

/**
 * The gradient row by row: adds w_i df_i/dtheta at exchange.point, noise included, to row groups_i of `out`, and w_i to its
 * last column, for the rows from .. end - 1; sparse rows from the beginning of a partition to the end of one. f is that of objective/evaluate.ts. Not for
 * classes with noise, and not for rows that answer together (next).
 *
 *   groups   i32[n], each in 0 .. count - 1
 *   out      f64[d + 1][count], column by column
 *
 * Sandwich covariances are made of these sums of the rows' estimating functions over groups.
 * Source: Huber (1967); White (1980), Econometrica 48; Liang & Zeger (1986) for groups.
 */
export function addScores(shard: Shard, exchange: Exchange, from: i32, end: i32, groups: usize, count: i32, out: usize): void {
  const chunk = changetype<Chunk>(shard.scratch);
  const rows = changetype<Rows>(chunk.rows);
  needPlanes(shard, chunk);
  const noisy = shard.noiseCount > 0;
  const plain = noisy ? shard.labels - shard.share : shard.labels;
  chunk.isRaw = !noisy && !chunk.isSparse;
  for (let begin = from; begin < end; begin += rows.count) {
    rows.count = turnToRow(shard, chunk, begin, end);
    loadRows(shard, chunk, begin);
    const to = groups + (<usize>(begin - from) << 2);
    scatterTo(rows.count, rows.given, to, slot(out, exchange.dimension * count));
    if (plain != 0.0) collect(shard, chunk, exchange, Approximation.None, plain, to, count, out);
    if (!noisy) continue;
    if (!isSampled(shard)) {
      collect(shard, chunk, exchange, shard.approximation, shard.share, to, count, out);
      continue;
    }
    for (let copy = 0; copy < shard.copies; ++copy) {
      loadCopy(shard, chunk, begin, copy);
      collect(shard, chunk, exchange, Approximation.None, shard.share / <f64>shard.copies, to, count, out);
    }
  }
}

function collect(
  shard: Shard, chunk: Chunk, exchange: Exchange, approximation: i32, factor: f64, to: usize, count: i32, out: usize,
): void {
  const rows = changetype<Rows>(chunk.rows);
  const n = rows.count;
  const d = chunk.dimension;
  const noisy = approximation != Approximation.None;
  weigh(chunk, factor);
  if (shard.classes > 1) addClassDerivatives(shard, chunk, exchange, 0, 1, false);
  else {
    predictor(chunk, exchange.point, true, rows.eta);
    if (noisy) spreads(shard, chunk, exchange.point, familySpread(shard.family, approximation), 1);
    rows.order = 1;
    familyRows(shard.family, approximation, shard.familyParams, rows, chunk.room);
  }
  for (let j = 0; j < d; ++j) {
    fill(n, chunk.along, 0.0);
    addColumn(chunk, Plane.Z, j, 1.0, chunk.along);
    if (noisy) {
      fill(n, chunk.across, 0.0);
      addColumn(chunk, Plane.First, j, 1.0, chunk.across);
      for (let i = 0; i < n; ++i) put(chunk.across, i, at(rows.spreadSlope, i) * at(chunk.across, i));
      scatterTo(n, chunk.across, to, slot(out, j * count));
    }
    for (let k = 0; k < shard.classes; ++k) {
      const slope = shard.classes > 1 ? slopeOf(chunk, shard.classes, k) : rows.slope;
      for (let i = 0; i < n; ++i) put(chunk.across, i, at(slope, i) * at(chunk.along, i));
      scatterTo(n, chunk.across, to, slot(out, (k * d + j) * count));
    }
  }
  weigh(chunk, 1.0);
}

function scatterTo(n: i32, values: usize, groups: usize, column: usize): void {
  for (let i = 0; i < n; ++i) {
    const g = index(groups, i);
    put(column, g, at(column, g) + at(values, i));
  }
}
