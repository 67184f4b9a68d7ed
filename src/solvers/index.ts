import { lbfgs } from "./lbfgs.js";
import { newton } from "./newton.js";
import type { SolverDescriptor } from "./solver.js";

export type { SolverDescriptor } from "./solver.js";

/** Every solver, by name. Conformance tests iterate over this. */
export const SOLVERS = { newton, lbfgs } as const satisfies Record<string, SolverDescriptor>;

export type SolverName = keyof typeof SOLVERS;
