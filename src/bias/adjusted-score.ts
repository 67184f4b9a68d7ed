import { ASK, REQUEST } from "../base/ids.js";
import { curvatureOf, squaresAlong } from "../minimize/curvature.js";
import type { Curvature, Fitting } from "../minimize/fitting.js";
import { askEta } from "../minimize/rows.js";
import { fisherWeights, weightedSum } from "../minimize/shard-answers.js";
import { askAtPoint, type Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { halfOf } from "../wasm/root.js";

/**
 * The adjusted score of Firth's bias reduction at one point. With U the score sum_i w_i (y_i - mu_i) mu'_i / V_i z_i, I = Z'WZ the
 * expected information, and h_i = W_i z_i' I^-1 z_i the leverages,
 *
 *     U*  =  U + A        A  =  sum_i h_i mu''_i / (2 mu'_i) z_i        dispersion 1, any link
 *
 * Its root has a bias of order n^-2; that of U has one of order n^-1. With a canonical link A is the gradient of log|I| / 2, so the root
 * maximizes the likelihood times Jeffreys' prior, l + log|I| / 2. With other links no such function exists in general.
 *
 * Signs here are those of a minimization: slopes = -U*, value = sum_i w_i l_i - log|I| / 2. log|I| is that of the columns as given, the
 * intercept among them; where columns depend on each other, it is that of independent ones.
 *
 * Source: Firth (1993), Biometrika 80, 27-38; Kosmidis & Firth (2009), Biometrika 96, 793-804.
 */
export interface Adjusted {
  /** sum_i w_i l_i */
  readonly loss: number;
  /** The function that is minimized, with a canonical link; the loss with another one. */
  readonly value: number;
  readonly slopes: Float64Array;
  readonly curvature: Curvature;
}

/** The adjusted score at the task's point; undefined outside the link's domain, and where the information is not positive definite. */
export function* adjustedAt(fitting: Fitting): Watched<Adjusted | undefined> {
  const { uploaded, task, family } = fitting;
  const { scope } = uploaded;
  const { mark, release } = scope.kernel.exports;
  const position = mark();
  yield* askAtPoint(task, REQUEST.value | REQUEST.gradient);
  const { exchange, dimension: d } = task;
  const loss = exchange.read("loss");
  const slopes = exchange.copy("gradient", d);
  const curvature = Number.isFinite(loss) ? yield* curvatureOf(fitting) : undefined;
  if (curvature === undefined) {
    release(position);
    return undefined;
  }
  const half = halfOf(scope, curvature.inverse, d);
  const pull = weightedSum(fitting, scope.put(adjustmentOf(fitting, half)));
  release(position);
  exchange.set({ passes: exchange.read("passes") + PASSES, hessians: exchange.read("hessians") + 1 });
  for (let j = 0; j < d; j++) slopes[j]! -= pull[j]!;
  const value = family.isCanonical ? loss - logDeterminant(uploaded, half) / 2 : loss;
  return { loss, value, slopes, curvature };
}

/** Passes over the rows beside that for the score: for the information, the leverages, and the adjustment. */
const PASSES = 3;

/** h_i mu''_i / (2 mu'_i) of every row; C'C = I^-1. */
function adjustmentOf(fitting: Fitting, half: Float64Array): Float64Array {
  const { uploaded, family } = fitting;
  const { scope, rows: n, parameters } = uploaded;
  const weight = scope.get(fisherWeights(fitting), n);
  const squares = scope.get(squaresAlong(fitting, half), n);
  const at = scope.f64(n);
  askEta(fitting, at);
  scope.kernel.exports.familyAnswer(family.id, ASK.meanBend, parameters, n, 0, 0, at, at, 0);
  const bend = scope.get(at, n);
  return weight.map((w, i) => (w > 0 ? 0.5 * w * squares[i]! * bend[i]! : 0)); // where mu' vanishes the bend may be infinite
}

/** log|I| of the columns as given, from C'C = I^-1 in the coordinates of the fit. */
function logDeterminant({ basis, scope, dimension: d, scale }: Uploaded, half: Float64Array): number {
  const { log } = scope.kernel.exports;
  const logs = (pivots: ArrayLike<number>): number =>
    Array.from(pivots).reduce((sum, v) => (v === 0 ? sum : sum + log(Math.abs(v))), 0);
  const own = Float64Array.from({ length: d }, (_, j) => half[j * d + j]!);
  if (basis === undefined) return -2 * (logs(own) + logs(scale));
  const { ones, rank, d: whole, R, order } = basis.triangle;
  const used = Array.from(order.subarray(0, rank));
  const scales = used.slice(ones).map((position) => basis.whole.scale[position - ones]!);
  return 2 * (logs(used.map((position, k) => R[position * whole + k]!)) - logs(own) - logs(scales));
}
