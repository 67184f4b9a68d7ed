import { at, put, rowOf } from "../num/vec";
import { EntryNoise } from "./contract";

/**
 * Loops over the entries of a chunk, compiled once per noise N. Each ADDS to its results, so several noises at once
 * are simply run one after the other: variances of independent noises add, and so do log moments.
 *
 *   strengths  f64[p]          one number per column, 0: the column is left alone
 *   x        f64[p][stride]   the chunk's entries, column by column
 *   beta     f64[p]
 *   scale    f64[p]           d beta_j / d theta_j
 *   spread   f64[m]           t_i        += sum_j a_ij(beta_j)
 *   first    f64[p][stride]   dt_i/dtheta_j   += a'_ij(beta_j) scale_j         (order >= 1)
 *   second   f64[p][stride]   d2t_i/dtheta_j2 += a''_ij(beta_j) scale_j^2      (order >= 2)
 */
@final @unmanaged
export class EntryBlock {
  columns: i32; //  p
  count: i32; //    m
  stride: i32;
  order: i32;
  x: usize;
  beta: usize;
  scale: usize;
  spread: usize;
  first: usize;
  second: usize;
}

/** a_ij(b) = v_ij b^2: the variance of eta_i. */
export function varianceEntries<N extends EntryNoise>(strengths: usize, e: EntryBlock): void {
  const noise = changetype<N>(0);
  for (let j = 0; j < e.columns; ++j) {
    const strength = at(strengths, j);
    if (strength == 0.0) continue;
    const b = at(e.beta, j);
    const s = at(e.scale, j);
    const x = rowOf(e.x, j, e.stride);
    const first = rowOf(e.first, j, e.stride);
    const second = rowOf(e.second, j, e.stride);
    const bb = b * b;
    const slope = 2.0 * b * s;
    const curvature = 2.0 * s * s;
    for (let i = 0; i < e.count; ++i) {
      const v = noise.variance(at(x, i), strength);
      put(e.spread, i, at(e.spread, i) + v * bb);
      if (e.order >= 1) put(first, i, at(first, i) + v * slope);
      if (e.order >= 2) put(second, i, at(second, i) + v * curvature);
    }
  }
}

/** a_ij(b) = log E exp( b (x~_ij - x_ij) ). */
export function momentEntries<N extends EntryNoise>(strengths: usize, e: EntryBlock): void {
  const noise = changetype<N>(0);
  for (let j = 0; j < e.columns; ++j) {
    const strength = at(strengths, j);
    if (strength == 0.0) continue;
    const b = at(e.beta, j);
    const s = at(e.scale, j);
    const x = rowOf(e.x, j, e.stride);
    const first = rowOf(e.first, j, e.stride);
    const second = rowOf(e.second, j, e.stride);
    for (let i = 0; i < e.count; ++i) {
      const v = at(x, i);
      put(e.spread, i, at(e.spread, i) + noise.logMoment(v, b, strength));
      if (e.order >= 1) put(first, i, at(first, i) + s * noise.logMomentSlope(v, b, strength));
      if (e.order >= 2) put(second, i, at(second, i) + s * s * noise.logMomentCurvature(v, b, strength));
    }
  }
}

/** out_i += sum_j sup b_j (x~_ij - x_ij) */
export function reachEntries<N extends EntryNoise>(strengths: usize, e: EntryBlock, out: usize): void {
  const noise = changetype<N>(0);
  for (let j = 0; j < e.columns; ++j) {
    const strength = at(strengths, j);
    if (strength == 0.0) continue;
    const b = at(e.beta, j);
    const x = rowOf(e.x, j, e.stride);
    for (let i = 0; i < e.count; ++i) put(out, i, at(out, i) + noise.reach(at(x, i), b, strength));
  }
}

/** out_j += sum_i weight_i v_ij */
export function varianceSums<N extends EntryNoise>(strengths: usize, e: EntryBlock, weight: usize, out: usize): void {
  const noise = changetype<N>(0);
  for (let j = 0; j < e.columns; ++j) {
    const strength = at(strengths, j);
    if (strength == 0.0) continue;
    const x = rowOf(e.x, j, e.stride);
    let sum = 0.0;
    for (let i = 0; i < e.count; ++i) sum += at(weight, i) * noise.variance(at(x, i), strength);
    put(out, j, at(out, j) + sum);
  }
}
