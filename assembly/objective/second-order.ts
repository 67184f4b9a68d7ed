import { Exchange } from "../abi/exchange";
import { Approximation } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { addVarianceSums, EntryBlock } from "../noise/entries";
import { at, dot, fill, maxAbs, put, rowOf } from "../num/vec";
import { Chunk, classesOf } from "./chunk";
import { addColumn, addDenseGram, addGramOf, addRowOfSums, addSquareSums, addSums, addTimes, columnSum, Plane, totalOf } from "./planes";
import { noiseTerm } from "./predictors";
import { addTiedDiagonal, addTiedGram, addTiedHessian, addTiedProduct } from "./tied";

/**
 * Second-order sums of one chunk. With z_i the row, a_i = dt_i/dtheta, c_ij = d2t_i/dtheta_j2 and f_i(eta_i, t_i):
 *
 *   Hessian = sum_i w_i [ f_ee z z' + f_et (z a' + a z') + f_tt a a' ] + diag( sum_i w_i f_t c_ij )
 *
 * The curvature is the exact one of the objective, not a Gauss-Newton or Fisher part of it.
 */
export function addHessian(chunk: Chunk, exchange: Exchange, noisy: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  const d = chunk.dimension;
  if (noisy) {
    const total = totalOf(chunk, rows.spreadSlope);
    for (let j = 0; j < d; ++j) {
      const entry = rowOf(exchange.hessian, j, d);
      put(entry, j, at(entry, j) + columnSum(chunk, Plane.Second, j, rows.spreadSlope, total));
    }
    addTiedHessian(chunk, exchange);
  }
  if (!noisy || maxAbs(d, chunk.beta) == 0.0) addGramOf(chunk, rows.curvature, exchange.hessian); // at beta = 0 every a_i is 0
  else if (chunk.isSparse) addByColumns(chunk, exchange.hessian);
  else addRotated(chunk, exchange.hessian);
}

/** Row j of the Hessian, from a vector over the rows for column j. */
function addByColumns(chunk: Chunk, H: usize): void {
  const rows = changetype<Rows>(chunk.rows);
  const n = rows.count;
  for (let j = 0; j < chunk.dimension; ++j) {
    fill(n, chunk.along, 0.0);
    fill(n, chunk.across, 0.0);
    addColumn(chunk, Plane.Z, j, 1.0, chunk.along);
    addColumn(chunk, Plane.First, j, 1.0, chunk.across);
    bend(rows, chunk.along, chunk.across);
    addRowOfSums(chunk, Plane.Z, j, chunk.along, H);
    addRowOfSums(chunk, Plane.First, j, chunk.across, H);
  }
}

/** (u, v) <- M (u, v), row by row, M = [f_ee f_et; f_et f_tt] times w */
function bend(rows: Rows, u: usize, v: usize): void {
  for (let i = 0; i < rows.count; ++i) {
    const z = at(u, i);
    const a = at(v, i);
    const cross = at(rows.cross, i);
    put(u, i, at(rows.curvature, i) * z + cross * a);
    put(v, i, cross * z + at(rows.spreadCurvature, i) * a);
  }
}

/**
 * The bracket is [z a] M [z a]' with M = [f_ee f_et; f_et f_tt]. A rotation by the eigenvectors of M,
 * u = c z + s a, v = -s z + c a, leaves two weighted Gram matrices instead of three products. Overwrites z and a,
 * which are loaded again for every chunk.
 */
function addRotated(chunk: Chunk, H: usize): void {
  const rows = changetype<Rows>(chunk.rows);
  const d = chunk.dimension;
  const n = rows.count;
  const stride = chunk.stride;
  const first = chunk.isVariance ? chunk.second : chunk.first;
  const matters = rotate(rows, chunk.along, chunk.across);
  for (let j = 0; j < d; ++j) {
    const z = rowOf(chunk.z, j, stride);
    const a = rowOf(first, j, stride);
    const factor = at(chunk.firstFactor, j);
    for (let i = 0; i < n; ++i) {
      const c = at(chunk.along, i);
      const s = at(chunk.across, i);
      const zi = at(z, i);
      const ai = factor * at(a, i);
      put(z, i, c * zi + s * ai);
      put(a, i, c * ai - s * zi);
    }
  }
  if (matters & 1) addDenseGram(chunk, rows.curvature, Plane.Z, H);
  if (matters & 2) addDenseGram(chunk, rows.spreadCurvature, Plane.First, H);
}

/** A weight below this part of the chunk's largest is rounding: the matrix M has rank one. */
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
 * Hessian += sum_i weight_i z z' + sum_i shaken_i diag(v_ij scale_j^2): the directions that some rows, and the noise on some
 * rows, can distinguish, whatever the curvatures are. With `report` the variances go into `adaptive` as well;
 * without memory for a matrix they only go there. With K classes the same block stands K times on the diagonal.
 */
export function addGram(
  shard: Shard, chunk: Chunk, exchange: Exchange, approximation: i32, weight: usize, shaken: usize, report: bool,
): void {
  const d = chunk.dimension;
  const width = exchange.dimension;
  const H = exchange.hessian;
  const K = shard.classes;
  const block = K > 1 ? classesOf(chunk).tile : H;
  if (K > 1 && block != 0) memory.fill(block, 0, (<usize>d * <usize>d) << 3);
  if (H != 0) addGramOf(chunk, weight, block);
  fill(d, chunk.column, 0.0);
  if (approximation != Approximation.None) {
    addAdaptiveSums(shard, chunk, shaken, chunk.column);
    if (H != 0) addTiedGram(shard, chunk, shaken, block);
  }
  for (let j = 0; j < d; ++j) {
    const v = at(chunk.column, j);
    const s = j < shard.columns ? at(shard.scale, j) : 0.0;
    if (H != 0) put(rowOf(block, j, d), j, at(rowOf(block, j, d), j) + v * s * s);
    for (let k = 0; report && k < K; ++k) put(exchange.adaptive, k * d + j, at(exchange.adaptive, k * d + j) + v);
  }
  if (K < 2 || H == 0) return;
  for (let k = 0; k < K; ++k) {
    for (let j = 0; j < d; ++j) {
      const to = rowOf(H, k * d + j, width);
      for (let l = 0; l <= j; ++l) put(to, k * d + l, at(to, k * d + l) + at(rowOf(block, j, d), l));
    }
  }
}

/** product += Hessian . direction, in O(rows columns). */
export function addHessianVector(chunk: Chunk, exchange: Exchange, noisy: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  const n = rows.count;
  const u = exchange.direction;
  fill(n, chunk.along, 0.0);
  fill(n, chunk.across, 0.0);
  addTimes(chunk, Plane.Z, u, chunk.along);
  if (!noisy) {
    for (let i = 0; i < n; ++i) put(chunk.along, i, at(rows.curvature, i) * at(chunk.along, i));
    addSums(chunk, Plane.Z, chunk.along, exchange.product);
    return;
  }
  addTimes(chunk, Plane.First, u, chunk.across);
  bend(rows, chunk.along, chunk.across);
  addSums(chunk, Plane.Z, chunk.along, exchange.product);
  addSums(chunk, Plane.First, chunk.across, exchange.product);
  addTiedProduct(chunk, exchange);
  const total = totalOf(chunk, rows.spreadSlope);
  for (let j = 0; j < chunk.dimension; ++j) {
    const c = at(u, j);
    if (c == 0.0) continue;
    put(exchange.product, j, at(exchange.product, j) + c * columnSum(chunk, Plane.Second, j, rows.spreadSlope, total));
  }
}

/** diagonal += the Hessian's diagonal. */
export function addDiagonal(chunk: Chunk, exchange: Exchange, noisy: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  addSquareSums(chunk, Plane.Z, Plane.Z, rows.curvature, exchange.diagonal);
  if (!noisy) return;
  for (let i = 0; i < rows.count; ++i) put(chunk.along, i, 2.0 * at(rows.cross, i));
  addSquareSums(chunk, Plane.Z, Plane.First, chunk.along, exchange.diagonal);
  addSquareSums(chunk, Plane.First, Plane.First, rows.spreadCurvature, exchange.diagonal);
  addSums(chunk, Plane.Second, rows.spreadSlope, exchange.diagonal);
  addTiedDiagonal(chunk, exchange);
}

/** common += the Hessian's row of a constant, at a start where the noise has no curvature: f_ee z only. */
export function addCommon(chunk: Chunk, exchange: Exchange): void {
  const rows = changetype<Rows>(chunk.rows);
  addSums(chunk, Plane.Z, rows.curvature, exchange.common);
  exchange.commonWeight += dot(rows.count, rows.curvature, chunk.ones);
}

/** out_j += sum_i weight_i v_ij */
export function addAdaptiveSums(shard: Shard, chunk: Chunk, weight: usize, out: usize): void {
  const total = totalOf(chunk, weight);
  for (let k = 0; k < shard.noiseCount; ++k) {
    addVarianceSums(noiseTerm(shard, k), changetype<EntryBlock>(chunk.block), weight, total, out);
  }
}
