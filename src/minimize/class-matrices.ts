import type { Plan } from "../base/flow.js";
import { SOLVER } from "../base/ids.js";
import { DEFAULTS } from "../options/defaults.js";
import type { TaskOptions } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";

/**
 * Whether L-BFGS has a matrix for each class (assembly/solver/class-metric.ts): where there is memory, and where factoring one of q x q costs
 * less than the passes that it saves.
 */
export function classMatricesOf(uploaded: Uploaded, plan: Plan): TaskOptions["classMatrices"] {
  const { classes, block: q } = uploaded;
  if (classes < 2 || plan.solverId !== SOLVER.lbfgs || classes * q * q > DEFAULTS.classMatrixNumbers) return undefined;
  if (q ** 3 > DEFAULTS.factorPerEntry * uploaded.entries) return undefined;
  const { picksPerParameter, leastPicked, leastPicks } = DEFAULTS;
  const picks = Math.max(Math.max(picksPerParameter * q, leastPicked) / uploaded.rows, leastPicks);
  return { count: classes, picks, isCentred: !(plan.mask === "per-class" && plan.approximation === "quadratic") };
}
