import type { Covariance } from "../base/flow.js";
import { ASK } from "../base/ids.js";
import type { Curvature, Fitting } from "../minimize/fitting.js";
import { askEta } from "../minimize/rows.js";
import { fisherWeights } from "../minimize/shard-answers.js";
import { sumOf } from "../stats/linear.js";
import { eigenOf } from "../stats/symmetric.js";
import { halfOf } from "../wasm/root.js";
import type { Grouping } from "./clusters.js";
import { combinationsOf, sandwichBy, timesMatrix, usualFactors } from "./covariance.js";

/** 1 - an eigenvalue below this is 0: the cluster alone determines a direction. */
const ONE = 1e-10;
/** A part below this of a combination is rounding. */
const NOTHING = 1e-7;

/**
 * CR2, the bias-reduced covariance of clusters. For each cluster g with the rows Z_g, mu', residuals e = y - mu, Fisher weights W, and the variances
 * T = V / w of the rows on the diagonal,
 *
 *     J = sum_g v_g v_g'        v_g = Z_g' mu' T^-1 A e        A = T^1/2 G^-1/2 T^1/2        G = T (I - H_gg) T
 *
 * H = W^1/2 Z I^-1 Z' W^1/2: then E J is right where the variance is the family's. Where T is constant in a cluster, C v_g = (I - M)^-1/2 C u_g
 * with I^-1 = C'C, the score u_g and M = C Z_g' W Z_g C', which are of the size of the parameters, not of the cluster. A direction that one
 * cluster alone determines, with an eigenvalue 1 of M and H_gg, adds nothing; estimates that depend on it are `undetermined`.
 *
 * Cost: the cube of the rows of a cluster, or of the parameters.
 * Source: Bell & McCaffrey (2002), Survey Methodology 28; Pustejovsky & Tipton (2018), J. Bus. Econ. Stat. 36.
 */
export function bellMcCaffrey(
  fitting: Fitting,
  curvature: Curvature,
  { groups, count }: Grouping,
): { covariance: Covariance; undetermined: number[] } {
  const { scope, dimension: d } = fitting.uploaded;
  const half = halfOf(scope, curvature.inverse, d);
  const combinations = combinationsOf(fitting).map((c) => timesHalf(half, d, c));
  const undetermined = new Set<number>();
  const rows = rowsOf(fitting, half);
  const members: number[][] = Array.from({ length: count }, () => []);
  groups.forEach((g, i) => {
    if (rows.variance[i]! < Infinity) members[g]!.push(i);
  });
  const inner = new Float64Array(d * d); // sum of C v (C v)'
  for (const own of members) {
    const { values, vectors } = eigenOf(informationOf(rows, own, d), d);
    const isOne = values.map((v) => Number(1 - v <= ONE));
    vectors.forEach((q, e) => {
      if (isOne[e] === 0) return;
      combinations.forEach((c, k) => {
        if (Math.abs(sumOf(c, q)) > NOTHING * Math.sqrt(sumOf(c, c))) undetermined.add(k);
      });
    });
    const isEven = own.every((i) => rows.variance[i] === rows.variance[own[0]!]);
    const scores = isEven
      ? rows.score
      : adjusted(
          rows,
          own,
          isOne.reduce((a, b) => a + b, 0),
        );
    let v: Float64Array = new Float64Array(d);
    own.forEach((i, k) => {
      for (let j = 0; j < d; j++) v[j]! += (isEven ? scores[i]! : scores[k]!) * rows.along(j, i);
    });
    if (isEven) v = spreadOut(v, values.map((l, e) => (isOne[e] === 1 ? 0 : 1 / Math.sqrt(1 - l))), vectors); // biome-ignore format: one line
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) inner[j * d + k]! += v[j]! * v[k]!;
  }
  const covariance = sandwichBy(fitting, curvature, around(half, inner, d));
  return { covariance, undetermined: [...undetermined] };
}

/** What the rows are made of. A row that stands for f equal rows is their sum over sqrt f: it has their variance. */
interface RowParts {
  /** Entry j of C z_i. */
  readonly along: (j: number, i: number) => number;
  readonly dimension: number;
  /** W */
  readonly weight: Float64Array;
  /** T; Infinity for a row without weight. */
  readonly variance: Float64Array;
  /** e sqrt f */
  readonly residual: Float64Array;
  /** mu' sqrt f / T: the factor of a residual in the score. */
  readonly factor: Float64Array;
  /** The factor of C z_i in C u_g. */
  readonly score: Float64Array;
}

function rowsOf(fitting: Fitting, half: Float64Array): RowParts {
  const { uploaded, family } = fitting;
  const { scope, rows: n, dimension: d, shard, parameters } = uploaded;
  const at = scope.f64(d * n);
  scope.kernel.exports.projectRows(shard.at, scope.put(half), d, 0, at);
  const values = scope.get(at, d * n);
  const eta = scope.f64(n);
  askEta(fitting, eta);
  const ask = (what: number): Float64Array => {
    const out = scope.f64(n);
    scope.kernel.exports.familyAnswer(family.id, what, parameters, n, shard.read("y"), 0, eta, out, 0);
    return scope.get(out, n);
  };
  const weight = scope.get(fisherWeights(fitting), n);
  const [slope, working] = [ask(ASK.meanSlope), ask(ASK.working)];
  const factors = usualFactors(fitting);
  const equal = weight.map((_, i) => (factors === undefined ? 1 : 1 / factors[i]!));
  const variance = weight.map((w, i) => (w > 0 ? (slope[i]! ** 2 * equal[i]!) / w : Infinity));
  const residual = weight.map((w, i) => (w > 0 ? working[i]! * slope[i]! * Math.sqrt(equal[i]!) : 0));
  const factor = weight.map((w, i) => (w > 0 ? (slope[i]! * Math.sqrt(equal[i]!)) / variance[i]! : 0));
  const score = residual.map((e, i) => e * factor[i]!);
  return { along: (j, i) => values[j * n + i]!, dimension: d, weight, variance, residual, factor, score };
}

/** C Z_g' W Z_g C' of the rows of a cluster, d x d. */
function informationOf({ along, weight }: RowParts, own: readonly number[], d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (const i of own) {
    for (let j = 0; j < d; j++) {
      const a = weight[i]! * along(j, i);
      for (let k = 0; k < d; k++) out[j * d + k]! += a * along(k, i);
    }
  }
  return out;
}

/** The factors of C z_i after A e, in a cluster with unequal variances; `ones` of the directions of its residuals are 0. */
function adjusted(
  { along, dimension, weight, variance, residual, factor }: RowParts,
  own: readonly number[],
  ones: number,
): Float64Array {
  const m = own.length;
  const G = new Float64Array(m * m);
  own.forEach((i, a) => {
    for (let b = 0; b <= a; b++) {
      const k = own[b]!;
      let h = 0;
      for (let j = 0; j < dimension; j++) h += along(j, i) * along(j, k);
      const rest = Number(a === b) - Math.sqrt(weight[i]! * weight[k]!) * h;
      G[a * m + b] = G[b * m + a] = variance[i]! * variance[k]! * rest;
    }
  });
  const { values, vectors } = eigenOf(G, m);
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const out = Float64Array.from(own, (i) => Math.sqrt(variance[i]!) * residual[i]!);
  const powers = values.map((v) => 1 / Math.sqrt(v));
  for (const e of order.slice(0, ones)) powers[e] = 0;
  return spreadOut(out, powers, vectors).map((q, a) => q * Math.sqrt(variance[own[a]!]!) * factor[own[a]!]!);
}

/** V diag(powers) V' v */
function spreadOut(v: Float64Array, powers: Float64Array, vectors: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(v.length);
  vectors.forEach((q, e) => {
    const part = powers[e]! * sumOf(q, v);
    for (let j = 0; j < out.length; j++) out[j]! += part * q[j]!;
  });
  return out;
}

/** C v */
function timesHalf(half: Float64Array, d: number, v: Float64Array): Float64Array {
  return Float64Array.from({ length: d }, (_, j) => sumOf(half.subarray(j * d, (j + 1) * d), v));
}

/** C' A C */
function around(half: Float64Array, A: Float64Array, d: number): Float64Array {
  const transposed = half.map((_, at) => half[(at % d) * d + Math.floor(at / d)]!);
  return timesMatrix(transposed, timesMatrix(A, half, d), d);
}
