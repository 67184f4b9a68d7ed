import { additiveNoise } from "./additive.js";
import { dropoutNoise } from "./dropout.js";
import { laplaceNoise } from "./laplace.js";
import { multiplicativeNoise } from "./multiplicative.js";
import type { NoiseDescriptor } from "./noise.js";
import { countNoise } from "./poisson.js";

export { additive } from "./additive.js";
export { dropout } from "./dropout.js";
export { laplace } from "./laplace.js";
export { multiplicative } from "./multiplicative.js";
export type { Noise, NoiseDescriptor, NoiseOptions } from "./noise.js";
export { poissonNoise } from "./poisson.js";

/** Every noise, by name. Conformance tests iterate over this. */
export const NOISES: Readonly<Record<string, NoiseDescriptor>> = {
  dropout: dropoutNoise,
  additive: additiveNoise,
  multiplicative: multiplicativeNoise,
  laplace: laplaceNoise,
  poisson: countNoise,
};

/** Every way to evaluate the penalty of a noise, with its number in assembly/abi/ids.ts. */
export const APPROXIMATIONS = { quadratic: 1, gaussian: 2, exact: 3, "monte-carlo": 4 } as const;
