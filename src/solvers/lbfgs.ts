import type { SolverDescriptor } from "./solver.js";

/** Limited-memory quasi-Newton, for many columns. See assembly/solver/lbfgs.ts. */
export const lbfgs: SolverDescriptor = { name: "lbfgs", id: 1, dense: false, cost: "2 n d" };
