/** The description of a solver. The numerics are in assembly/solver/<name>.ts. */
export interface SolverDescriptor {
  readonly name: string;
  /** Number of the solver in assembly/abi/ids.ts. */
  readonly id: number;
  /** True when every fit needs memory for a d x d matrix. */
  readonly dense: boolean;
  /** True when it handles kinks (lasso) and bounds. */
  readonly constrained: boolean;
  /** Default limit on its steps. */
  readonly maxIterations: number;
  /** Cost of an iteration, for the documentation: n rows, d parameters. */
  readonly cost: string;
}
