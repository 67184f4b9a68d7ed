import { type ApproximationName, dropout, type FitOptions, type Noise } from "../../src/index.js";
import { NOISES } from "../../src/noise/index.js";
import { COPIES } from "./cases.js";
import { entryFor, strengthFor } from "./noises.js";
import { generator, normals } from "./numeric.js";

// Data and noises of the multinomial family.

export const K = 3;

/** A seeded data set: n rows, p columns, K classes that overlap. */
export function classData(n: number, p: number, seed: number, noise?: Noise): { x: number[][]; y: number[] } {
  const normal = normals(seed);
  const uniform = generator(seed + 1);
  const x = Array.from({ length: n }, () =>
    Array.from({ length: p }, (_, j) => entryFor(noise?.noise, uniform() < 0.3 ? 0 : normal() + 0.5 * j, 2)),
  );
  const beta = Array.from({ length: K }, (_, k) => Array.from({ length: p }, (_, j) => (((j + k) % 3) - 1) / (p + 1)));
  const y = x.map((row) => {
    const scores = beta.map((b, k) => 0.2 * k + row.reduce((sum, v, j) => sum + v * b[j]!, 0));
    const total = scores.reduce((sum, s) => sum + Math.exp(s), 0);
    let left = uniform() * total;
    for (let k = 0; k < K - 1; k++) {
      left -= Math.exp(scores[k]!);
      if (left < 0) return k;
    }
    return K - 1;
  });
  return { x, y };
}

export interface ClassCase {
  readonly name: string;
  readonly approximation: ApproximationName | undefined;
  readonly noise: Noise | undefined;
  readonly options: FitOptions & { readonly family: "multinomial" };
}

/** No noise, and every noise with either mask and with copies. Column 1 is left alone. */
export function classCases(p: number): ClassCase[] {
  const strengths = (noise: string) =>
    Array.from({ length: p }, (_, j) => (j === 1 ? 0 : strengthFor(noise, 0.1 + 0.1 * (j % 4))));
  const noises = Object.keys(NOISES).flatMap((noise): Noise[] => [
    { noise, strength: strengths(noise), approximation: "quadratic", mask: "shared" },
    { noise, strength: strengths(noise), approximation: "quadratic", mask: "per-class" },
    { noise, strength: strengths(noise), approximation: "monte-carlo", copies: COPIES, seed: 7 },
  ]);
  const family = "multinomial" as const;
  return [
    { name: "no noise", approximation: undefined, noise: undefined, options: { family } },
    ...noises.map((noise) => ({
      name: `${noise.noise}, ${noise.approximation}${noise.mask === undefined ? "" : `, ${noise.mask} mask`}`,
      approximation: noise.approximation,
      noise,
      options: { family, noise },
    })),
  ];
}

/** Dropout of one rate with one mask, or one for each class. */
export const dropoutOf = (rate: number | readonly number[], mask: "shared" | "per-class"): Noise =>
  dropout(rate, { mask });
