import type { SolverDescriptor } from "./solver.js";

/** Newton's method by conjugate gradients, for many columns without a matrix. See assembly/solver/newton-cg.ts. */
export const newtonCg: SolverDescriptor = {
  name: "newton-cg",
  id: 2,
  dense: false,
  constrained: false,
  maxIterations: 200,
  cost: "4 n d per product, some tens of products",
};
