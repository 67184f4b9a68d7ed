import { NOISE } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import { NOISE_OPTIONS, type Noise, type NoiseDescriptor, type NoiseOptions, noiseOf } from "./noise.js";

export const countNoise: NoiseDescriptor = {
  name: "poisson",
  id: NOISE.poisson,
  parameter: "strength",
  expects: "1 where a column has the noise, 0 where not",
  allows: (strength) => strength === 0 || strength === 1,
  needsCounts: true,
};

/**
 * Poisson noise: training as if every entry of X were a Poisson count with that entry as its mean, so that Var = x. It is for
 * word counts and other counts, and has no strength to choose. Entries must not be negative.
 *
 * @param options  As for `dropout`.
 * @throws GlmError OUT_OF_DOMAIN at the fit, for a negative entry.
 *
 * Source: van der Maaten, Chen, Tyree & Weinberger (2013), table 2.
 *
 * @example
 * const model = await fit(counts, y, { family: "binomial", noise: poissonNoise() });
 */
export function poissonNoise(options: NoiseOptions = {}): Noise {
  options = readOptions(options, NOISE_OPTIONS, "poissonNoise");
  return noiseOf("poisson", 1, options);
}
