import type { Problem } from "../problem.js";
import { add, mul, PAIRS, type Pair, sub, twoProduct } from "./arithmetic.js";
import { drawnDeviation } from "./noise.js";

// The rows of the judge's sums, and statistics of their columns.

const A = PAIRS;
const ZERO: Pair = A.of(0);

/** A row that adds c l(y, eta) to F; `from` is the row of the problem it is. */
export interface LossRow {
  readonly x: readonly number[];
  readonly y: number;
  readonly o: number;
  readonly c: number;
  readonly from: number;
}

/** The noised copies of a row. */
export function copiesOf(problem: Problem, row: LossRow): LossRow[] {
  const copies = problem.copies ?? 100;
  return Array.from({ length: copies }, (_, copy) => ({
    ...row,
    c: row.c / copies,
    x: row.x.map((v, column) =>
      problem.noises!.reduce((sum, { noise, strength }, which) => {
        const h = strength[column]!;
        if (h === 0) return sum;
        const place = { seed: problem.seed ?? 1, which: numberOf(problem, which), row: row.from, column, copy };
        return sum + drawnDeviation(place, noise, v, h);
      }, v),
    ),
  }));
}

/** Noises without effect are removed before they are numbered. */
function numberOf({ noises }: Problem, which: number): number {
  return noises!.slice(0, which).filter(({ strength }) => strength.some((h) => h !== 0)).length;
}

/** Weighted, divisor W: the mean first, then the squares, in double-double. */
export function spreadOf(column: readonly number[], share: readonly number[]): { sd: number; mean: number } {
  let mean = ZERO;
  let total = ZERO;
  column.forEach((v, i) => {
    mean = add(mean, twoProduct(v, share[i]!));
    total = add(total, A.of(share[i]!));
  });
  mean = A.div(mean, total);
  let squares = ZERO;
  column.forEach((v, i) => {
    const d = sub(A.of(v), mean);
    if (share[i] !== 0) squares = add(squares, mul(A.of(share[i]!), mul(d, d)));
  });
  const variance = Math.max(0, squares.h);
  const scale = column.reduce((m, v, i) => (share[i] === 0 ? m : Math.max(m, Math.abs(v))), 0);
  const sd = Math.sqrt(variance);
  return { sd: sd <= 4 * Number.EPSILON * scale ? 0 : sd, mean: mean.h };
}
