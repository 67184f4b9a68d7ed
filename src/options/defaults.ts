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
  /** "auto" takes newton up to this many parameters: beyond, a Hessian costs more than hundreds of gradients. */
  newtonDimension: 1500,
  /** Solvers without a matrix look for dependent columns by one Hessian up to this many parameters (8 MB). */
  examineDimension: 1000,
  /** Coordinate descent works on part of the columns at a time beyond this many parameters: a Hessian grows with their square. */
  workingDimension: 120,
  /**
   * A fit brings its covariance back up to this many parameters: one Hessian more, and 5,050 numbers in the saved model. Beyond,
   * `infer` computes it when asked.
   */
  covarianceDimension: 100,
  /** The sandwich of a penalized fit needs one number per row and parameter in memory: up to so many (256 MB) within `fit`. */
  scoreNumbers: 2 ** 25,
  /** The error of the noise penalty falls like 1 / sqrt(rows x copies), the time grows with the copies. */
  copies: 100,
  seed: 1,
} as const;
