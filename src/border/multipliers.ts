/** Orthonormal directions that span some vectors, and the vectors in them. */
export interface Basis {
  readonly directions: readonly Float64Array[];
  /** Numbers of the vectors they were made from, each with its coefficients in the directions so far. */
  readonly of: readonly number[];
  readonly coefficients: readonly (readonly number[])[];
}

/** A vector is a combination of others if less than this part of it is left. */
const DEPENDENT = 1e-9;
/** A multiplier becomes free if it pulls on what is left by more than this part of the target, its rounding. */
const ROUNDING = 4e-15;

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** By Gram and Schmidt, each twice; vectors that depend on those before are left out. */
export function basisOf(vectors: readonly Float64Array[]): Basis {
  const directions: Float64Array[] = [];
  const of: number[] = [];
  const coefficients: number[][] = [];
  vectors.forEach((vector, k) => {
    if (directions.length === vector.length) return;
    const rest = vector.slice();
    const size = Math.sqrt(dot(rest, rest));
    const own: number[] = directions.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      directions.forEach((q, a) => {
        const c = dot(q, rest);
        own[a]! += c;
        for (let j = 0; j < rest.length; j++) rest[j]! -= c * q[j]!;
      });
    }
    const left = Math.sqrt(dot(rest, rest));
    if (!(left > DEPENDENT * size)) return;
    directions.push(rest.map((v) => v / left));
    of.push(k);
    coefficients.push([...own, left]);
  });
  return { directions, of, coefficients };
}

/** Coefficients of the vectors of a basis whose combination comes nearest to a target: least squares. */
function combine({ directions, coefficients }: Basis, target: Float64Array): number[] {
  const out = directions.map((q) => dot(q, target));
  for (let a = out.length - 1; a >= 0; a--) {
    for (let b = a + 1; b < out.length; b++) out[a]! -= out[b]! * coefficients[b]![a]!;
    out[a]! /= coefficients[a]![a]!;
  }
  return out;
}

/** The state of a multiplier: at 0, at its upper limit, or between. */
type Place = "low" | "high" | "free";

/**
 * min | target - sum_k x_k vector_k |   over   0 <= x_k <= most_k,   from a guess x.
 *
 * Source: Stark & Parker (1995), Bounded-variable least squares; Lawson & Hanson (1974), chapter 23, without the upper limits.
 */
export function boundedLeastSquares(
  vectors: readonly Float64Array[],
  target: Float64Array,
  most: readonly number[],
  guess: readonly number[],
): number[] {
  const x = guess.map((v, k) => Math.min(Math.max(v, 0), most[k]!));
  const place: Place[] = x.map((v, k) => (v <= 0 ? "low" : v >= most[k]! ? "high" : "free"));
  const sizes = vectors.map((v) => Math.sqrt(dot(v, v)));
  const goal = ROUNDING * Math.sqrt(dot(target, target));
  const refused = new Set<number>();
  for (let round = 0; round < 3 * vectors.length + 10; round++) {
    settle(vectors, target, most, x, place, refused);
    const rest = restOf(vectors, target, x);
    let best = -1;
    let gain = goal;
    vectors.forEach((v, k) => {
      if (place[k] === "free" || refused.has(k) || !(sizes[k]! > 0)) return;
      const slope = ((place[k] === "low" ? 1 : -1) * dot(v, rest)) / sizes[k]!;
      if (slope > gain) [best, gain] = [k, slope];
    });
    if (best < 0) return x;
    place[best] = "free";
    refused.add(best); // until others move
  }
  return x;
}

function restOf(vectors: readonly Float64Array[], target: Float64Array, x: readonly number[]): Float64Array {
  const rest = target.slice();
  vectors.forEach((v, k) => {
    if (x[k] !== 0) for (let j = 0; j < rest.length; j++) rest[j]! -= x[k]! * v[j]!;
  });
  return rest;
}

/** Moves the free ones to their least squares, and holds those that reach a limit on the way. */
function settle(
  vectors: readonly Float64Array[],
  target: Float64Array,
  most: readonly number[],
  x: number[],
  place: Place[],
  refused: Set<number>,
): void {
  for (;;) {
    const free = [...place.keys()].filter((k) => place[k] === "free");
    if (free.length === 0) return;
    const basis = basisOf(free.map((k) => vectors[k]!));
    const change = combine(basis, restOf(vectors, target, x));
    const moving = basis.of.map((a) => free[a]!);
    let t = 1;
    let stop = -1;
    moving.forEach((k, a) => {
      const to = x[k]! + change[a]!;
      const limit = to < 0 ? 0 : to > most[k]! ? most[k]! : Number.NaN;
      const reach = (limit - x[k]!) / change[a]!;
      if (reach < t) [t, stop] = [reach, k];
    });
    moving.forEach((k, a) => {
      const to = x[k]! + t * change[a]!;
      if (to !== x[k]) refused.clear();
      x[k] = Math.min(Math.max(to, 0), most[k]!);
    });
    if (stop < 0) return;
    const isLow = change[moving.indexOf(stop)]! < 0;
    x[stop] = isLow ? 0 : most[stop]!;
    place[stop] = isLow ? "low" : "high";
  }
}
