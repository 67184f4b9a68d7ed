// Every default of the library, with its reason.

export const DEFAULTS = {
  family: "gaussian",
  /** As in R's glm; a model without an intercept must be requested. */
  intercept: true,
  /** Dropout does not depend on scale, and an explicit lambda should mean what was written. */
  standardize: false,
  solver: "auto",
  /**
   * Optimality is a correlation, so this is ten digits in any units. Newton ends one or two steps beyond it,
   * where coefficients agree with R to all digits of R.
   */
  tolerance: 1e-10,
  /**
   * The limit on the step that is left, in standard errors, per unit of tolerance: 1e-6 by default. Well-conditioned fits end
   * far below it, and the rest is a millionth of the statistical error. A looser tolerance loosens it in proportion.
   */
  stepPerTolerance: 1e4,
  /** The least limit for any tolerance: below it, sums over rows round. */
  leastStep: 1e-8,
  /** "auto" takes newton up to this many parameters: beyond, a Hessian costs more than hundreds of gradients. */
  newtonDimension: 1500,
  /** Solvers without a matrix look for dependent columns by one Hessian up to this many parameters (8 MB). */
  examineDimension: 1000,
  /** L-BFGS has a matrix for each class up to this many numbers of all of them (256 MB). */
  classMatrixNumbers: 2 ** 25,
  /** And up to this cube of their order per entry of x: factoring one then takes no longer than the passes that it saves. */
  factorPerEntry: 1800,
  /** Rows that such a matrix is summed over, per parameter: with twice as many, a fit needs a tenth fewer passes, which take no longer than the sums. */
  picksPerParameter: 2,
  /** Or this part of all rows, or so many, if those are more. */
  leastPicks: 0.1,
  leastPicked: 4000,
  /** Columns that nearly depend on each other are made orthogonal up to this many: a factorization of X costs twice a Hessian. */
  orthogonalColumns: 500,
  /** Coordinate descent works on part of the columns at a time beyond this many parameters: a Hessian grows with their square. */
  workingDimension: 120,
  /** With this many rows per parameter, up to this many parameters, a Hessian of all columns costs less than the search. */
  tallRows: 4,
  tallDimension: 600,
  /**
   * A fit returns its covariance up to this many parameters: one more Hessian, and 5,050 numbers in the saved model. Beyond,
   * `infer` computes it on request.
   */
  covarianceDimension: 100,
  /** Of an x with so many numbers (8 MB) it is computed when it is first asked for: until then the model keeps x. A smaller one costs some milliseconds. */
  laterEntries: 1e6,
  /** The sandwich needs a number per row and parameter in memory where x is sparse: within `fit` up to this many (256 MB). */
  scoreNumbers: 2 ** 25,
  /** A fit of many rows begins on a sample of this many, or per parameter, if that is a quarter of them or less. */
  sampleRows: 2000,
  sampleRowsPerParameter: 10,
  /** `workers: "auto"` takes threads for X of this many entries: below, a fit is done before others could help. A path is many fits. */
  sharedEntries: 1e6,
  sharedPathEntries: 2e5,
  /** The same for the folds of a cross-validation, each of which is a path. */
  sharedFoldEntries: 5e4,
  /** The error of the noise penalty falls like 1 / sqrt(rows x copies), the time grows with the copies. */
  copies: 100,
  seed: 1,
  /** The usual number: fewer folds make the curve less accurate, more cost fits. */
  folds: 10,
  /** glmnet's: steps of 9 % for minRatio 1e-4. */
  lambdas: 100,
  /** glmnet's: with fewer rows than columns the end of a path is not informative. */
  minRatio: 1e-4,
  minRatioWide: 1e-2,
  /** glmnet's: a ridge sets no coefficient to 0 at any lambda, so its grid begins like that of a share of 0.001. */
  leastShare: 1e-3,
  /** The odds of dropping, which are the strength of the penalty to second order, from 0.01 to 9. */
  rates: 20,
  leastOdds: 1e-2,
  mostOdds: 9,
  /** glmnet's `fdev`, `devmax` and `mnlam`: the rule by which `stopEarly` ends a path. */
  leastGain: 1e-5,
  mostExplained: 0.999,
  leastSteps: 5,
  /** Effective degrees of freedom take a factorization of d x d at every step: up to this d it takes a few milliseconds. */
  degreesDimension: 250,
} as const;
