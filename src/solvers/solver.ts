/** What TypeScript knows of a solver. The numerics live in assembly/solver/<name>.ts. */
export interface SolverDescriptor {
  readonly name: string;
  /** Number of the solver in assembly/abi/ids.ts. */
  readonly id: number;
  /** True when every fit needs room for a d x d matrix. */
  readonly dense: boolean;
  /** True when it can go round kinks (lasso) and keep within bounds. */
  readonly constrained: boolean;
  /** Steps it may take unless told otherwise. */
  readonly maxIterations: number;
  /** Cost of an iteration, for the documentation: n rows, d parameters. */
  readonly cost: string;
}
