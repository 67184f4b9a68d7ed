import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { addWideNoise } from "../design/wide-noise";
import { at, put, rowOf } from "../num/vec";
import { Chunk } from "./chunk";
import { Part, probability } from "./classes";
import { gatherLines, kappa, pairsOf, scatterLines, wideOf, wideRows } from "./wide";

/** Var_k of every row and, with `gradient`, the sums of dr/dtheta, for rows that are read at once for all classes: objective/class-noise.ts has the formulas. */
export function wideVariances(shard: Shard, chunk: Chunk, shared: bool, gradient: bool): void {
  const own = wideOf(chunk);
  const rows = changetype<Rows>(chunk.rows);
  const K = shard.classes;
  const n = rows.count;
  gatherLines(chunk, K, Part.Probability, own.line);
  weights(chunk, K, shared, gradient, own.other);
  memory.fill(own.variances, 0, (<usize>n * <usize>own.width) << 3);
  addWideNoise(wideRows(chunk), n, pairsOf(chunk), kappa(chunk), own.factors, own.line, shared, own.other, own.variances, own.turned, own.means);
  scatterLines(chunk, K, own.variances, Part.Variance);
}

/** w p_k, or w p_k (1 - p_k) with a mask per class; 0 without a gradient. */
function weights(chunk: Chunk, K: i32, shared: bool, gradient: bool, out: usize): void {
  const rows = changetype<Rows>(chunk.rows);
  const width = wideOf(chunk).width;
  if (width > K) for (let i = 0; i < rows.count; ++i) put(rowOf(out, i, width), K, 0.0);
  for (let k = 0; k < K; ++k) {
    const p = probability(chunk, K, k);
    for (let i = 0; i < rows.count; ++i) {
      const w = gradient ? at(rows.weight, i) : 0.0;
      const q = at(p, i);
      put(rowOf(out, i, width), k, w == 0.0 ? 0.0 : w * q * (shared ? 1.0 : 1.0 - q));
    }
  }
}
