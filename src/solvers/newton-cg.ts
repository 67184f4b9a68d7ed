import { SOLVER } from "../base/ids.js";
import type { SolverDescriptor } from "./solver.js";

/** Newton's method by conjugate gradients, for many columns without a matrix. See assembly/solver/newton-cg.ts. */
export const newtonCg: SolverDescriptor = {
  name: "newton-cg",
  id: SOLVER.newtonCg,
  dense: false,
  constrained: false,
  maxIterations: 200,
  cost: "4 n d per product, some tens of products",
};
