import { GlmError } from "../base/errors.js";
import type { Covariance } from "../base/flow.js";
import { reading } from "../base/keys.js";
import { show } from "../base/show.js";
import { valuesOf } from "../input/vector.js";
import type { Curvature, Fitting } from "../minimize/fitting.js";
import { groupGram } from "../minimize/shard-answers.js";
import { element } from "../stats/linear.js";
import { eigenOf } from "../stats/symmetric.js";
import { differenceOf, middleOfGram, possible } from "./covariance.js";

type Labels = ArrayLike<number | string>;

/** Labels of the clusters of every row, or of two clusterings. */
export type ClusterInput = Labels | readonly [Labels, Labels];

/** The group of every row, 0 .. count - 1. */
export interface Grouping {
  readonly groups: Int32Array;
  readonly count: number;
}

/** One clustering, or two. */
export function readClusters(given: ClusterInput | undefined, n: number): Grouping[] {
  const parts = given === undefined ? undefined : pairOf(given);
  return parts === undefined
    ? [readLabels(given, n, "cluster")]
    : parts.map((part, k) => readLabels(part, n, `cluster[${k}]`));
}

/** The two clusterings of a list of two vectors; undefined for labels. */
function pairOf(given: ClusterInput): readonly Labels[] | undefined {
  return reading("cluster", () => {
    const first: unknown = Array.isArray(given) ? given[0] : undefined;
    if (typeof first !== "object" || first === null) return undefined;
    if (given.length === 2) return given as readonly Labels[];
    throw new GlmError(
      "BAD_SHAPE",
      `cluster holds ${given.length} vectors; expected labels, or two vectors of labels`,
      {},
    );
  });
}

function readLabels(given: unknown, n: number, name: string): Grouping {
  const labels = given === undefined ? undefined : reading(name, () => valuesOf(given as Labels, name));
  if (labels?.length !== n) {
    const found = given === undefined || labels !== undefined ? `has length ${labels?.length}` : `is ${show(given)}`;
    throw new GlmError("BAD_SHAPE", `${name} ${found}; expected ${n} labels, one per row`, { want: n });
  }
  const numbers = new Map<unknown, number>();
  const groups = Int32Array.from({ length: n }, (_, i) => {
    const label = reading(`${name}[${i}]`, () => labels[i]);
    if (!(typeof label === "string" || typeof label === "boolean" || Number.isFinite(label))) {
      throw new GlmError("BAD_VALUE", `${name}[${i}] is ${show(label)}; expected text or a finite number`, { row: i });
    }
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
  const count = numbers.size;
  if (count < 2) throw new GlmError("BAD_OPTION", `${name} holds one label only; expected two clusters or more`, {});
  return { groups, count };
}

/** J of clustered rows: the sums of clusters, times G / (G - 1). */
export function middleOfClusters(fitting: Fitting, { groups, count }: Grouping): Float64Array {
  const factor = count / (count - 1);
  return middleOfGram(fitting, groupGram(fitting, groups, count)).map((v) => factor * v);
}

/** The clusters that rows share in both ways. */
function shared(a: Grouping, b: Grouping): Grouping {
  const numbers = new Map<number, number>();
  const groups = a.groups.map((group, i) => {
    const pair = group * b.count + b.groups[i]!;
    if (!numbers.has(pair)) numbers.set(pair, numbers.size);
    return numbers.get(pair)!;
  });
  return { groups, count: numbers.size };
}

/**
 * Two-way clusters: J_a + J_b - J_ab, each with its own G / (G - 1). The difference may have negative eigenvalues; `eigenvalue` is the least, 0
 * if none is negative. The covariance then stays as it is while all variances are positive, and else its negative eigenvalues are set to 0,
 * in units of the model's standard errors, so that the units of columns do not matter (`isMended`).
 *
 * Source: Cameron, Gelbach & Miller (2011), J. Bus. Econ. Stat. 29; Zeileis, Koell & Graham (2020), J. Stat. Softw. 95(1).
 */
export function twoWay(
  fitting: Fitting,
  curvature: Curvature,
  [a, b]: readonly [Grouping, Grouping],
  model: Covariance,
): TwoWay {
  const [Ja, Jb, Jab] = [a, b, shared(a, b)].map((grouping) => middleOfClusters(fitting, grouping));
  const J = Ja!.map((v, k) => v + Jb![k]! - Jab![k]!);
  return mended(differenceOf(fitting, curvature, J), model);
}

export interface TwoWay {
  readonly covariance: Covariance;
  readonly eigenvalue: number;
  readonly isMended: boolean;
}

/** An eigenvalue above this part of the largest, below 0, is rounding. */
const ROUNDING = 1e-12;

function mended(covariance: Covariance, model: Covariance): TwoWay {
  const { packed, aliased } = covariance;
  const d = Math.round((Math.sqrt(8 * packed.length + 1) - 1) / 2);
  const own = Array.from({ length: d }, (_, j) => j).filter((j) => !aliased.includes(j));
  const unit = own.map((j) => Math.sqrt(element(model.packed, j, j)));
  const m = own.length;
  const full = Float64Array.from({ length: m * m }, (_, at) => {
    const [j, k] = [Math.floor(at / m), at % m];
    return element(packed, own[j]!, own[k]!) / (unit[j]! * unit[k]!);
  });
  const { values, vectors } = eigenOf(full, m);
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  if (!(least < -ROUNDING * largest)) return { covariance: possible(covariance), eigenvalue: 0, isMended: false };
  if (own.every((j) => element(packed, j, j) > 0)) return { covariance, eigenvalue: least, isMended: false };
  const out = packed.slice();
  for (let j = 0; j < m; j++) {
    for (let k = 0; k <= j; k++) {
      const sum = vectors.reduce((s, v, e) => s + Math.max(0, values[e]!) * v[j]! * v[k]!, 0);
      out[(own[j]! * (own[j]! + 1)) / 2 + own[k]!] = sum * unit[j]! * unit[k]!;
    }
  }
  return { covariance: possible({ ...covariance, packed: out }), eigenvalue: least, isMended: true };
}
