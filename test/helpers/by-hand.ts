import { type Form, fisherAt, lossAt } from "./forms.js";
import { VARIANCE } from "./noises.js";
import { derivative } from "./numeric.js";

// The objective of docs/objective.md written by hand, for one predictor, and its slopes by differences, without the kernel.

/** A point in the coordinates of the caller. */
export interface Point {
  readonly intercept: number;
  readonly coefficients: ArrayLike<number>;
}

export interface ByHand {
  readonly form: Form;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly weights?: readonly number[] | undefined;
  readonly noise?:
    | { readonly noise: string; readonly strength: readonly number[]; readonly approximation: "quadratic" | "gaussian" }
    | undefined;
  readonly unlabeled?: { readonly x: readonly (readonly number[])[]; readonly weight: number } | undefined;
}

/** F(b, beta) = (1/W) [ sum_i w_i l_i + k ( sum_i w_i r_i + a sum_u r_u ) ], k = W / (W + a m). */
export function objectiveByHand(
  { form, x, y, weights, noise, unlabeled }: ByHand,
  { intercept, coefficients }: Point,
): number {
  const beta = Array.from(coefficients);
  const eta = (row: readonly number[]) => row.reduce((sum, v, j) => sum + v * beta[j]!, intercept);
  const w = weights ?? y.map(() => 1);
  const W = w.reduce((sum, v) => sum + v, 0);
  const loss = y.reduce((sum, v, i) => sum + w[i]! * lossAt(form, v, eta(x[i]!)), 0);
  if (noise === undefined) return loss / W;
  const penalty = (row: readonly number[], label: number) => {
    const s = row.reduce((sum, v, j) => sum + VARIANCE[noise.noise]!(v, noise.strength[j]!) * beta[j]! ** 2, 0);
    return noise.approximation === "quadratic"
      ? (fisherAt(form, eta(row)) * s) / 2
      : expectation((e) => lossAt(form, label, e), eta(row), Math.sqrt(s)) - lossAt(form, label, eta(row));
  };
  const labelled = x.reduce((sum, row, i) => sum + w[i]! * penalty(row, y[i]!), 0);
  const { x: rows, weight: a } = unlabeled ?? { x: [], weight: 0 };
  const others = rows.reduce((sum, row) => sum + a * penalty(row, y[0]!), 0); // a canonical link: any label will do
  return (loss + (W / (W + a * rows.length)) * (labelled + others)) / W;
}

/** E f(eta + sd Z) by the trapezoidal rule, which is exact to rounding for what is smooth and falls like a normal density. */
function expectation(f: (eta: number) => number, eta: number, sd: number): number {
  if (sd === 0) return f(eta);
  let sum = 0;
  for (let z = -WIDEST; z <= WIDEST; z += STEP) sum += Math.exp(-0.5 * z * z) * f(eta + sd * z);
  return (STEP * sum) / Math.sqrt(2 * Math.PI);
}

const WIDEST = 10;
const STEP = 0.125;

/** dF/db and dF/dbeta_j. */
export function slopesByHand(given: ByHand, point: Point): { intercept: number; slopes: number[] } {
  const beta = Array.from(point.coefficients);
  const { intercept } = point;
  const step = (j: number) => 1e-3 / Math.max(1, ...given.x.map((row) => Math.abs(row[j]!)));
  const moved = (j: number, b: number) => ({ intercept, coefficients: beta.map((old, k) => (k === j ? b : old)) });
  return {
    intercept: derivative((b) => objectiveByHand(given, { intercept: b, coefficients: beta }), intercept, 1e-3),
    slopes: beta.map((b, j) => derivative((v) => objectiveByHand(given, moved(j, v)), b, step(j))),
  };
}
