/** Orthonormal directions that span some vectors, and the vectors in them. */
export interface Basis {
  readonly directions: readonly Float64Array[];
  /** Numbers of the vectors that they were made of, each with its coefficients in the directions so far. */
  readonly of: readonly number[];
  readonly coefficients: readonly (readonly number[])[];
}

/** A vector is a combination of others when less than this part is left of it. */
const DEPENDENT = 1e-9;
/** A multiplier joins where it would take this part of the target's rounding off. */
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

/**
 * min | target - sum_k x_k vector_k |   over   x >= 0
 *
 * Source: Lawson & Hanson (1974), Solving least squares problems, chapter 23, algorithm NNLS.
 */
export function nonNegative(vectors: readonly Float64Array[], target: Float64Array): number[] {
  const x = vectors.map(() => 0);
  const sizes = vectors.map((v) => Math.sqrt(dot(v, v)));
  const goal = ROUNDING * Math.sqrt(dot(target, target));
  const refused = new Set<number>();
  let passive: number[] = [];
  for (let round = 0; round < 3 * vectors.length + 10; round++) {
    const rest = target.slice();
    for (const k of passive) for (let j = 0; j < rest.length; j++) rest[j]! -= x[k]! * vectors[k]![j]!;
    let best = -1;
    let most = goal;
    vectors.forEach((v, k) => {
      const gain = sizes[k]! > 0 && !passive.includes(k) && !refused.has(k) ? dot(v, rest) / sizes[k]! : 0;
      if (gain > most) [best, most] = [k, gain];
    });
    if (best < 0) return x;
    passive.push(best);
    for (;;) {
      const basis = basisOf(passive.map((k) => vectors[k]!));
      if (basis.of.length < passive.length) {
        refused.add(passive.pop()!); // it depends on the others, which leave nothing along it but rounding
        break;
      }
      const z = combine(basis, target);
      if (z.every((v) => v > 0)) {
        passive.forEach((k, a) => {
          x[k] = z[a]!;
        });
        refused.clear();
        break;
      }
      let t = 1;
      passive.forEach((k, a) => {
        if (z[a]! <= 0) t = Math.min(t, x[k]! / (x[k]! - z[a]!));
      });
      passive.forEach((k, a) => {
        x[k]! += (t || 0) * (z[a]! - x[k]!);
        if (z[a]! <= 0 && x[k]! <= 1e-300 + 1e-15 * Math.abs(z[a]!)) x[k] = 0;
      });
      const left = passive.filter((k) => x[k]! > 0);
      if (left.length === passive.length) left.pop();
      for (const k of passive) if (!left.includes(k)) x[k] = 0;
      if (passive.includes(best) && !left.includes(best)) refused.add(best);
      passive = left;
      if (passive.length === 0) break;
    }
  }
  return x;
}
