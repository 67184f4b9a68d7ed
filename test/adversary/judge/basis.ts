import { add, mul, PAIRS, type Pair, sub } from "./arithmetic.js";
import type { Objective } from "./objective.js";

const A = PAIRS;
const ZERO = A.of(0);

/**
 * Coordinates in which the rows of a problem are orthonormal: theta = T gamma, rows Q = X T with sum_i c_i Q_ir Q_is = [r = s].
 * Modified Gram-Schmidt in double-double, so that columns that agree to 1e-13 are still distinct. The rest of a column
 * that depends on others is its own direction, which moves no row.
 */
export interface Basis {
  /** Per direction: the moves of b, beta_1, ..., beta_p. */
  readonly directions: readonly (readonly Pair[])[];
  /** Per row that adds to F, per direction. Rows of the loss first, then those of the noise. */
  readonly rows: readonly (readonly number[])[];
  /** Directions from this one on move no row of the loss. */
  readonly independent: number;
  /** The smallest rest of an independent column, as a part of it. */
  readonly least: number;
  /** The largest rest of a column that counted as dependent. */
  readonly most: number;
}

/**
 * Below this part of a column the judge tests nothing: the library promises digits down to 1e-13, where rounding decides its own
 * answer.
 */
const DEPENDENT = 1e-12;
/** The same where a penalty, noise, bounds or a ball act on the coefficients one by one: the library knows such columns by X'X only. */
const DEPENDENT_BY_SQUARES = 1e-7;
/** The same for numbers kept in 32 bits, which are known to 2^-23 of themselves. */
const DEPENDENT_IN_32_BITS = 4 * 2 ** -23;

/** The rest of an exact combination, in double-double. */
export const SAME = 1e-24;

export function leastPart({ problem, classes, p }: Objective): number {
  const { penalty, noises, bounds, constraint, storage } = problem;
  const isOneByOne = (penalty ?? noises ?? bounds ?? constraint) !== undefined;
  const in32 = storage.startsWith("32") ? DEPENDENT_IN_32_BITS * Math.sqrt(1 + p * classes) : 0;
  return Math.max(DEPENDENT, isOneByOne ? DEPENDENT_BY_SQUARES : 0, in32);
}

export function basisOf(objective: Objective, isFree: readonly boolean[]): Basis {
  const { lossRows, noiseRows, p } = objective;
  const nothing = leastPart(objective);
  const all = [...lossRows, ...noiseRows];
  const n = lossRows.length;
  const norm = (q: readonly Pair[]): Pair => {
    let sum = ZERO;
    for (let i = 0; i < n; i++) sum = add(sum, mul(A.of(lossRows[i]!.c), mul(q[i]!, q[i]!)));
    return sum;
  };
  const directions: Pair[][] = [];
  const columns: Pair[][] = [];
  const idle: Pair[][] = [];
  let least = 1;
  let most = 0;
  for (let j = -1; j < p; j++) {
    if (j < 0 && !objective.problem.intercept) continue;
    if (j >= 0 && !isFree[j]) continue;
    let q: Pair[] = all.map((row) => (j < 0 ? A.of(1) : A.of(row.x[j]!)));
    let t: Pair[] = Array.from({ length: p + 1 }, (_, k) => A.of(Number(k === j + 1)));
    const raw = Math.sqrt(norm(q).h);
    let before = raw;
    for (let twice = 0; twice < 2; twice++) {
      columns.forEach((other, r) => {
        let product = ZERO;
        for (let i = 0; i < n; i++) product = add(product, mul(A.of(lossRows[i]!.c), mul(q[i]!, other[i]!)));
        if (product.h === 0) return;
        q = q.map((v, i) => sub(v, mul(product, other[i]!)));
        t = t.map((v, k) => sub(v, mul(product, directions[r]![k]!)));
        // columns are judged by what is left once they are centred, as the library does
        if (r === 0 && objective.problem.intercept && twice === 0) before = Math.sqrt(norm(q).h);
      });
    }
    const left = Math.sqrt(Math.max(0, norm(q).h));
    const part = before > 4 * Number.EPSILON * raw ? left / before : 0;
    if (!(part > nothing)) {
      most = Math.max(most, part);
      if (j >= 0 && part < SAME) idle.push(t); // otherwise it moves rows, and nothing is tested along it
      continue;
    }
    least = Math.min(least, part);
    const scale = A.of(1 / left);
    columns.push(q.map((v) => mul(v, scale)));
    directions.push(t.map((v) => mul(v, scale)));
  }
  const independent = directions.length;
  for (const t of idle) directions.push(t);
  const rows = all.map((row, i) =>
    directions.map((t, r) => (r < independent ? columns[r]![i]!.h : i < n ? 0 : productOf(row.x, t))),
  );
  return { directions, rows, independent, least, most };
}

function productOf(x: readonly number[], t: readonly Pair[]): number {
  let sum = t[0]!;
  x.forEach((v, j) => {
    sum = add(sum, mul(A.of(v), t[j + 1]!));
  });
  return sum.h;
}

/** point + T gamma, for one class after the other. */
export function moved(point: readonly Pair[], basis: Basis, gamma: readonly number[], classes: number): Pair[] {
  const r = basis.directions.length;
  const block = point.length / classes;
  return point.map((v, at) => {
    const k = Math.floor(at / block);
    let sum = v;
    for (let d = 0; d < r; d++) {
      const g = gamma[k * r + d]!;
      if (g !== 0) sum = add(sum, mul(A.of(g), basis.directions[d]![at - k * block]!));
    }
    return sum;
  });
}
