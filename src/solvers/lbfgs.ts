import { SOLVER } from "../base/ids.js";
import type { SolverDescriptor } from "./solver.js";

/** Limited-memory quasi-Newton, for many columns; tens to hundreds of steps. See assembly/solver/lbfgs.ts. */
export const lbfgs: SolverDescriptor = {
  name: "lbfgs",
  id: SOLVER.lbfgs,
  dense: false,
  constrained: false,
  maxIterations: 1000,
  cost: "2 n d",
};
