import { ASK } from "../base/ids.js";
import { finish } from "../shard/task.js";
import { combinationOf, toTheta } from "../shard/triangle.js";
import type { Basis } from "../shard/uploaded.js";
import type { Fitting } from "./fitting.js";
import { hessianAt } from "./shard-answers.js";

/** The result of the refinement. */
export interface Refined {
  readonly theta: Float64Array;
  /** The intercept of columns as given, more accurate than theta in double precision. */
  readonly intercept: number;
  /** sum_i w_i l_i there. */
  readonly loss: number;
  /** eta of every row, f64[n]. */
  readonly eta: number;
}

/** Most rounds; each gains sixteen digits minus those of the condition number. */
const ROUNDS = 6;

/** Relative accuracy of a sum over rows. */
const ROUNDING = 1e-14;

/**
 * The last digits of theta if columns nearly depend on each other. Q = Z R^-1 holds to rounding only, so the best fit on Q is that of
 * an x with other last digits, and with a condition number of 1e13 three digits of theta are correct. Here eta and the slopes are
 * sums in twice the precision over x as given:
 *
 *     R'r = g,    H step = -r,    R dtheta = step,    theta <- theta + dtheta        H: the Hessian on Q
 *
 * Each round divides the error by about 1e16 / condition. What is left is the error of l': for least squares only the rounding of
 * residuals. So all solvers end in the same point. A round that raises the loss is undone. Undefined for classes,
 * and if there is no Newton step.
 *
 * Source: Björck (1967), Iterative refinement of linear least squares solutions; Higham, Accuracy and Stability of Numerical Algorithms,
 * 2nd ed. (2002), chapter 20.
 */
export function refined(fitting: Fitting, { triangle, whole }: Basis, from: Float64Array): Refined | undefined {
  if (whole.classes > 1) return undefined;
  const { family, task } = fitting;
  const { scope, rows: n, shard, parameters, block: d } = whole;
  const { exports } = scope.kernel;
  const own = fitting.uploaded.dimension;
  const inverseAt = scope.f64(own * own);
  if (!exports.invert(own, scope.put(finish(hessianAt(fitting, false))), scope.filled(own, 0), inverseAt))
    return undefined;
  const inverse = scope.get(inverseAt, own * own);
  const [y, weight] = [shard.read("y"), shard.read("weight")];
  const [etaAt, derivatives, slopes, gradient] = [scope.f64(2 * n), scope.f64(5 * n), scope.f64(2 * n), scope.f64(d)];
  const thetaAt = scope.f64(2 * d);
  let theta: Float64Array = Float64Array.from({ length: 2 * d }, (_, j) => from[j] ?? 0);
  const gamma = task.state.copy("point", own);
  let intercept = 0;
  const lossAt = (point: Float64Array): number => {
    scope.view(thetaAt, 2 * d).set(point);
    intercept = exports.precisePredictor(shard.at, thetaAt, etaAt);
    return exports.familyAnswer(family.id, ASK.loss, parameters, n, y, weight, etaAt, 0, 0);
  };
  const stepFrom = (): Float64Array => {
    exports.familyAnswer(family.id, ASK.derivatives, parameters, n, y, 0, etaAt, derivatives, n);
    const [eta, found, out] = [scope.view(etaAt, 2 * n), scope.view(derivatives, 3 * n), scope.view(slopes, 2 * n)];
    const w = weight === 0 ? undefined : scope.view(weight, n);
    for (let i = 0; i < n; i++) {
      const own = w?.[i] ?? 1;
      out[i] = own === 0 ? 0 : own * found[n + i]!;
      out[n + i] = own === 0 ? 0 : own * found[2 * n + i]! * eta[n + i]!; // eta is [high, low], l' that at high
    }
    exports.preciseSums(shard.at, slopes, gradient);
    const r = combinationOf(triangle, scope.view(gradient, d));
    return r.map((_, j) => -r.reduce((sum, v, k) => sum + v * inverse[j * own + k]!, 0));
  };
  let loss = lossAt(theta);
  if (!Number.isFinite(loss)) return undefined;
  let before = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const step = stepFrom();
    const size = Math.sqrt(step.reduce((sum, v) => sum + v * v, 0));
    if (!(size < before / 4) || size === 0) break; // rounding
    before = size;
    const next = plus(theta, toTheta(triangle, step), d);
    const reached = lossAt(next);
    if (!(reached <= loss + ROUNDING * Math.abs(loss))) {
      lossAt(theta);
      break;
    }
    theta = next;
    loss = reached;
    for (let j = 0; j < own; j++) gamma[j]! += step[j]!;
  }
  task.state.view("point", own).set(gamma);
  const centers = shard.view("center", whole.columns); // minus those that were subtracted from x itself
  whole.center.forEach((c, j) => {
    if (c !== centers[j]) intercept -= (c - centers[j]!) * whole.scale[j]! * theta[j]!;
  });
  return { theta: theta.slice(0, d), intercept, loss, eta: etaAt };
}

/** [high, low] + v, with an exact sum of the high parts. */
function plus(theta: Float64Array, v: Float64Array, d: number): Float64Array {
  const out = new Float64Array(2 * d);
  for (let j = 0; j < d; j++) {
    const high = theta[j]!;
    const sum = high + v[j]!;
    const part = sum - high;
    const rest = high - (sum - part) + (v[j]! - part) + theta[d + j]!;
    out[j] = sum + rest;
    out[d + j] = rest - (out[j]! - sum);
  }
  return out;
}
