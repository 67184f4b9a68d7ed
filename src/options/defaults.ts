// Every default of the library, with its reason.

export const DEFAULTS = {
  family: "gaussian",
  /** What R's glm does; a model without one has to be asked for. */
  intercept: true,
  /** Dropout is scale-free already, and an explicit lambda should mean what was written. */
  standardize: false,
  solver: "auto",
  /**
   * Optimality is a correlation, so this is ten digits whatever the units. Newton ends one or two steps beyond it,
   * where coefficients agree with R to the digits R has.
   */
  tolerance: 1e-10,
  /** Newton needs 4 to 10 steps where a minimizer exists, and about 30 to prove that none does; L-BFGS takes tens to hundreds. */
  maxIterations: { newton: 100, lbfgs: 1000 },
  /** "auto" takes newton up to this many parameters: beyond, a Hessian costs more than hundreds of gradients. */
  newtonDimension: 1500,
  /** L-BFGS looks for dependent columns by one Hessian up to this many parameters (8 MB). */
  examineDimension: 1000,
} as const;
