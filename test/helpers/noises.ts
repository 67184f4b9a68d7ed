import { NOISES } from "../../src/noise/index.js";

// The formulas of docs/objective.md for each noise, written again by hand, and suitable columns and strengths.

export const VARIANCE: Record<string, (x: number, strength: number) => number> = {
  dropout: (x, d) => (d / (1 - d)) * x * x,
  additive: (_, h) => h * h,
  multiplicative: (x, h) => h * h * x * x,
  laplace: (_, h) => 2 * h * h,
  poisson: (x, h) => h * x,
};

/** log E exp(b (x~ - x)) */
export const LOG_MOMENT: Record<string, (x: number, b: number, strength: number) => number> = {
  dropout: (x, b, d) => Math.log(d + (1 - d) * Math.exp((b * x) / (1 - d))) - b * x,
  additive: (_, b, h) => (h * h * b * b) / 2,
  multiplicative: (x, b, h) => (h * h * x * x * b * b) / 2,
  laplace: (_, b, h) => -Math.log(1 - h * h * b * b),
  poisson: (x, b, h) => h * x * (Math.exp(b) - 1 - b),
};

/** The strength itself where the noise allows it, else 1; 0 stays 0. */
export const strengthFor = (noise: string, strength: number): number =>
  NOISES[noise]!.allows(strength) ? strength : 1;

/** The entry itself where the noise takes any number, else a count: the nearest to `unit` times its size. */
export const entryFor = (noise: string | undefined, v: number, unit = 1): number =>
  noise !== undefined && NOISES[noise]!.needsCounts ? Math.round(unit * Math.abs(v)) : v;
