import type { Curvature } from "../minimize/fitting.js";
import { sumOf } from "../stats/linear.js";

// Linear combinations c'theta that keep their values during a search: one coefficient of a profile, or all that a smaller model lacks.

/** A combination with less than this part of its variance left depends on those before it. */
const NOTHING = 1e-10;

/** I^-1 on the directions that leave every c'theta as it is: I^-1 - I^-1 c c' I^-1 / c' I^-1 c, one c after the other. */
export function free({ inverse }: Curvature, d: number, held: readonly Float64Array[]): Float64Array {
  return held.length === 0 ? inverse : walk(inverse, d, held, () => {});
}

/** Moves a point to where every c'theta has its value, and as little as the information allows otherwise. */
export function moveTo(
  point: Float64Array,
  { inverse }: Curvature,
  held: readonly Float64Array[],
  values: readonly number[],
): void {
  walk(inverse, point.length, held, (k, along, size) => {
    const t = (values[k]! - sumOf(held[k]!, point)) / size;
    for (let j = 0; j < point.length; j++) point[j]! += t * along[j]!;
  });
}

function walk(
  inverse: Float64Array,
  d: number,
  held: readonly Float64Array[],
  visit: (k: number, along: Float64Array, size: number) => void,
): Float64Array {
  const left = inverse.slice();
  const timesLeft = (c: Float64Array): Float64Array =>
    Float64Array.from({ length: d }, (_, j) => sumOf(left.subarray(j * d, (j + 1) * d), c));
  const whole = held.map((c) => sumOf(timesLeft(c), c));
  held.forEach((c, k) => {
    const along = timesLeft(c);
    const size = sumOf(along, c);
    if (!(size > NOTHING * whole[k]!)) return;
    visit(k, along, size);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) left[i * d + j]! -= (along[i]! * along[j]!) / size;
  });
  return left;
}
