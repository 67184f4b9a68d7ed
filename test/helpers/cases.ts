import type { ApproximationName } from "../../src/base/flow.js";
import { FAMILIES, type Family, type FamilyName } from "../../src/families/index.js";
import { APPROXIMATIONS, NOISES, type Noise } from "../../src/noise/index.js";
import { generator, normals } from "./numeric.js";

/** A seeded data set in the domain of a family: n rows, p columns of unequal mean and scale. */
export function dataFor(
  family: Family,
  n: number,
  p: number,
  seed: number,
  areCounts = false,
): { x: number[][]; y: number[] } {
  const normal = normals(seed);
  const uniform = generator(seed + 1);
  const entry = (j: number) => (uniform() < 0.3 ? 0 : normal() + 0.5 * j);
  const x = Array.from({ length: n }, () =>
    Array.from({ length: p }, (_, j) => (areCounts ? Math.round(Math.abs(entry(j))) : entry(j))),
  );
  const y = x.map((row) => {
    const eta = 0.3 + row.reduce((sum, v, j) => sum + (v * ((j % 3) - 1)) / (p + 1), 0) + 0.3 * normal();
    if (family.link === "identity") return eta;
    if (family.link === "logit") return uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    return Math.round(Math.exp(eta) * 2 * uniform());
  });
  return { x, y };
}

export interface NoiseCase {
  readonly name: string;
  readonly family: FamilyName;
  readonly approximation: ApproximationName;
  readonly noise: Noise;
  /** Whether X must hold counts. */
  readonly needsCounts: boolean;
}

/** Every family x noise x approximation that the descriptors allow, with strengths that differ by column. */
export function noiseCases(p: number): NoiseCase[] {
  const cases: NoiseCase[] = [];
  for (const family of Object.values<Family>(FAMILIES)) {
    for (const noise of Object.keys(NOISES)) {
      for (const approximation of Object.keys(APPROXIMATIONS) as ApproximationName[]) {
        if (approximation === "exact" && !family.exact) continue;
        const { needsCounts } = NOISES[noise]!;
        const strength = Array.from({ length: p }, (_, j) => (j === 1 ? 0 : needsCounts ? 1 : 0.1 + 0.1 * (j % 4)));
        const name = `${family.name}, ${noise}, ${approximation}`;
        cases.push({
          name,
          family: family.name as FamilyName,
          approximation,
          needsCounts,
          noise: { noise, strength, approximation },
        });
      }
    }
  }
  return cases;
}
