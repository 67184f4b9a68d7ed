import type { Solution } from "../base/flow.js";
import { REQUEST } from "../base/ids.js";
import { sentence } from "../base/show.js";
import type { StatusCode, Warning } from "../base/status.js";
import { interceptWithin } from "../border/intercept.js";
import { settleRows } from "../border/slack.js";
import { times } from "../input/weights.js";
import { centreClasses } from "../minimize/centre.js";
import type { Fitting } from "../minimize/fitting.js";
import { askEta, type Original, onOriginalScale, originalScale } from "../minimize/rows.js";
import { askDeviance, devianceOf, type Losses } from "../shard/deviance.js";
import { askAtPoint, type Watched } from "../shard/task.js";
import { objectiveAlone } from "./ball-multiplier.js";
import type { Shape } from "./shape.js";
import { nonFiniteWarning, outsideWarning } from "./warnings.js";

/** Status, warnings, rank, multiplier and theta. */
interface Reached {
  readonly code: StatusCode;
  readonly warnings: readonly Warning[];
  readonly rank: number | undefined;
  readonly multiplier: number | undefined;
  readonly shape: Shape | undefined;
  /** The point in the coordinates of the columns as given, if the fit has other coordinates. */
  readonly theta: Float64Array | undefined;
  /** The intercept of columns as given, if it is more accurate than from theta. */
  readonly intercept: number | undefined;
}

/** Everything the result needs, copied out of wasm memory and converted to the original scale. */
export function* download(fitting: Fitting, reached: Reached): Watched<Solution> {
  const { plan, family, response, nullModel, task } = fitting;
  const adaptivePenalty = plan.noises.length > 0 ? yield* adaptiveOf(fitting) : undefined;
  const { basis } = fitting.uploaded;
  const { intercepts, coefficients } =
    basis === undefined ? originalScale(fitting) : onOriginalScale(basis.whole, basis.plan, reached.theta!);
  if (reached.intercept !== undefined && plan.intercept) intercepts[0] = reached.intercept;
  intercepts[0] = interceptWithin(fitting, { intercepts, coefficients });
  centreClasses(basis?.plan ?? plan, { intercepts, coefficients });

  const { bestLoss, saturated } = nullModel;
  const found = yield* devianceAt(fitting, { loss: task.state.read("loss"), bestLoss });
  // if only noised copies were fitted, a row as given may have a mean outside the family's range
  const isOutside = Number.isNaN(found) && reached.code === "converged" && plan.noises.length > 0;
  const deviance = isOutside ? Infinity : found;
  const { observations, totalWeight, logWeights } = response;
  const { log, stirlingRest } = fitting.uploaded.scope.kernel.exports;
  const given = (sum: number): number => times(sum, -response.exponent); // in units of the given weights
  const parts = { saturated: given(saturated), deviance: given(deviance), totalWeight: given(totalWeight) };
  const sums = { ...parts, observations, logWeights, log, stirlingRest };
  const { rank, multiplier, shape } = reached;
  const { size, rows } = fitting.uploaded.partitions;
  const code = guarded(reached.code, { intercepts, coefficients });
  const warnings = [
    ...reached.warnings,
    ...(isOutside ? outsideWarning(family) : []),
    ...(code === reached.code ? [] : nonFiniteWarning()),
  ];
  return {
    code,
    warnings: warnings.map((warning) => ({ ...warning, message: sentence(warning.message) })),
    rank,
    active:
      basis === undefined ? activeOf(fitting) : intercepts.length * Number(plan.intercept) + nonZeros(coefficients),
    multiplier,
    partitions: { size, rows },
    theta: shape?.theta,
    thetaStandardError: shape && times(shape.standardError, response.exponent / 2),
    intercepts,
    coefficients,
    objective: yield* objectiveAlone(fitting, multiplier),
    optimality: task.state.read("optimality"),
    step: stepOf(task.state.read("step")),
    iterations: task.state.read("iteration"),
    passes: task.exchange.read("passes"),
    hessians: task.exchange.read("hessians"),
    deviance,
    nullDeviance: nullModel.deviance,
    logLikelihood: family.logLikelihood(sums),
    adaptivePenalty,
  };
}

function* devianceAt(fitting: Fitting, losses: Losses): Watched<number> {
  const { uploaded, family, task } = fitting;
  if (uploaded.crew !== undefined)
    return yield* askDeviance(uploaded, family, losses, task.state.copy("point", task.dimension));
  return devianceOf(uploaded, family, losses, () => {
    const eta = uploaded.scope.f64(uploaded.rows);
    askEta(fitting, eta);
    settleRows(fitting, eta);
    return eta;
  });
}

/** Coefficients that are not finite are no minimizer, whatever the search reported. */
export function guarded(code: StatusCode, { intercepts, coefficients }: Original): StatusCode {
  if (code === "aborted" || [intercepts, ...coefficients].every(areFinite)) return code;
  return "diverged";
}

function areFinite(values: Float64Array): boolean {
  for (let j = 0; j < values.length; j++) if (!(Math.abs(values[j]!) < Infinity)) return false;
  return true;
}

function stepOf(step: number): number | undefined {
  return Number.isFinite(step) ? step : undefined;
}

function activeOf({ task, uploaded }: Fitting): number {
  const point = task.state.view("point", uploaded.dimension);
  let count = 0;
  for (let entry = 0; entry < point.length; entry++) if (point[entry] !== 0) count += 1;
  return count;
}

function* adaptiveOf({ task, uploaded, response }: Fitting): Watched<Float64Array[]> {
  const { classes, block, columns, dimension } = uploaded;
  yield* askAtPoint(task, REQUEST.adaptive);
  const all = task.exchange.copy("adaptive", dimension);
  return Array.from({ length: classes }, (_, k) =>
    all.slice(k * block, k * block + columns).map((q) => q / response.totalWeight),
  );
}

function nonZeros(coefficients: readonly Float64Array[]): number {
  return coefficients.reduce((sum, beta) => sum + beta.reduce((count, b) => count + Number(b !== 0), 0), 0);
}
