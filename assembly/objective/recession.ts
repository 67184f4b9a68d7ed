import { Exchange } from "../abi/exchange";
import { Approximation } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { familyRecessions, familySpread, familyTurns, Spread } from "../family/registry";
import { addReaches, EntryBlock } from "../noise/entries";
import { addTiedReaches } from "../noise/ties";
import { at, fill, put } from "../num/vec";
import { movesByRows } from "./by-rows";
import { Chunk } from "./chunk";
import { classMoves } from "./multinomial";
import { addBaseSpread, noiseTerm, predictor, spreads } from "./predictors";
import { addGram } from "./second-order";

/**
 * Can `direction` u be followed for ever without the objective rising? Row by row, with m = z.u, s = sum_j v_ij u_j^2
 * and the direction in which the row's loss recedes (RowFamily.recedes at `point`: +1, -1 or 0), a row does not block if
 *
 *   no noise       m = 0, or m goes that way
 *   quadratic      the same; if m = 0 also s = 0. A receding row's A'' falls exponentially, so the noise may act on it.
 *   expectation    the same, and s = 0 everywhere: noise on a row of linear growth costs more than the row gains
 *   e^(eta + t)    m + the furthest the noise can push goes that way: every noised copy of the row must recede
 *   no label       only the noise counts: a row on which it acts blocks, unless its A'' falls
 *
 * With K classes the row recedes when no class gains on its own, and some lose.
 * |m| <= tolerance counts as 0, and s <= tolerance^2. Adds the weights of receding, blocking,
 * unmoved and, among these, shaken rows.
 */
export function addRecession(shard: Shard, chunk: Chunk, exchange: Exchange, approximation: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  const noisy = approximation != Approximation.None;
  const spread = familySpread(shard.family, approximation);
  const byCopies = spread == Spread.Moment || spread == Spread.MomentMirrored;
  const tolerance = exchange.tolerance;
  const turns = shard.classes == 1 && familyTurns(shard.family);
  const eta = turns ? rows.eta : 0;
  if (shard.classes > 1) classMoves(shard, chunk, exchange.direction, noisy); // the largest gain, its way -1; the spread
  else if (chunk.isSparse && chunk.isRaw) {
    if (turns) movesByRows(shard, chunk, exchange.point, true, eta, 0);
    movesByRows(shard, chunk, exchange.direction, false, chunk.along, noisy ? rows.spread : 0);
    familyRecessions(shard.family, shard.familyParams, rows.count, rows.y, eta, chunk.across);
  } else {
    if (turns) predictor(chunk, exchange.point, true, eta);
    predictor(chunk, exchange.direction, false, chunk.along);
    familyRecessions(shard.family, shard.familyParams, rows.count, rows.y, eta, chunk.across);
    if (noisy) spreads(shard, chunk, exchange.direction, Spread.Variance, 0);
  }
  if (byCopies) reaches(shard, chunk, spread, rows.slope);
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    if (w == 0.0) continue;
    const move = at(chunk.along, i);
    const way = at(chunk.across, i);
    const shaken = noisy && at(rows.spread, i) > tolerance * tolerance;
    const moves = Math.abs(move) > tolerance;
    if (shard.labels == 0.0) {
      if (!shaken) continue;
      if (!moves || approximation != Approximation.Quadratic) exchange.blocking += w;
      continue;
    }
    if (!moves && !(shaken && byCopies)) {
      exchange.unmoved += w;
      if (shaken) exchange.shaken += w;
      continue;
    }
    let recedes = moves && move * way > 0.0;
    if (shaken) {
      if (byCopies) recedes = way != 0.0 && -way * move + at(rows.slope, i) <= tolerance;
      else if (approximation != Approximation.Quadratic) recedes = false;
    }
    if (recedes) exchange.receding += w;
    else exchange.blocking += w;
  }
}

/**
 * The Gram sum over rows with |z_i.u| <= tolerance: an escape must be orthogonal to these. Columns whose noise it must
 * not change count as distinguished: by the noise of every row if noise costs everywhere, of unmoved rows if noise may act on receding
 * rows.
 */
export function addUnmovedGram(shard: Shard, chunk: Chunk, exchange: Exchange, approximation: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  const turns = shard.classes == 1 && familyTurns(shard.family);
  const eta = turns ? rows.eta : 0;
  if (shard.classes > 1) classMoves(shard, chunk, exchange.direction, false);
  else predictor(chunk, exchange.direction, false, chunk.along);
  const spread = familySpread(shard.family, approximation);
  const mayShake = approximation == Approximation.Quadratic || spread == Spread.Moment || spread == Spread.MomentMirrored;
  for (let i = 0; i < rows.count; ++i) {
    const unmoved = Math.abs(at(chunk.along, i)) <= exchange.tolerance;
    put(chunk.along, i, unmoved ? at(rows.weight, i) : 0.0);
    put(chunk.across, i, unmoved ? shard.labels * at(rows.weight, i) : 0.0);
  }
  addGram(shard, chunk, exchange, approximation, chunk.across, mayShake ? chunk.along : rows.weight, true);
}

/** out_i <- sum_j sup sign u_j (x~_ij - x_ij); u is in chunk.beta, where `spreads` left it. */
function reaches(shard: Shard, chunk: Chunk, kind: Spread, out: usize): void {
  const block = changetype<EntryBlock>(chunk.block);
  fill(block.count, out, 0.0);
  block.base = 0.0;
  block.sign = kind == Spread.MomentMirrored ? -1.0 : 1.0;
  for (let k = 0; k < shard.noiseCount; ++k) {
    addReaches(noiseTerm(shard, k), block, out);
    addTiedReaches(noiseTerm(shard, k), block, out);
  }
  addBaseSpread(block, out);
}
