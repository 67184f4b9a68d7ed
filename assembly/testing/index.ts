import { DEPENDENT, findDependent as findDependentColumns } from "../num/cholesky";
// The kernel with its inner functions exported, for tests. Never shipped.
export * from "../index";
export { erfcx, gauss, normalCdf, normalPdf } from "../num/normal";
export { normalQuantile } from "../num/normal-quantile";
export { digamma, digammaRest, trigamma, trigammaRest } from "../num/gamma-functions";
export { poissonQuantile } from "../num/poisson-quantile";
export { bits, uniform } from "../num/random";
export { expRest, log1pRest, logGamma, logOwnCount, softplus, xlogy } from "../num/special";
export { logisticNormal } from "../num/logistic-normal";
export { penaltyAddCurvatures, penaltyAddSlopes, penaltyKink, penaltyValue } from "../penalty/registry";
export { factor, solve } from "../num/cholesky";
export { factorBlocks, factorWork } from "../num/cholesky-blocks";
export { conjugate } from "../num/conjugate";
export { gram, roughGram } from "./gram";
export { panelBytes, workBytes } from "../num/gram";
export { metricBytes, metricOf } from "./preconditioner";
export { chunkRows } from "../design/chunk-rows";
export { noiseSample } from "./noise-sample";
export { exponential, logOnePlus } from "./lanes";

/** With the usual least pivot: a default of the kernel's own does not cross the border. */
export function findDependent(d: i32, H: usize, work: usize, skip: usize): i32 {
  return findDependentColumns(d, H, work, skip, DEPENDENT);
}
