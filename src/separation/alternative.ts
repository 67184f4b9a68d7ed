/** Vectors a_t, t < count, each of length 1 or 0, given by two functions. */
export interface Vectors {
  readonly count: number;
  /** a_t . u for every t. */
  readonly along: (u: Float64Array) => Float64Array;
  /** sum_t w_t a_t. */
  readonly sum: (w: Float64Array) => Float64Array;
}

/** One of two: u with a_t u >= 0 for all t and > 0 for some, or weights >= 1 with sum_t w_t a_t = 0. Each rules the other out. */
export type Alternative =
  | { readonly kind: "direction"; readonly direction: Float64Array }
  | { readonly kind: "weights"; readonly weights: Float64Array; readonly residual: number }
  | { readonly kind: "undecided" };

/** |a_t u| of this size, a and u of length 1, is 0: rounding of rows far from the origin. */
export const SIDE = 1e-9;

/** A sum below this part of what was added is 0. */
const ZERO = 1e-12;

/** Most steps per dimension; about two are needed. */
const STEPS = 50;

/**
 * Stiemke's alternative for the vectors with a flag, by the projection of c = sum_t a_t on their cone:
 *
 *   minimize | r |,   r = c + sum_t lambda_t a_t,   lambda >= 0          (nonnegative least squares)
 *
 * At the minimum a_t r >= 0, with = 0 where lambda_t > 0. So r = 0 shows weights 1 + lambda, and any other r is a direction: its
 * a_t r are >= 0 and add up to |r|^2. Finite, and each step makes |r| smaller, so it cannot cycle.
 *
 * Source: Lawson & Hanson (1974), Solving Least Squares Problems, chapter 23; Stiemke (1915), Mathematische Annalen 76.
 */
export function decide(vectors: Vectors, isIn: Uint8Array): Alternative {
  const { count, along, sum } = vectors;
  const c = sum(Float64Array.from(isIn));
  const passive = new Passive(c);
  const one = new Float64Array(count);
  for (let step = 0; step < STEPS * (c.length + 1); step++) {
    const r = passive.rest();
    const size = norm(r);
    if (size <= ZERO * (norm(c) + passive.total())) return weightsOf(passive, isIn, size);
    const u = r.map((v) => v / size);
    const sides = along(u);
    const worst = extreme(sides, isIn, passive.members);
    if (worst.least >= -SIDE) {
      return worst.most > SIDE ? { kind: "direction", direction: u } : weightsOf(passive, isIn, size);
    }
    one[worst.at] = 1;
    passive.add(worst.at, sum(one));
    one[worst.at] = 0;
  }
  return { kind: "undecided" };
}

function weightsOf(passive: Passive, isIn: Uint8Array, size: number): Alternative {
  const weights = Float64Array.from(isIn);
  passive.members.forEach((t, k) => {
    weights[t]! += passive.lambda[k]!;
  });
  return { kind: "weights", weights, residual: size / weights.reduce((s, v) => s + v, 0) };
}

/** The least of the sides and its index, members excluded, and the greatest. */
function extreme(sides: Float64Array, isIn: Uint8Array, members: readonly number[]) {
  let [at, least, most] = [-1, 0, 0];
  sides.forEach((v, t) => {
    if (isIn[t] === 0) return;
    if (v > most) most = v;
    if (v < least && !members.includes(t)) [at, least] = [t, v];
  });
  return { at, least, most };
}

/** The vectors with lambda > 0, with the factorization Q R of them as columns. */
class Passive {
  readonly members: number[] = [];
  lambda: number[] = [];
  readonly #vectors: Float64Array[] = [];
  readonly #q: Float64Array[] = [];
  /** Columns of R. */
  readonly #r: number[][] = [];

  constructor(readonly c: Float64Array) {}

  total(): number {
    return this.lambda.reduce((s, v) => s + v, 0);
  }

  /** c minus its part in the span: r at the least squares solution. */
  rest(): Float64Array {
    return this.#orthogonal(this.c).rest;
  }

  /** Adds t, moves to the least squares solution, and removes members whose lambda would become negative. */
  add(t: number, vector: Float64Array): void {
    this.members.push(t);
    this.lambda.push(0);
    this.#vectors.push(vector);
    this.#factor(this.members.length - 1);
    for (;;) {
      const target = this.#solution();
      const share = target.reduce(
        (least, s, k) => (s > 0 ? least : Math.min(least, this.lambda[k]! / (this.lambda[k]! - s))),
        1,
      );
      const blocked = target.map((s, k) => s <= 0 && this.lambda[k]! / (this.lambda[k]! - s) <= share);
      this.lambda = this.lambda.map((v, k) => v + share * (target[k]! - v));
      if (!blocked.includes(true)) return;
      this.#drop(blocked);
    }
  }

  #drop(gone: readonly boolean[]): void {
    for (let k = gone.length - 1; k >= 0; k--) {
      if (!gone[k]) continue;
      for (const list of [this.members, this.lambda, this.#vectors]) list.splice(k, 1);
    }
    this.#factor(gone.indexOf(true));
  }

  /** Q and R from column `from` on. Gram-Schmidt twice is orthogonal to rounding (Bjorck 1996, section 2.4.5). */
  #factor(from: number): void {
    this.#q.length = from;
    this.#r.length = from;
    for (const vector of this.#vectors.slice(from)) {
      const { rest, parts } = this.#orthogonal(vector);
      const size = norm(rest);
      this.#q.push(rest.map((v) => v / size));
      this.#r.push([...parts, size]);
    }
  }

  #orthogonal(vector: Float64Array): { rest: Float64Array; parts: number[] } {
    const rest = vector.slice();
    const parts = this.#q.map(() => 0);
    for (let turn = 0; turn < 2; turn++) {
      this.#q.forEach((q, k) => {
        const part = dot(q, rest);
        parts[k]! += part;
        for (let j = 0; j < rest.length; j++) rest[j]! -= part * q[j]!;
      });
    }
    return { rest, parts };
  }

  /** R lambda = -Q'c */
  #solution(): number[] {
    const x = this.#orthogonal(this.c).parts.map((v) => -v);
    for (let k = x.length - 1; k >= 0; k--) {
      x[k]! /= this.#r[k]![k]!;
      for (let i = 0; i < k; i++) x[i]! -= this.#r[k]![i]! * x[k]!;
    }
    return x;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
