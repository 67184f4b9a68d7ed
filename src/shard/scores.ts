import { REQUEST, STORAGE } from "../base/ids.js";
import { outOfMemory, type Scope, Struct } from "../wasm/scope.js";
import { askShard, exchangeFor } from "./exchange.js";
import type { Part } from "./partitions.js";
import { type Factors, factorsOf } from "./score-weights.js";
import type { RowsHere } from "./view.js";

// Sums of products of scores: u_i = w_i [ df_i/dtheta, 1 ], the estimating function of a row and its weight.

/** Groups of the rows begin .. end - 1: of each row its group, 0 .. count - 1. */
export interface Grouped {
  readonly begin: number;
  readonly end: number;
  readonly groups: Int32Array;
  readonly count: number;
}

/** The scores and weights of groups of rows, summed, at theta = `point`, an address: f64[d + 1][count]. Returns their address. */
export function scoresAt(
  scope: Scope,
  shard: Struct<"Shard">,
  point: number,
  dimension: number,
  { begin, end, groups, count }: Grouped,
): number {
  const group = scope.reserve(4 * (end - begin));
  scope.indices(group, end - begin).set(groups.subarray(0, end - begin));
  const data = scope.filled((dimension + 1) * count, 0);
  const exchange = exchangeFor(scope, shard, dimension, { point });
  scope.kernel.exports.addScores(shard.at, exchange.at, begin, end, group, count, data);
  return data;
}

/** sum_g r_g v_g v_g' of `count` vectors v, f64[d][count] at `data`: lower triangle by rows. */
export function gramOf(
  scope: Scope,
  data: number,
  d: number,
  count: number,
  factors: Float64Array | undefined,
): Float64Array {
  const shard = scope.struct("Shard", {
    rows: count,
    columns: d,
    classes: 1,
    design: scope.struct("Design", { data, rowStride: 1, columnStride: count }).at,
    y: scope.filled(count, 0),
    weight: factors === undefined ? 0 : scope.put(factors),
    center: scope.filled(d, 0),
    scale: scope.filled(d, 1),
    labels: 1,
    share: 1,
  });
  if (!scope.kernel.exports.prepareShard(shard.at, 1)) throw outOfMemory(8 * count);
  const exchange = askShard(scope, shard, d, REQUEST.hessian, { point: scope.filled(d, 0), matrix: true });
  return exchange.copy("hessian", d * d);
}

/** Rows whose scores are in memory at a time. */
const WINDOW = 2048;

/** sum_i r_i u_i u_i' of each partition, every row by itself. */
export function scoreGrams(
  { scope, shard, trials }: RowsHere,
  { point, factors }: { readonly point: Float64Array; readonly factors: Factors },
  parts: readonly Part[],
): Float64Array[] {
  const [at, weight, d] = [scope.put(point), shard.read("weight"), point.length];
  const design = new Struct<"Design">(scope.kernel, scope.kernel.layouts.Design, shard.read("design"));
  const isSparse = design.read("storage") === STORAGE.sparse; // its rows are read a partition at a time
  return parts.map(({ from, end: last }) => {
    const sum = new Float64Array((d + 1) ** 2);
    const step = isSparse ? Math.max(1, last - from) : WINDOW;
    for (let begin = from; begin < last; begin += step) {
      const end = Math.min(last, begin + step);
      const count = end - begin;
      const position = scope.kernel.exports.mark();
      const groups = Int32Array.from({ length: count }, (_, i) => i);
      const data = scoresAt(scope, shard, at, d, { begin, end, groups, count });
      const own = weight === 0 ? undefined : scope.get(weight + 8 * begin, count);
      const given = typeof factors === "object" ? factors.subarray(begin, end) : factors;
      const gram = gramOf(scope, data, d + 1, count, factorsOf(given, own, trials?.subarray(begin, end)));
      scope.kernel.exports.release(position);
      for (let k = 0; k < sum.length; k++) sum[k]! += gram[k]!;
    }
    return sum;
  });
}

/** sum_i r_i w_i^2 of each partition. */
export function scoreTotals(
  { scope, shard, trials }: RowsHere,
  { factors }: { readonly factors: Factors },
  parts: readonly Part[],
): Float64Array[] {
  const at = shard.read("weight");
  const weight = at === 0 ? undefined : scope.view(at, shard.read("rows"));
  const own = factorsOf(factors, weight, trials);
  return parts.map(({ from, end }) => {
    let total = 0;
    for (let i = from; i < end; i++) {
      const w = weight?.[i] ?? 1;
      if (w > 0) total += (own === undefined ? w : own[i]! * w) * w;
    }
    return Float64Array.of(total);
  });
}
