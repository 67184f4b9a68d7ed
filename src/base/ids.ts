// Numbers that host and kernel share: those of assembly/abi/ids.ts, and of assembly/family/vectors.ts for ASK.
// test/conformance/registries.test.ts compares them with the kernel's.

/** A family with its link: the loss of a row as a function of eta. */
export const FAMILY = {
  gaussian: 0,
  binomial: 1,
  poisson: 2,
  powerLog: 3,
  powerPower: 4,
  negativeBinomialLog: 5,
  negativeBinomialPower: 6,
  proportion: 7,
  multinomial: 8,
} as const;

/** Links of probabilities. */
export const PROBABILITY = { logit: 0, probit: 1, cauchit: 2, cloglog: 3, loglog: 4, log: 5, identity: 6 } as const;

/** How X lies in memory. */
export const STORAGE = { dense64: 0, dense32: 1, sparse: 2, coded: 3 } as const;

/** Whether one mask serves all classes of a row, or every class has its own. */
export const MASK = { shared: 0, perClass: 1 } as const;

export const NOISE = { dropout: 0, additive: 1, multiplicative: 2, laplace: 3, poisson: 4 } as const;

/** How the penalty of a noise is evaluated. */
export const APPROXIMATION = { none: 0, quadratic: 1, gaussian: 2, exact: 3, monteCarlo: 4 } as const;

export const PENALTY = { none: 0, ridge: 1, elasticNet: 2, mcp: 3, scad: 4, groupLasso: 5 } as const;

export const SOLVER = { newton: 0, lbfgs: 1, newtonCg: 2, coordinateDescent: 3 } as const;

/** Bits of a request to a shard; assembly/abi/ids.ts, Request. */
export const REQUEST = {
  value: 1,
  gradient: 2,
  hessian: 4,
  hessianVector: 8,
  diagonal: 16,
  gram: 32,
  recession: 64,
  adaptive: 128,
  unmovedGram: 256,
  rough: 512,
  common: 1024,
  moments: 2048,
  classGram: 4096,
} as const;

/** What a family answers about vectors of rows; assembly/family/vectors.ts, Ask. */
export const ASK = {
  mean: 0,
  link: 1,
  fisher: 2,
  recession: 3,
  derivatives: 4,
  loss: 7,
  bestLoss: 8,
  saturated: 9,
  pearson: 10,
  meanSlope: 11,
  deviance: 12,
  working: 13,
  pearsonRow: 14,
  low: 16,
  high: 17,
  meanBend: 18,
} as const;

/** Distributions of test statistics; assembly/abi/ids.ts, Distribution. */
export const DISTRIBUTION = { normal: 0, studentT: 1, chiSquare: 2, f: 3 } as const;

/** What a solver ends with; assembly/abi/ids.ts, Outcome. */
export const OUTCOME = {
  converged: -1,
  maxIterations: -2,
  recedes: -3,
  precision: -4,
  nonFinite: -5,
  dependent: -6,
} as const;
