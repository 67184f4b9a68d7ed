import type { ApproximationName } from "../../src/base/flow.js";
import type { Family } from "../../src/families/index.js";
import { NOISES, type Noise } from "../../src/noise/index.js";
import { FORMS, type Form, MEAN } from "./forms.js";
import type { TestShard } from "./kernel.js";
import { entryFor, strengthFor } from "./noises.js";
import { generator, normals } from "./numeric.js";

export interface Data {
  readonly x: number[][];
  readonly y: number[];
}

/** A seeded data set in the domain of a form and a noise: n rows, p columns of unequal mean and scale. */
export function dataFor(form: Form, n: number, p: number, seed: number, noise?: Noise): Data {
  if (form.family.isBounded) return boundedData(form.family, n, p, seed, noise);
  const normal = normals(seed);
  const uniform = generator(seed + 1);
  const x = Array.from({ length: n }, () =>
    Array.from({ length: p }, (_, j) => entryFor(noise?.noise, uniform() < 0.3 ? 0 : normal() + 0.5 * j, 2)),
  );
  const y = x.map((row) => {
    const plain = 0.3 + row.reduce((sum, v, j) => sum + (v * ((j % 3) - 1)) / (p + 1), 0);
    return drawn(form.family, plain, 0.3 * normal(), uniform());
  });
  return { x, y };
}

/** One y: at plain + extra on the scale of the link, u in [0, 1). */
function drawn({ name, link }: Family, plain: number, extra: number, u: number): number {
  const eta = plain + extra;
  if (name === "binomial") return u < MEAN[link](eta) ? 1 : 0;
  if (link === "identity") return eta;
  if (name === "gaussian" || name === "inverse-gaussian") return MEAN[link](plain) * (1 + 0.5 * extra);
  if (name === "gamma") return MEAN[link](eta) * (0.5 + u);
  if (name === "tweedie") return u < 0.3 ? 0 : MEAN[link](eta) * 2 * u;
  return Math.round(MEAN[link](eta) * 2 * u);
}

/**
 * The same where eta must stay inside a domain: entries are not negative, column 1 (which noiseCases leaves alone) is
 * never 0, and eta stays well inside with and without an intercept, with and without noise.
 */
function boundedData(family: Family, n: number, p: number, seed: number, noise: Noise | undefined): Data {
  const uniform = generator(seed);
  const x = Array.from({ length: n }, () =>
    Array.from({ length: p }, (_, j) => {
      const v = uniform();
      if (j === 1) return entryFor(noise?.noise, 1 + v);
      return entryFor(noise?.noise, uniform() < 0.3 ? 0 : v * (1 + 0.5 * j), 2);
    }),
  );
  const others = x.map((row) => row.reduce((sum, v, j) => sum + (j === 1 ? 0 : v * ((j % 3) - 1)), 0));
  const size = Math.max(1, ...others.map(Math.abs));
  const y = x.map((row, i) => {
    const eta = scaleOf(family) * (0.5 + 0.4 * (row[1] ?? 1) + (0.3 * others[i]!) / size);
    const mu = MEAN[family.link](eta);
    return family.name === "binomial" ? mu + (uniform() - 0.5) * 0.3 * mu * (1 - mu) : mu * (0.8 + 0.4 * uniform());
  });
  return { x, y };
}

/** Size and sign of eta in the middle of the link's domain. */
function scaleOf({ name, link }: Family): number {
  if (name !== "binomial") return 1;
  return link === "log" ? -0.8 : 0.4;
}

/** A seeded point in the solver's coordinates, in the domain of the form on the rows of `dataFor`. */
export function pointFor({ family }: Form, shard: TestShard, normal: () => number, size = 0.4): number[] {
  if (!family.isBounded) return Array.from({ length: shard.dimension }, () => size * normal());
  const { columns, scale, center, block } = shard.uploaded;
  const unit = scaleOf(family);
  const hasIntercept = block > columns;
  const beta = Array.from({ length: columns }, (_, j) =>
    j === 1 ? unit * (hasIntercept ? 0.4 : 0.7) : (0.08 * unit * size * normal()) / (1 + j),
  );
  const theta = beta.map((b, j) => (scale[j] === 0 ? 0 : b / scale[j]!));
  return hasIntercept ? [...theta, unit * 0.5 + beta.reduce((sum, b, j) => sum + b * center[j]!, 0)] : theta;
}

/** A start well inside the domain of a form, on the rows of `dataFor` with four columns. */
export function insideOf({ family }: Form): { intercept: number; coefficients: number[] } {
  if (!family.isBounded) return { intercept: 0.5, coefficients: [0.5, -0.5, 0.25, 0] };
  const unit = scaleOf(family);
  return { intercept: 0.4 * unit, coefficients: [0.03 * unit, 0.3 * unit, 0, 0.03 * unit] };
}

export interface NoiseCase {
  readonly name: string;
  readonly form: Form;
  readonly approximation: ApproximationName;
  readonly noise: Noise;
}

/** Few, because the tested properties hold for any number of copies. */
export const COPIES = 5;

/** The approximations of noise that a family has. */
export const approximationsOf = (family: Family): ApproximationName[] => [...family.approximations, "monte-carlo"];

/** One noise, with strengths that differ by column; column 1 has none. */
export function noiseFor(noise: string, p: number, approximation: ApproximationName): Noise {
  const strength = Array.from({ length: p }, (_, j) => (j === 1 ? 0 : strengthFor(noise, 0.1 + 0.1 * (j % 4))));
  return { noise, strength, approximation, ...(approximation === "monte-carlo" ? { copies: COPIES, seed: 7 } : {}) };
}

/** Every form x noise x approximation that the descriptors allow, with strengths that differ by column. */
export function noiseCases(p: number, forms = FORMS): NoiseCase[] {
  return forms.flatMap((form) =>
    Object.keys(NOISES).flatMap((noise) =>
      approximationsOf(form.family).map((approximation) => ({
        name: `${form.name}, ${noise}, ${approximation}`,
        form,
        approximation,
        noise: noiseFor(noise, p, approximation),
      })),
    ),
  );
}
