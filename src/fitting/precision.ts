import type { Solution } from "../base/flow.js";
import { modelCovariance, sandwich, usualMiddle } from "../inference/covariance.js";
import { type RevisitInput, revisitHere } from "../inference/revisit.js";
import { curvatureOf, isShrunk } from "../minimize/curvature.js";
import type { Curvature, Fitting } from "../minimize/fitting.js";
import { heldEntries } from "../minimize/penalize.js";
import { finish, type Watched } from "../shard/task.js";
import type { Scope } from "../wasm/scope.js";

/** What a fit says of its estimates: covariance and effective degrees of freedom. */
export type Precision = Pick<Solution, "covariance" | "degreesOfFreedom">;

/** At the end of a fit that has covariances. */
export function* precisionOf(fitting: Fitting, { rank }: Solution): Watched<Precision> {
  const { uploaded, plan, findings } = fitting;
  const isFull = rank === uploaded.dimension - heldEntries(uploaded, plan).length;
  const curvature =
    findings.curvature === undefined
      ? yield* curvatureOf(isFull ? { ...fitting, isClear: true } : fitting)
      : findings.curvature.found;
  return curvature === undefined ? {} : yield* precisionFrom(fitting, curvature);
}

/** Of a fit whose rows are read again. @throws GlmError where they are not those of the fit. */
export function precisionAgain(scope: Scope, again: RevisitInput): Precision {
  const fitting = revisitHere(scope, again);
  const curvature = finish(curvatureOf(fitting));
  return curvature === undefined ? {} : finish(precisionFrom(fitting, curvature));
}

function* precisionFrom(fitting: Fitting, curvature: Curvature): Watched<Precision> {
  const shrunk = isShrunk(fitting.plan);
  const isSandwich = shrunk || fitting.response.weightType === "sampling";
  return {
    covariance: isSandwich
      ? yield* sandwich(fitting, curvature, usualMiddle(fitting))
      : modelCovariance(fitting, curvature),
    // if the loss alone is not convex at the point, the trace may be below 0 and is not a count
    degreesOfFreedom: shrunk && curvature.degreesOfFreedom >= 0 ? curvature.degreesOfFreedom : undefined,
  };
}
