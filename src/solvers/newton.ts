import type { SolverDescriptor } from "./solver.js";

/** Newton's method with a safeguarded step on the true objective. See assembly/solver/newton.ts. */
export const newton: SolverDescriptor = { name: "newton", id: 0, dense: true, cost: "n d^2 / 2 + d^3 / 3" };
