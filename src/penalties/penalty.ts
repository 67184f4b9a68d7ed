/** What TypeScript knows of a penalty. The numerics live in assembly/penalty/<name>.ts. */
export interface PenaltyDescriptor {
  readonly name: string;
  /** Number of the penalty in assembly/abi/ids.ts. */
  readonly id: number;
  /** True when it has kinks, which only some solvers can go round. */
  readonly hasKinks: boolean;
  /** Whether it stops to rise far out: it is not convex then, and no ball goes with it. */
  readonly isBounded: boolean;
  /** Whether it is of groups of columns, which it asks for; undefined where it is of columns by themselves. */
  readonly isGrouped?: true;
  /** The number of its own that it takes, beside lambda; undefined for a penalty that takes none. */
  readonly shape?: {
    readonly name: string;
    readonly holds: (value: number) => boolean;
    readonly expects: string;
  };
}

/** Options that every penalty has. */
export interface PenaltyOptions {
  /**
   * One factor >= 0 per column that multiplies lambda; 0 leaves a column alone, Infinity leaves it out. Or some by the names of columns, or of
   * terms of a formula. Default: all 1.
   */
  readonly factors?: readonly number[] | Readonly<Record<string, number>> | undefined;
  /**
   * "mean" (default): lambda is on the scale of the mean loss, as in glmnet. "sum": on that of the summed loss, as C in
   * scikit-learn; it is divided by the sum of the weights.
   */
  readonly scale?: "mean" | "sum";
}

/** Options of a penalty with a shape: `mcp`, `scad`. */
export interface ShapedOptions extends PenaltyOptions {
  /** How slowly the slope falls, in lambdas. Default: 3 for `mcp`, 3.7 for `scad`. */
  readonly gamma?: number | undefined;
}

/** Options of a penalty of groups: `groupLasso`. */
export interface GroupedOptions {
  /** One label per column: columns with the same label are a group. Labels that print alike are the same. Default with a formula: its terms. */
  readonly groups?: ArrayLike<number | string> | undefined;
  /** One factor >= 0 per group, by its label, that multiplies lambda; 0 leaves a group alone, Infinity leaves it out. Default: sqrt(size). */
  readonly factors?: Readonly<Record<string, number>> | undefined;
  readonly scale?: PenaltyOptions["scale"];
}

/** A penalty as an option of `fit`: made by `ridge()`, `lasso()`, `elasticNet()`. */
export interface Penalty {
  readonly penalty: string;
  /** Undefined where a path chooses it. */
  readonly lambda: number | undefined;
  /** Part of lambda that acts on |beta|; the rest acts on beta^2 / 2. */
  readonly share: number;
  /** A number of the penalty's own, as gamma, for one that has a shape. */
  readonly shape?: number | undefined;
  /** One label per column, for a penalty of groups. */
  readonly groups?: ArrayLike<number | string> | undefined;
  /** Per column, or by name; by label for a penalty of groups. */
  readonly factors: readonly number[] | Readonly<Record<string, number>> | undefined;
  readonly scale: "mean" | "sum";
}
