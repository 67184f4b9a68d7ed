import { Exchange } from "../abi/exchange";
import { Approximation } from "../abi/ids";
import { Rows } from "../abi/rows";
import { NoiseTerm, Shard } from "../abi/shard";
import { familyRecessions, familySpread, Spread } from "../family/registry";
import { EntryBlock } from "../noise/entries";
import { noiseReaches } from "../noise/registry";
import { at, fill, put } from "../num/vec";
import { Chunk } from "./chunk";
import { predictor, spreads } from "./predictors";
import { addGram } from "./second-order";

/**
 * May `direction` u be followed for ever without the objective rising? Row by row, with m = z.u, s = sum_j v_ij u_j^2
 * and the way in which the row's loss recedes (RowFamily.recedes: +1, -1 or 0):
 *
 *   no noise       m = 0, or m goes that way
 *   quadratic      the same; where m = 0 also s = 0. A receding row's A'' falls exponentially, so it may be shaken.
 *   expectation    the same, and s = 0 everywhere: a shaken row of linear growth loses more than it gains
 *   e^(eta + t)    m + the furthest the noise can push goes that way: every noised copy of the row must recede
 *
 * |m| <= tolerance counts as 0, and s <= tolerance^2. Adds the weights of receding, blocking,
 * unmoved and, among these, shaken rows.
 */
export function addRecession(shard: Shard, chunk: Chunk, exchange: Exchange, count: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  const approximation = shard.noiseCount > 0 ? shard.approximation : Approximation.None;
  const noisy = approximation != Approximation.None;
  const byCopies = familySpread(shard.family, approximation) == Spread.Moment;
  const tolerance = exchange.tolerance;
  predictor(chunk, exchange.direction, false, count, chunk.along);
  familyRecessions(shard.family, shard.familyParams, count, rows.y, chunk.across);
  if (noisy) spreads(shard, chunk, exchange.direction, Spread.Variance, 0);
  if (byCopies) reaches(shard, chunk, count, rows.slope);
  for (let i = 0; i < count; ++i) {
    const w = at(rows.weight, i);
    if (w == 0.0) continue;
    const move = at(chunk.along, i);
    const way = at(chunk.across, i);
    const shaken = noisy && at(rows.spread, i) > tolerance * tolerance;
    const moves = Math.abs(move) > tolerance;
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
 * The Gram sum over rows with |z_i.u| <= tolerance: what an escape has to be orthogonal to. Columns whose noise it must
 * not stir count as told apart: by the noise of every row where shaking costs everywhere, of unmoved rows where receding
 * rows may be shaken.
 */
export function addUnmovedGram(shard: Shard, chunk: Chunk, exchange: Exchange): void {
  const rows = changetype<Rows>(chunk.rows);
  predictor(chunk, exchange.direction, false, rows.count, chunk.along);
  for (let i = 0; i < rows.count; ++i) {
    put(chunk.across, i, Math.abs(at(chunk.along, i)) <= exchange.tolerance ? at(rows.weight, i) : 0.0);
  }
  const mayShake = shard.approximation == Approximation.Quadratic
    || familySpread(shard.family, shard.approximation) == Spread.Moment;
  addGram(shard, chunk, exchange, chunk.across, mayShake ? chunk.across : rows.weight, true);
}

/** out_i <- sum_j sup u_j (x~_ij - x_ij); u is in chunk.beta, where `spreads` left it. */
function reaches(shard: Shard, chunk: Chunk, count: i32, out: usize): void {
  fill(count, out, 0.0);
  for (let k = 0; k < shard.noiseCount; ++k) {
    const term = changetype<NoiseTerm>(shard.noise + <usize>k * offsetof<NoiseTerm>());
    noiseReaches(term.kind, term.strengths, changetype<EntryBlock>(chunk.entries), out);
  }
}
