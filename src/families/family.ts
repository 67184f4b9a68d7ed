/** What TypeScript knows of a family. The numerics live in assembly/family/<name>.ts. */
export interface Family {
  readonly name: string;
  /** Number of the family in assembly/abi/ids.ts. */
  readonly id: number;
  readonly link: "identity" | "log" | "logit";
  /** Values y may take, for the error message and for test data. */
  readonly domain: {
    readonly low: number;
    readonly high: number;
    readonly lowOpen?: boolean;
    readonly highOpen?: boolean;
  };
  /** "free" when Var(Y) carries a factor phi that has to be estimated. */
  readonly dispersion: "free" | "one";
  /** True when the expectation of the loss under noise has a closed form. */
  readonly exact: boolean;
  /** True when y may be two labels, or successes out of `trials`. */
  readonly classes: boolean;
  /** True when the loss is a quadratic function of eta, so its curvature never changes. */
  readonly isQuadratic: boolean;
  /** True when the likelihood may have no finite maximum: some y lets eta go for ever. */
  readonly recedes: boolean;
  /** What y is, in words, for error messages. */
  readonly expects: string;
}
