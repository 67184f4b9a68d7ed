import { SOLVER } from "../base/ids.js";
import type { SolverDescriptor } from "./solver.js";

/**
 * Newton's method with a safeguarded step on the true objective. See assembly/solver/newton.ts.
 * It needs 4 to 10 steps where a minimizer exists, and about 30 to prove that none does.
 */
export const newton: SolverDescriptor = {
  name: "newton",
  id: SOLVER.newton,
  dense: true,
  constrained: false,
  maxIterations: 100,
  cost: "n d^2 / 2 + d^3 / 3",
};
