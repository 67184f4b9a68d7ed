import type { Noise, NoiseDescriptor, NoiseOptions } from "./noise.js";

export const poissonNoiseDescriptor: NoiseDescriptor = {
  name: "poisson",
  id: 4,
  parameter: "column",
  expects: "1 for a column that takes part, 0 for one that does not",
  allows: (on) => on === 0 || on === 1,
  needsCounts: true,
};

/**
 * Poisson noise on counts: training as if every entry x >= 0 of X were a draw from Poisson(x), as word counts of another
 * document of the same kind would be. It has no strength to choose.
 *
 * @param options.columns  Which columns are counts, p booleans. Default: all.
 * @param options.approximation  "exact", "gaussian" or "quadratic"; see docs/objective.md.
 * @throws GlmError OUT_OF_DOMAIN in `fit` when an entry of such a column is negative.
 *
 * Source: van der Maaten, Chen, Tyree & Weinberger (2013), table 2.
 *
 * @example
 * const model = await fit(counts, y, { family: "binomial", noise: poissonNoise() });
 */
export function poissonNoise(options: NoiseOptions & { readonly columns?: readonly boolean[] } = {}): Noise {
  const strength = options.columns?.map((takesPart) => (takesPart ? 1 : 0)) ?? 1;
  return { noise: "poisson", strength, approximation: options.approximation };
}
