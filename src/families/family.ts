import type { ApproximationName } from "../base/flow.js";
import type { LinkName } from "../links/index.js";

/** The sums over rows that make a likelihood. */
export interface LikelihoodSums {
  /** sum w times the log-likelihood at mu = y, without the dispersion, if any. */
  readonly saturated: number;
  readonly deviance: number;
  readonly observations: number;
  readonly totalWeight: number;
  /** sum of log weights. */
  readonly logWeights: number;
  readonly log: (x: number) => number;
  /** The remainder of Stirling's formula for log Gamma(x). */
  readonly stirlingRest: (x: number) => number;
}

/** A family with one of its links, as the kernel has it. */
export interface Form {
  /** Number in assembly/abi/ids.ts, Family. */
  readonly id: number;
  /** The kernel's struct of parameters, with its values. */
  readonly parameters?:
    | {
        readonly struct: "Power" | "Proportion" | "NegativeBinomial";
        readonly values: Readonly<Record<string, number>>;
      }
    | undefined;
  /** The approximations of the noise, the default first; "monte-carlo" always works and is not listed. */
  readonly approximations: readonly ApproximationName[];
  /** True when the noise penalty does not depend on y, so that rows without labels can take part. */
  readonly isCanonical: boolean;
  /** True when the loss is a quadratic function of eta, so its curvature never changes. */
  readonly isQuadratic: boolean;
  /** True when the loss is a convex function of eta for every y, so that a stationary point is a minimum. */
  readonly isConvex: boolean;
  /** True when the likelihood may have no finite maximum: some y lets eta go for ever. */
  readonly recedes: boolean;
  /** True when eta cannot take every value, so that a fit has to start inside. */
  readonly isBounded: boolean;
}

/** A distribution of y. The numerics live in assembly/family/. */
export interface FamilyDescriptor {
  readonly name: string;
  /** Links it goes with, its default first. */
  readonly links: readonly LinkName[];
  /** Parameters the family takes, in words for error messages; none for most. */
  readonly takes?: string;
  readonly form: (link: LinkName, parameters: FamilyParameters) => Form;
  /** Values y may take, for the error message and for test data. */
  readonly domain: (parameters: FamilyParameters) => Domain;
  /** "free" when Var(Y) has a factor phi that must be estimated. */
  readonly dispersion: "free" | "one";
  /** "two" when y may be two labels, or successes out of `trials`; "many" for K labels. */
  readonly classes: "none" | "two" | "many";
  /** Log-likelihood in R's convention; NaN if the density has no closed form. */
  readonly logLikelihood: (sums: LikelihoodSums, parameters: FamilyParameters) => number;
  /** A description of y for error messages. */
  readonly expects: string;
}

export interface Domain {
  readonly low: number;
  readonly high: number;
  readonly lowOpen?: boolean;
  readonly highOpen?: boolean;
}

/** Parameters of a family beside mu and phi. */
export interface FamilyParameters {
  /** Negative binomial: shape; Var = mu + mu^2 / theta. */
  readonly theta?: number | undefined;
  /** Tweedie: Var = phi mu^power. */
  readonly power?: number | undefined;
}

/** A family with everything about it decided. */
export interface Family extends Form {
  readonly name: string;
  readonly link: LinkName;
  readonly shape: FamilyParameters;
  readonly domain: Domain;
  readonly dispersion: "free" | "one";
  /** True for quasi-likelihood: only mean and variance are taken from the family. */
  readonly isQuasi: boolean;
  /** True when theta is to be estimated. */
  readonly estimatesTheta: boolean;
  readonly classes: "none" | "two" | "many";
  readonly expects: string;
  readonly logLikelihood: (sums: LikelihoodSums) => number;
}
