import { sumOf } from "../stats/linear.js";

/** Steps that are remembered. */
const MOST = 6;
/** A difference with less than this part left, after newer ones are subtracted, says nothing new. */
const NOTHING = 1e-7;

/** A step of the iteration theta <- theta + f(theta): the changes of theta and of f. */
interface Change {
  readonly point: Float64Array;
  readonly residual: Float64Array;
}

/**
 * The secant step of a fixed-point iteration theta <- theta + f(theta), of which scoring is one (Anderson's acceleration):
 *
 *     f - sum_k gamma_k (dtheta_k + df_k),     gamma minimizes |f - sum_k gamma_k df_k|
 *
 * over the last changes. The plain iteration converges linearly, slowly where leverages are near 1; this one ends in a few steps more than
 * there are coefficients.
 *
 * Source: Anderson (1965); Walker & Ni (2011), SIAM J. Numer. Anal. 49, 1715-1735.
 */
export class Secant {
  readonly #changes: Change[] = [];

  /** Remembers a step from one point and its f to another, the newest first. */
  remember(from: Change, to: Change): void {
    const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, j) => v - b[j]!);
    this.#changes.unshift({
      point: difference(to.point, from.point),
      residual: difference(to.residual, from.residual),
    });
    this.#changes.length = Math.min(this.#changes.length, MOST);
  }

  /** The step from a point with the residual f; undefined while no change is known. */
  step(f: Float64Array): Float64Array | undefined {
    if (this.#changes.length === 0) return undefined;
    const step = f.slice();
    const axes: { q: Float64Array; r: Float64Array }[] = [];
    for (const { point, residual } of this.#changes) {
      const q = residual.slice();
      const r = point.map((v, j) => v + residual[j]!);
      for (const axis of axes) subtract(sumOf(axis.q, q), axis, q, r);
      const size = Math.sqrt(sumOf(q, q));
      if (!(size > NOTHING * Math.sqrt(sumOf(residual, residual)))) continue;
      const axis = { q: q.map((v) => v / size), r: r.map((v) => v / size) };
      axes.push(axis);
    }
    const rest = f.slice();
    for (const axis of axes) subtract(sumOf(axis.q, rest), axis, rest, step);
    return step;
  }
}

/** q <- q - c axis.q and r <- r - c axis.r */
function subtract(c: number, axis: { q: Float64Array; r: Float64Array }, q: Float64Array, r: Float64Array): void {
  for (let j = 0; j < q.length; j++) {
    q[j]! -= c * axis.q[j]!;
    r[j]! -= c * axis.r[j]!;
  }
}
