import type { Plan } from "../base/flow.js";
import { etaAt } from "../shard/eta.js";
import type { Uploaded } from "../shard/uploaded.js";
import type { Fitting } from "./fitting.js";

/** Writes eta of every row at the task's point to `target`, f64[n]; for a family with one predictor, and rows that are here. */
export function askEta({ uploaded, task, eta: known }: Fitting, target: number): void {
  const { scope, rows, shard } = uploaded;
  if (known === undefined) etaAt(scope, shard, task.state.read("point"), target);
  else scope.view(target, rows).set(scope.view(known, rows));
}

/** The task's point as intercepts and coefficients of x as given, one per class. */
export function originalScale({ uploaded, task, plan }: Fitting): Original {
  return onOriginalScale(uploaded, plan, task.state.view("point", uploaded.dimension));
}

/** One intercept and one vector of coefficients per class. */
export interface Original {
  readonly intercepts: Float64Array;
  readonly coefficients: Float64Array[];
}

/** A point in the solver's coordinates on the scale of x as given. */
export function onOriginalScale(
  { classes, block, columns, center, scale }: Uploaded,
  { bounds, penalty, intercept: hasIntercept }: Plan,
  theta: Float64Array,
): Original {
  const intercepts = new Float64Array(classes);
  const coefficients: Float64Array[] = [];
  for (let k = 0; k < classes; k++) {
    const beta = new Float64Array(columns);
    let intercept = hasIntercept ? theta[k * block + columns]! : 0;
    for (let j = 0; j < columns; j++) {
      // a constant column keeps 0, or the bound nearest to it
      const isFixed = scale[j] === 0 && bounds !== undefined && penalty.excluded[j] !== 1;
      const own = theta[k * block + j]! * scale[j]!;
      const kept = bounds === undefined ? own : Math.min(Math.max(own, bounds.lower[j]!), bounds.upper[j]!); // it may be off by rounding
      const value = isFixed ? nearestToZero(bounds, j) : kept;
      beta[j] = value;
      intercept -= value * center[j]!;
    }
    intercepts[k] = intercept;
    coefficients.push(beta);
  }
  return { intercepts, coefficients };
}

/** The inverse, for one class; with an intercept, `ones` 1, its entry comes last. */
export function thetaOf(
  { columns, center, scale }: Pick<Uploaded, "columns" | "center" | "scale">,
  intercept: number,
  beta: ArrayLike<number>,
  ones: number,
): Float64Array {
  const theta = new Float64Array(columns + ones);
  let constant = intercept;
  for (let j = 0; j < columns; j++) {
    theta[j] = scale[j] === 0 ? 0 : beta[j]! / scale[j]!;
    constant += beta[j]! * center[j]!;
  }
  if (ones) theta[columns] = constant;
  return theta;
}

export function nearestToZero({ lower, upper }: NonNullable<Plan["bounds"]>, j: number): number {
  return Math.min(Math.max(0, lower[j]!), upper[j]!);
}
