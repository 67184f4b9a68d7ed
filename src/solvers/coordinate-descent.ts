import { SOLVER } from "../base/ids.js";
import type { SolverDescriptor } from "./solver.js";

/** Proximal Newton with coordinate descent inside: lasso, elastic net, bounds. See assembly/solver/coordinate-descent.ts. */
export const coordinateDescent: SolverDescriptor = {
  name: "coordinate-descent",
  id: SOLVER.coordinateDescent,
  dense: true,
  constrained: true,
  maxIterations: 200,
  cost: "n d^2 / 2 + d^2 per sweep, d the columns of the working set",
};
