import { at } from "../num/vec";
import { Chunk } from "./chunk";
import { probability } from "./classes";

/** Derivatives of the noise penalty of one softmax row by one entry; the formulas are in objective/class-noise.ts. */

/** d2r/deta_m dbeta_jl / v_j for row r, coefficients b with mean c = sum_k p_k b_k */
// @ts-ignore: decorator
@inline
export function mixed(chunk: Chunk, K: i32, r: i32, m: i32, l: i32, b: usize, c: f64, shared: bool): f64 {
  const pl = at(probability(chunk, K, l), r);
  const pm = at(probability(chunk, K, m), r);
  const delta = (l == m ? 1.0 : 0.0) - pm;
  if (shared) return pl * (delta * (at(b, l) - c) - pm * (at(b, m) - c));
  return pl * (1.0 - 2.0 * pl) * at(b, l) * delta;
}

export function meanOf(chunk: Chunk, K: i32, r: i32, b: usize): f64 {
  let mean = 0.0;
  for (let k = 0; k < K; ++k) mean += at(probability(chunk, K, k), r) * at(b, k);
  return mean;
}

/** W_kl of row r */
// @ts-ignore: decorator
@inline
export function weightOf(chunk: Chunk, K: i32, r: i32, k: i32, l: i32, shared: bool): f64 {
  const p = at(probability(chunk, K, k), r);
  if (k == l) return p * (1.0 - p);
  return shared ? -p * at(probability(chunk, K, l), r) : 0.0;
}
