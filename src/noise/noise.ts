import type { ApproximationName } from "../base/flow.js";

/** What TypeScript knows of a noise. The numerics live in assembly/noise/<name>.ts. */
export interface NoiseDescriptor {
  readonly name: string;
  /** Number of the noise in assembly/abi/ids.ts. */
  readonly id: number;
  /** The word for its strength, in error messages. */
  readonly parameter: string;
  /** What a strength must be, in words, and the check. */
  readonly expects: string;
  readonly allows: (strength: number) => boolean;
}

export interface NoiseOptions {
  /**
   * How the expectation over the noise is taken; see docs/objective.md.
   * Default: "exact" where it has a closed form (gaussian, poisson), else "gaussian".
   */
  readonly approximation?: ApproximationName;
}

/** A noise as an option of `fit`: made by `dropout()`, `additive()`. */
export interface Noise {
  readonly noise: string;
  /** One strength for all columns, or one per column. */
  readonly strength: number | readonly number[];
  readonly approximation: ApproximationName | undefined;
}
