import type { Plan } from "../base/flow.js";
import { outOfMemory } from "../wasm/scope.js";
import type { Fitting } from "./fit-task.js";

/** Writes eta of every row at the task's point to `target`, f64[n]; for a family with one predictor. */
export function askEta(fitting: Fitting, target: number): void {
  const { uploaded } = fitting;
  const { scope, rows, columns, shard } = uploaded;
  const { intercepts, coefficients } = originalScale(fitting);
  const beta = scope.put(coefficients[0]!);
  const kernel = scope.kernel.exports;
  const design = shard.read("design");
  if (!kernel.linearPredictor(design, rows, columns, beta, intercepts[0]!, shard.read("offset"), target)) {
    throw outOfMemory(8 * rows);
  }
}

/** The task's point as intercepts and coefficients of x as it was given, one per class. */
export function originalScale(fitting: Fitting): { intercepts: Float64Array; coefficients: Float64Array[] } {
  const { uploaded, task, plan } = fitting;
  const { scope, classes, block, columns, center, scale } = uploaded;
  const theta = scope.get(task.state.read("point"), uploaded.dimension);
  const intercepts = new Float64Array(classes);
  const coefficients = Array.from({ length: classes }, (_, k) => {
    const beta = new Float64Array(columns);
    intercepts[k] = plan.intercept ? theta[k * block + columns]! : 0;
    for (let j = 0; j < columns; j++) {
      beta[j] = coefficientOf(theta[k * block + j]!, j);
      intercepts[k]! -= beta[j]! * center[j]!;
    }
    return beta;
  });
  return { intercepts, coefficients };

  /** A column that says nothing keeps 0, or the bound nearest to it. */
  function coefficientOf(value: number, j: number): number {
    if (scale[j] !== 0 || plan.bounds === undefined || plan.penalty.excluded[j] === 1) return value * scale[j]!;
    return nearestToZero(plan.bounds, j);
  }
}

export function nearestToZero({ lower, upper }: NonNullable<Plan["bounds"]>, j: number): number {
  return Math.min(Math.max(0, lower[j]!), upper[j]!);
}
