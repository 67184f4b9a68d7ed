import { NOISE } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import { NOISE_OPTIONS, type Noise, type NoiseDescriptor, type NoiseOptions, noiseOf } from "./noise.js";

export const dropoutNoise: NoiseDescriptor = {
  name: "dropout",
  id: NOISE.dropout,
  parameter: "rate",
  expects: "a rate in [0, 1): the probability that an entry is dropped",
  allows: (rate) => rate >= 0 && rate < 1,
  multiplies: true,
};

/**
 * Dropout noise: training as if every entry of X were set to 0 with probability `rate` and divided by 1 - rate
 * otherwise. To second order this is a ridge penalty of strength rate / (1 - rate) * mean_i A''(eta_i) x_ij^2 for column
 * j: small for columns that are rare, or that occur only where the model is sure.
 *
 * Nothing is sampled, unless approximation is "monte-carlo": the expectation is computed.
 *
 * @param rate  Probability in [0, 1) of losing an entry; one number, one per column, or some by name (0: no noise on a column).
 *              0.5 is usual for text; small dense problems need less.
 *              Leave it out for a path or cross-validation over "rate", which choose it.
 * @param options  approximation, mask, copies, seed: see NoiseOptions.
 *
 * Source: Wager, Wang & Liang (2013), Dropout Training as Adaptive Regularization, NIPS 26, sections 2 and 4.
 *
 * @example
 * const model = await fit(x, y, { family: "binomial", noise: dropout(0.5) });
 */
export function dropout(rate?: Noise["strength"], options: NoiseOptions = {}): Noise {
  options = readOptions(options, NOISE_OPTIONS, "dropout");
  return noiseOf("dropout", rate, options);
}
