// [1 Z] = [1 Q] R in p-space: converts between coordinates in which columns are orthogonal and the solver's usual ones. A column's position
// is its number in [1 Z]; in vectors of parameters the entry of the ones comes last, as everywhere.

export interface Triangle {
  /** 1 with an intercept, whose column of ones stands first. */
  readonly ones: number;
  /** Columns of [1 Z]. */
  readonly d: number;
  /** Columns of [1 Q]: as many as are independent. */
  readonly rank: number;
  /** d x d by columns; below row `rank` the rest of dependent columns, which is rounding. */
  readonly R: Float64Array;
  /** Positions, the independent ones first: column order_k belongs to column k of [1 Q]. */
  readonly order: Int32Array;
}

/** The index among d parameters of the column at a position. */
function entryOf({ ones, d }: Triangle, position: number): number {
  return position < ones ? d - 1 : position - ones;
}

/** R^-1 v in place, v in the order of the triangle. */
function solve({ d, rank, R, order }: Triangle, v: Float64Array): Float64Array {
  for (let k = rank - 1; k >= 0; k--) {
    const at = order[k]! * d;
    const value = v[k]! / R[at + k]!;
    v[k] = value;
    for (let i = 0; i < k; i++) v[i]! -= value * R[at + i]!;
  }
  return v;
}

/** R'^-1 v in place. */
function solveTransposed({ d, rank, R, order }: Triangle, v: Float64Array): Float64Array {
  for (let k = 0; k < rank; k++) {
    const at = order[k]! * d;
    let sum = v[k]!;
    for (let i = 0; i < k; i++) sum -= R[at + i]! * v[i]!;
    v[k] = sum / R[at + k]!;
  }
  return v;
}

/** Parameters of [1 Q], the intercept last, in the order of the triangle, where it comes first. */
function ordered({ ones, rank }: Triangle, gamma: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: rank }, (_, k) => gamma[k < ones ? rank - 1 : k - ones]!);
}

/** The parameters theta with the same predictor as gamma, 0 at dependent columns. */
export function toTheta(triangle: Triangle, gamma: ArrayLike<number>): Float64Array {
  const theta = new Float64Array(triangle.d);
  solve(triangle, ordered(triangle, gamma)).forEach((value, k) => {
    theta[entryOf(triangle, triangle.order[k]!)] = value + 0; // no -0, whatever the signs of R
  });
  return theta;
}

/** R theta: the parameters gamma with the same predictor as theta. */
export function toGamma(triangle: Triangle, theta: ArrayLike<number>): Float64Array {
  const { ones, d, rank, R } = triangle;
  const sums = new Float64Array(rank);
  for (let position = 0; position < d; position++) {
    const value = theta[entryOf(triangle, position)]!;
    if (value !== 0) for (let k = 0; k < rank; k++) sums[k]! += R[position * d + k]! * value;
  }
  return Float64Array.from({ length: rank }, (_, k) => sums[k < rank - ones ? k + ones : 0]!);
}

/** A number that is `row . theta` as a combination of gamma, where dependent columns have theta 0. */
export function combinationOf(triangle: Triangle, row: ArrayLike<number>): Float64Array {
  const { ones, rank, order } = triangle;
  const v = Float64Array.from({ length: rank }, (_, k) => row[entryOf(triangle, order[k]!)]!);
  solveTransposed(triangle, v);
  return Float64Array.from({ length: rank }, (_, k) => v[k < rank - ones ? k + ones : 0]!);
}

/** Directions of theta that change no predictor, one for each dependent column: 1 there, and the opposite combination of the others. */
export function nullDirections(triangle: Triangle): Float64Array[] {
  const { d, rank, R, order } = triangle;
  return Array.from(order.subarray(rank, d), (position) => {
    const out = new Float64Array(d);
    solve(triangle, R.slice(position * d, position * d + rank)).forEach((value, k) => {
      out[entryOf(triangle, order[k]!)] = -value;
    });
    out[entryOf(triangle, position)] = 1;
    return out;
  });
}

/** The largest ratio of a column to its distance from the nearest combination of the columns before it, and that column. */
export function conditionOf({ d, ones, rank, R, order }: Triangle): { condition: number; position: number } {
  let found = { condition: 1, position: 0 };
  for (let k = ones; k < rank; k++) {
    const column = R.subarray(order[k]! * d, order[k]! * d + rank);
    const condition = Math.sqrt(column.reduce((sum, v) => sum + v * v, 0)) / Math.abs(column[k]!);
    if (condition > found.condition) found = { condition, position: order[k]! };
  }
  return found;
}

/** A vector with less than this part left, after the others are subtracted, depends on them. */
const NOTHING = 1e-12;

/**
 * theta moved along directions that change no predictor, to the least sum_j (scale_j theta_j)^2: by orthogonal projection, twice, which
 * removes the rounding of the first.
 */
export function leastNorm(theta: Float64Array, directions: readonly Float64Array[], scale: ArrayLike<number>): void {
  const pairs: { direction: Float64Array; length: Float64Array }[] = [];
  const times = (v: Float64Array): Float64Array => v.map((value, j) => value * (scale[j] ?? 0));
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
    return sum;
  };
  const subtract = (from: Float64Array, c: number, v: Float64Array): void => {
    for (let j = 0; j < from.length; j++) from[j]! -= c * v[j]!;
  };
  for (const given of directions) {
    const direction = given.slice();
    const before = Math.sqrt(dot(times(direction), times(direction)));
    for (let round = 0; round < 2; round++) {
      for (const pair of pairs) subtract(direction, dot(times(direction), pair.length), pair.direction);
    }
    const size = Math.sqrt(dot(times(direction), times(direction)));
    if (!(size > NOTHING * before)) continue;
    const unit = direction.map((v) => v / size);
    pairs.push({ direction: unit, length: times(unit) });
  }
  for (let round = 0; round < 2; round++) {
    for (const { direction, length } of pairs) subtract(theta, dot(times(theta), length), direction);
  }
}
