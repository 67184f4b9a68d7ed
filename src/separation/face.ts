import { decide, SIDE, type Vectors } from "./alternative.js";

/** The vectors that can be moved together, and the proof that the others cannot. */
export interface Face {
  readonly isDecided: boolean;
  /** a_t u > 0 where `moved` is 1, = 0 elsewhere; undefined if nothing moves. */
  readonly direction: Float64Array | undefined;
  readonly moved: Uint8Array;
  /** > 0 where `moved` is 0, with sum_t w_t a_t = 0: so no direction moves these, unless it moves one of them back. */
  readonly weights: Float64Array;
  /** | sum_t w_t a_t | / sum_t w_t */
  readonly residual: number;
  /** Least a_t u over the moved ones, and greatest |a_t u| over the others, relative to the greatest a_t u. */
  readonly margin: number;
  readonly slack: number;
}

/**
 * The direction that moves most vectors. A vector that has moved puts no condition on later directions, because enough of the first
 * direction outweighs their effect on it. So the test is repeated for the rest until weights answer it.
 */
export function largestFace(vectors: Vectors): Face {
  const { count, along } = vectors;
  const isIn = new Uint8Array(count).fill(1);
  const moved = new Uint8Array(count);
  let direction: Float64Array | undefined;
  let weights: Float64Array = new Float64Array(count);
  let residual = 0;
  let isDecided = true;
  while (isIn.includes(1)) {
    const found = decide(vectors, isIn);
    isDecided = found.kind !== "undecided";
    if (found.kind === "weights") ({ weights, residual } = found);
    if (found.kind !== "direction") break;
    direction = joined(direction, found.direction, along, moved);
    along(found.direction).forEach((side, t) => {
      if (isIn[t] === 0 || side <= SIDE) return;
      moved[t] = 1;
      isIn[t] = 0;
    });
  }
  return { isDecided, direction, moved, weights, residual, ...measure(direction, along, moved) };
}

/** first t + second, t so large that everything the first moved stays moved. */
function joined(
  first: Float64Array | undefined,
  second: Float64Array,
  along: Vectors["along"],
  moved: Uint8Array,
): Float64Array {
  if (first === undefined) return second;
  const gained = along(first);
  const factor = along(second).reduce((t, side, k) => (moved[k] === 1 ? Math.max(t, (-2 * side) / gained[k]!) : t), 1);
  const sum = first.map((v, j) => factor * v + second[j]!);
  const size = Math.sqrt(sum.reduce((s, v) => s + v * v, 0));
  return sum.map((v) => v / size);
}

function measure(direction: Float64Array | undefined, along: Vectors["along"], moved: Uint8Array) {
  if (direction === undefined) return { margin: 0, slack: 0 };
  const sides = along(direction);
  const most = sides.reduce((m, v) => Math.max(m, v), 0);
  const part = (kind: number, start: number, choose: (a: number, b: number) => number): number =>
    sides.reduce((m, v, t) => (moved[t] === kind ? choose(m, v) : m), start) / most;
  return { margin: part(1, most, Math.min), slack: part(0, 0, (m, v) => Math.max(m, Math.abs(v))) };
}
