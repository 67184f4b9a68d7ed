import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { at, fill, put, rowOf, slot } from "../num/vec";
import { Chunk, needPlanes, turnToRow } from "./chunk";
import { loadRows } from "./load";
import { predictor } from "./predictors";

/**
 * The rows of a shard along some vectors M, f64[count][d], d = p + intercept, in the solver's coordinates:
 *
 *   out_ci <- z_i . M_c                f64[count][n]
 *   out_i  <- sum_c (z_i . M_c)^2      f64[n], with `squares`: z_i' A z_i for A = M'M
 *
 * One pass over X: a chunk stays in the cache while all vectors pass over it.
 */
export function projectRows(shard: Shard, vectors: usize, count: i32, squares: bool, out: usize): void {
  const chunk = changetype<Chunk>(shard.scratch);
  const rows = changetype<Rows>(chunk.rows);
  needPlanes(shard, chunk);
  const n = shard.rows;
  chunk.isRaw = !chunk.isSparse;
  if (squares) fill(n, out, 0.0);
  for (let begin = 0; begin < n; begin += rows.count) {
    rows.count = turnToRow(shard, chunk, begin, n);
    loadRows(shard, chunk, begin);
    for (let c = 0; c < count; ++c) {
      const v = rowOf(vectors, c, chunk.dimension);
      if (!squares) {
        predictor(chunk, v, false, slot(rowOf(out, c, n), begin));
        continue;
      }
      predictor(chunk, v, false, chunk.along);
      const to = slot(out, begin);
      for (let i = 0; i < rows.count; ++i) put(to, i, at(to, i) + at(chunk.along, i) * at(chunk.along, i));
    }
  }
}
