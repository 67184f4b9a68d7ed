import { type Curvature, entriesOf, fisherWeights } from "./covariance.js";
import type { Fitting } from "./fit-task.js";
import { halfOf } from "./half.js";

/**
 * h_i = W_i z_i' H^-1 z_i, W the Fisher weights with the prior ones: the diagonal of W^1/2 Z H^-1 Z' W^1/2. H is Z'WZ, so that the
 * h_i are those of R and add up to the rank; where a ridge or noise takes part it is the Hessian of the whole objective.
 */
export function leverageOf(fitting: Fitting, { inverse }: Curvature): Float64Array {
  const { scope, rows, dimension: d, shard } = fitting.uploaded;
  const out = scope.f64(rows);
  scope.kernel.exports.projectRows(shard.at, scope.put(halfOf(inverse, d)), d, 1, out);
  const weight = scope.get(fisherWeights(fitting), rows);
  const squares = scope.view(out, rows);
  return weight.map((w, i) => w * squares[i]!);
}

/** What a unit of slope in one row does to the estimates, and how far they spread; on the scale of x. */
export interface Pulls {
  /** e_j' H^-1 z_i sqrt(W_i), f64[n] for every entry [intercept, coefficients]. */
  readonly pulls: readonly Float64Array[];
  /** sqrt of the diagonal of H^-1. */
  readonly spread: readonly number[];
}

export function pullsOf(fitting: Fitting, { inverse }: Curvature): Pulls {
  const { scope, rows, dimension: d, shard } = fitting.uploaded;
  const entries = entriesOf(fitting);
  const spread: number[] = [];
  const vectors = entries.map((entry) => {
    const out = new Float64Array(d);
    entry.forEach((c, i) => {
      if (c !== 0) for (let j = 0; j < d; j++) out[j]! += c * inverse[i * d + j]!;
    });
    spread.push(Math.sqrt(entry.reduce((sum, c, j) => sum + c * out[j]!, 0)));
    return out;
  });
  const count = vectors.length;
  const at = scope.f64(count * d);
  const out = scope.f64(count * rows);
  vectors.forEach((v, c) => {
    scope.view(at, count * d).set(v, c * d);
  });
  scope.kernel.exports.projectRows(shard.at, at, count, 0, out);
  const roots = scope.get(fisherWeights(fitting), rows).map(Math.sqrt);
  const pulls = vectors.map((_, c) => scope.get(out + 8 * c * rows, rows).map((v, i) => v * roots[i]!));
  return { pulls, spread };
}
