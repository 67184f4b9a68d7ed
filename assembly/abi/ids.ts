/**
 * Numbers that kernel and host share. Append only: a number is never reused.
 * Each enum is exported from the kernel, so the host compares its own numbers at load.
 */

/** A family with its link: the loss of a row as a function of eta. */
export enum Family {
  Gaussian = 0, //                identity
  Binomial = 1, //                logit
  Poisson = 2, //                 log
  PowerLog = 3, //                Var = mu^p, log link: family/power.ts
  PowerPower = 4, //              Var = mu^p, mu = eta^q
  NegativeBinomialLog = 5,
  NegativeBinomialPower = 6, //   mu = eta^q
  Proportion = 7, //              binomial with any link of link/
  Multinomial = 8, //             softmax over K classes
}

/** How the noise penalty r(beta) is evaluated. */
export enum Approximation { None = 0, Quadratic = 1, Gaussian = 2, Exact = 3, MonteCarlo = 4 }

/** Whether one mask serves all classes of a row, or every class has its own. */
export enum Mask { Shared = 0, PerClass = 1 }

/** How X lies in memory. */
export enum Storage { Dense64 = 0, Dense32 = 1, Sparse = 2, Coded = 3 }

export enum Noise { Dropout = 0, Additive = 1, Multiplicative = 2, Laplace = 3, Poisson = 4 }

export enum Penalty { None = 0, Ridge = 1, ElasticNet = 2, Mcp = 3, Scad = 4, GroupLasso = 5 }

export enum Solver { Newton = 0, Lbfgs = 1, NewtonCg = 2, CoordinateDescent = 3 }

/** What a solver may ask of a shard. Bits; every answer is a sum over the shard's rows. */
export enum Request {
  Value = 1, //           value, loss, slopeSquares
  Gradient = 2, //        gradient
  Hessian = 4, //         hessian, lower triangle
  HessianVector = 8, //   product = Hessian . direction
  Diagonal = 16, //       diagonal of the Hessian
  Gram = 32, //           hessian <- sum_i w_i (z_i z_i' + diag of the noise's variances): all curvatures taken as 1
  Recession = 64, //      receding, blocking, unmoved: can the objective fall for ever along `direction`?
  Adaptive = 128, //      adaptive: sum_i w_i A''(eta_i) v_ij
  UnmovedGram = 256, //   the Gram sum over the rows that `direction` does not move
  Rough = 512, //         the Hessian may be summed in f32, because it is only a metric
  Common = 1024, //       common: the Hessian row of the constant that theta lacks; with Diagonal
  Moments = 2048, //      nothing of the above: column moments of one partition (design/partition-moments.ts)
  ClassGram = 4096, //    square: the Gram sum of one of many classes (objective/class-gram.ts)
}

/** What a solver ended with. Never 0 and never a request: requests are > 0. */
export enum Outcome {
  Converged = -1,
  MaxIterations = -2,
  Recedes = -3, //        no minimizer: the objective falls for ever along `direction`
  Precision = -4, //      rounding allows no further progress
  NonFinite = -5, //      the objective is not finite at the start
  Dependent = -6, //      columns depend on others, or nearly: the host must choose other coordinates
}

/** Distributions of test statistics. */
export enum Distribution { Normal = 0, StudentT = 1, ChiSquare = 2, F = 3 }
