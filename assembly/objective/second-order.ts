import { Exchange } from "../abi/exchange";
import { Approximation } from "../abi/ids";
import { Rows } from "../abi/rows";
import { NoiseTerm, Shard } from "../abi/shard";
import { EntryBlock } from "../noise/entries";
import { noiseVarianceSums } from "../noise/registry";
import { addWeightedGram } from "../num/gram";
import { at, axpy, dot, fill, maxAbs, put, rowOf } from "../num/vec";
import { Chunk } from "./chunk";

/**
 * Second-order sums of one chunk. With z_i the row, a_i = dt_i/dtheta, c_ij = d2t_i/dtheta_j2 and f_i(eta_i, t_i):
 *
 *   Hessian = sum_i w_i [ f_ee z z' + f_et (z a' + a z') + f_tt a a' ] + diag( sum_i w_i f_t c_ij )
 *
 * The curvature is the exact one of the objective, not a Gauss-Newton or Fisher part of it.
 */

/**
 * The bracket is [z a] M [z a]' with M = [f_ee f_et; f_et f_tt]. A rotation by the eigenvectors of M,
 * u = c z + s a, v = -s z + c a, leaves two weighted Gram matrices instead of three products. Works in place on z and a,
 * which are loaded anew for every chunk.
 */
export function addHessian(shard: Shard, chunk: Chunk, exchange: Exchange, noisy: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  const d = chunk.dimension;
  const n = rows.count;
  const stride = chunk.stride;
  for (let j = 0; noisy && j < d; ++j) {
    const entry = rowOf(exchange.hessian, j, d);
    put(entry, j, at(entry, j) + dot(n, rows.spreadSlope, rowOf(chunk.second, j, stride)));
  }
  if (!noisy || maxAbs(shard.columns, chunk.beta) == 0.0) { // at beta = 0 every a_i is 0
    addWeightedGram(d, n, stride, rows.curvature, chunk.z, exchange.hessian, chunk.buffer);
    return;
  }
  const matters = rotate(rows, chunk.along, chunk.across);
  for (let j = 0; j < d; ++j) {
    const z = rowOf(chunk.z, j, stride);
    const a = rowOf(chunk.first, j, stride);
    for (let i = 0; i < n; ++i) {
      const c = at(chunk.along, i);
      const s = at(chunk.across, i);
      const zi = at(z, i);
      const ai = at(a, i);
      put(z, i, c * zi + s * ai);
      put(a, i, c * ai - s * zi);
    }
  }
  if (matters & 1) addWeightedGram(d, n, stride, rows.curvature, chunk.z, exchange.hessian, chunk.buffer);
  if (matters & 2) addWeightedGram(d, n, stride, rows.spreadCurvature, chunk.first, exchange.hessian, chunk.buffer);
}

/** A weight below this part of the chunk's largest is rounding: the matrix M had rank one. */
const NEGLIGIBLE: f64 = 1e-15;

/**
 * Replaces (f_ee, f_tt) by the eigenvalues of M and writes cosine and sine of the rotation (Jacobi's formula,
 * Golub & Van Loan 8.5.2). Returns which eigenvalue matters in any row: bit 1 the first, bit 2 the second.
 */
function rotate(rows: Rows, cosine: usize, sine: usize): i32 {
  let largestFirst = 0.0;
  let largestSecond = 0.0;
  for (let i = 0; i < rows.count; ++i) {
    const ee = at(rows.curvature, i);
    const et = at(rows.cross, i);
    const tt = at(rows.spreadCurvature, i);
    let c = 1.0;
    let s = 0.0;
    let t = 0.0;
    if (et != 0.0) {
      const tau = (tt - ee) / (2.0 * et);
      t = (tau >= 0.0 ? 1.0 : -1.0) / (Math.abs(tau) + Math.sqrt(1.0 + tau * tau));
      c = 1.0 / Math.sqrt(1.0 + t * t);
      s = -t * c; // u = c z - t c a is the eigenvector of ee - t et
    }
    const first = ee - t * et;
    const second = tt + t * et;
    put(cosine, i, c);
    put(sine, i, s);
    put(rows.curvature, i, first);
    put(rows.spreadCurvature, i, second);
    largestFirst = Math.max(largestFirst, Math.abs(first));
    largestSecond = Math.max(largestSecond, Math.abs(second));
  }
  return (largestFirst <= NEGLIGIBLE * largestSecond ? 0 : 1) | (largestSecond <= NEGLIGIBLE * largestFirst ? 0 : 2);
}

/**
 * Hessian += sum_i weight_i z z' + sum_i shaken_i diag(v_ij scale_j^2): which directions some rows, and the noise on some
 * rows, can tell apart at all, whatever the curvatures are. With `report` the variances go
 * into `adaptive` as well. Without room for a matrix there is only the report.
 */
export function addGram(shard: Shard, chunk: Chunk, exchange: Exchange, weight: usize, shaken: usize, report: bool): void {
  const d = chunk.dimension;
  const entries = changetype<EntryBlock>(chunk.entries);
  const H = exchange.hessian;
  if (H != 0) addWeightedGram(d, changetype<Rows>(chunk.rows).count, chunk.stride, weight, chunk.z, H, chunk.buffer);
  if (shard.approximation == Approximation.None) return;
  fill(shard.columns, chunk.beta, 0.0);
  for (let k = 0; k < shard.noiseCount; ++k) {
    const term = changetype<NoiseTerm>(shard.noise + <usize>k * offsetof<NoiseTerm>());
    noiseVarianceSums(term.kind, term.strengths, entries, shaken, chunk.beta);
  }
  for (let j = 0; j < shard.columns; ++j) {
    const v = at(chunk.beta, j);
    const s = at(shard.scale, j);
    if (H != 0) put(rowOf(H, j, d), j, at(rowOf(H, j, d), j) + v * s * s);
    if (report) put(exchange.adaptive, j, at(exchange.adaptive, j) + v);
  }
}

/** product += Hessian . direction, in O(rows columns). */
export function addHessianVector(chunk: Chunk, exchange: Exchange, noisy: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  const n = rows.count;
  const stride = chunk.stride;
  const u = exchange.direction;
  fill(n, chunk.along, 0.0);
  fill(n, chunk.across, 0.0);
  for (let j = 0; j < chunk.dimension; ++j) {
    axpy(n, at(u, j), rowOf(chunk.z, j, stride), chunk.along);
    if (noisy) axpy(n, at(u, j), rowOf(chunk.first, j, stride), chunk.across);
  }
  for (let i = 0; i < n; ++i) {
    const eta = at(chunk.along, i);
    const t = noisy ? at(chunk.across, i) : 0.0;
    const cross = noisy ? at(rows.cross, i) : 0.0;
    put(chunk.along, i, at(rows.curvature, i) * eta + cross * t);
    put(chunk.across, i, noisy ? cross * eta + at(rows.spreadCurvature, i) * t : 0.0);
  }
  for (let j = 0; j < chunk.dimension; ++j) {
    let sum = dot(n, chunk.along, rowOf(chunk.z, j, stride));
    if (noisy) {
      sum += dot(n, chunk.across, rowOf(chunk.first, j, stride));
      sum += at(u, j) * dot(n, rows.spreadSlope, rowOf(chunk.second, j, stride));
    }
    put(exchange.product, j, at(exchange.product, j) + sum);
  }
}

/** diagonal += the Hessian's diagonal. */
export function addDiagonal(chunk: Chunk, exchange: Exchange, noisy: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  for (let j = 0; j < chunk.dimension; ++j) {
    const z = rowOf(chunk.z, j, chunk.stride);
    const a = rowOf(chunk.first, j, chunk.stride);
    const c = rowOf(chunk.second, j, chunk.stride);
    let sum = 0.0;
    for (let i = 0; i < rows.count; ++i) {
      const zi = at(z, i);
      sum += at(rows.curvature, i) * zi * zi;
      if (noisy) {
        const ai = at(a, i);
        sum += 2.0 * at(rows.cross, i) * zi * ai + at(rows.spreadCurvature, i) * ai * ai + at(rows.spreadSlope, i) * at(c, i);
      }
    }
    put(exchange.diagonal, j, at(exchange.diagonal, j) + sum);
  }
}
