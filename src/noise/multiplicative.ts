import { NOISE } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import { NOISE_OPTIONS, type Noise, type NoiseDescriptor, type NoiseOptions, noiseOf } from "./noise.js";

export const multiplicativeNoise: NoiseDescriptor = {
  name: "multiplicative",
  id: NOISE.multiplicative,
  parameter: "sd",
  expects: "a standard deviation >= 0, as a part of the entry",
  allows: (sd) => sd >= 0 && sd < Infinity,
  multiplies: true,
};

/**
 * Multiplicative Gaussian noise: training as if every entry of X were multiplied by 1 + sd Z, Z ~ N(0, 1). To second
 * order it is dropout of rate sd^2 / (1 + sd^2); unlike dropout it is exactly normal, so "gaussian" is exact for it.
 *
 * @param sd  Relative standard deviation >= 0; one number, one per column, or some by name.
 *            Leave it out for a path or cross-validation over "rate", which choose it.
 * @param options  approximation, mask, copies, seed: see NoiseOptions.
 *
 * Source: Wang, Wang, Wager, Liang & Manning (2013), section 3.
 *
 * @example
 * const model = await fit(x, y, { family: "binomial", noise: multiplicative(0.5) });
 */
export function multiplicative(sd?: Noise["strength"], options: NoiseOptions = {}): Noise {
  options = readOptions(options, NOISE_OPTIONS, "multiplicative");
  return noiseOf("multiplicative", sd, options);
}
