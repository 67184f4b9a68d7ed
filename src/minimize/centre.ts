import type { Plan } from "../base/flow.js";
import { isFree } from "./penalize.js";
import type { Original } from "./rows.js";

/** Many classes: if only differences matter, the classes are centred; intercepts always are. */
export function centreClasses(plan: Plan, { intercepts, coefficients }: Original): void {
  const K = intercepts.length;
  if (K === 1) return;
  for (let j = 0; j < coefficients[0]!.length; j++) {
    if (!isFree(plan, j)) continue;
    const mean = coefficients.reduce((sum, beta) => sum + beta[j]!, 0) / K;
    for (const beta of coefficients) beta[j]! -= mean;
  }
  const mean = intercepts.reduce((sum, b) => sum + b, 0) / K;
  for (let k = 0; k < K; k++) intercepts[k]! -= mean;
}
