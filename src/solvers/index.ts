import { coordinateDescent } from "./coordinate-descent.js";
import { lbfgs } from "./lbfgs.js";
import { newton } from "./newton.js";
import { newtonCg } from "./newton-cg.js";
import type { SolverDescriptor } from "./solver.js";

export type { SolverDescriptor } from "./solver.js";

/** Every solver, by name. Conformance tests iterate over this. */
export const SOLVERS = {
  newton,
  lbfgs,
  "newton-cg": newtonCg,
  "coordinate-descent": coordinateDescent,
} as const satisfies Record<string, SolverDescriptor>;

/** The name of a solver. */
export type SolverName = keyof typeof SOLVERS;
