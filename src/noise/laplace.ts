import { NOISE } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import { NOISE_OPTIONS, type Noise, type NoiseDescriptor, type NoiseOptions, noiseOf } from "./noise.js";

export const laplaceNoise: NoiseDescriptor = {
  name: "laplace",
  id: NOISE.laplace,
  parameter: "scale",
  expects: "a scale >= 0, in the units of the column",
  allows: (scale) => scale >= 0 && scale < Infinity,
  shakesZeros: true,
};

/**
 * Additive Laplace noise: training as if L with density e^(-|u| / scale) / (2 scale) were added to every entry of X. Its
 * variance is 2 scale^2. With approximation "exact" its heavy tails keep |beta_j| below 1 / scale.
 *
 * @param scale  Scale >= 0 in the units of the column; one number, one per column, or some by name.
 *               Leave it out for a path or cross-validation over "rate", which choose it.
 * @param options  approximation, mask, copies, seed: see NoiseOptions.
 *
 * Source: van der Maaten, Chen, Tyree & Weinberger (2013), table 2.
 *
 * @example
 * const model = await fit(x, y, { family: "poisson", noise: laplace(0.1) });
 */
export function laplace(scale?: Noise["strength"], options: NoiseOptions = {}): Noise {
  options = readOptions(options, NOISE_OPTIONS, "laplace");
  return noiseOf("laplace", scale, options);
}
