import { APPROXIMATION } from "../base/ids.js";
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
export { MASKS, type MaskName, type Noise, type NoiseDescriptor, type NoiseOptions } from "./noise.js";
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
export const APPROXIMATIONS = {
  quadratic: APPROXIMATION.quadratic,
  gaussian: APPROXIMATION.gaussian,
  exact: APPROXIMATION.exact,
  "monte-carlo": APPROXIMATION.monteCarlo,
} as const;
