import { NOISE } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import { NOISE_OPTIONS, type Noise, type NoiseDescriptor, type NoiseOptions, noiseOf } from "./noise.js";

export const additiveNoise: NoiseDescriptor = {
  name: "additive",
  id: NOISE.additive,
  parameter: "sd",
  expects: "a standard deviation >= 0, in the units of the column",
  allows: (sd) => sd >= 0 && sd < Infinity,
  shakesZeros: true,
};

/**
 * Additive Gaussian noise: training as if N(0, sd^2) were added to every entry of X. For the gaussian family this is
 * exactly ridge with lambda = sd^2; for others it is a ridge weighted by the variance of the mean.
 *
 * @param sd  Standard deviation >= 0 in the units of the column; one number, one per column, or some by name.
 *            Leave it out for a path or cross-validation over "rate", which choose it.
 * @param options  approximation, mask, copies, seed: see NoiseOptions.
 *
 * Source: Wager, Wang & Liang (2013), section 3; Bishop (1995).
 *
 * @example
 * const model = await fit(x, y, { family: "poisson", noise: additive(0.1) });
 */
export function additive(sd?: Noise["strength"], options: NoiseOptions = {}): Noise {
  options = readOptions(options, NOISE_OPTIONS, "additive");
  return noiseOf("additive", sd, options);
}
