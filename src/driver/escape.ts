import type { Plan } from "../base/flow.js";
import type { StatusCode } from "../base/status.js";
import type { Family } from "../families/index.js";
import { OUTCOME, REQUEST } from "../wasm/kernel.js";
import { minimizeNow, prepareTask, type Task } from "./task.js";
import type { Uploaded } from "./upload.js";

/** A direction along which the objective falls for ever: proof that it has no minimizer. */
export interface Escape {
  readonly code: StatusCode;
  /** Columns with a share in the direction; `columns` itself stands for the intercept. */
  readonly columns: readonly number[];
}

/** Entries of a separating direction below this part of the largest are the finite rest of a Newton step. */
const SHARE = 1e-3;

/**
 * Does the objective have a minimizer? Where the solver followed a direction to the end it says so itself. The
 * quadratic noise form needs a second look: it is not convex and may show a local minimum where the data can be
 * separated, though its infimum, 0, lies at infinity along the separating direction (docs/objective.md). So the same problem is fitted once more without the noise: if that
 * runs off to infinity along u, and the penalty vanishes along u as well, then so does the objective.
 */
export function findEscape(
  task: Task,
  uploaded: Uploaded,
  plan: Plan,
  family: Family,
  outcome: number,
): Escape | undefined {
  const code: StatusCode = plan.noises.length > 0 ? "diverged" : "separated";
  if (outcome === OUTCOME.recedes) return { code, columns: sharesOf(task) };
  if (plan.approximation !== "quadratic" || !family.recedes || task.problem.read("mayRecede") === 0) return undefined;
  if (outcome === OUTCOME.nonFinite) return undefined;
  if (plan.penaltyId !== 0 && plan.ridge.every((r) => r > 0)) return undefined;

  const plain = withoutNoise(task, uploaded);
  const separates = minimizeNow(plain) === OUTCOME.recedes;
  uploaded.shard.set({ approximation: plan.approximationId });
  if (!separates) return undefined;
  task.scope.kernel.exports.evaluate(uploaded.shard.at, plain.exchange.at, REQUEST.recession);
  const { exchange } = plain;
  if (!(exchange.read("receding") > 0 && exchange.read("blocking") === 0)) return undefined;
  return { code: "diverged", columns: sharesOf(plain) };
}

/** The same minimization with the noise switched off, by Newton's method from zero. */
function withoutNoise(task: Task, uploaded: Uploaded): Task {
  const { scope, problem, dimension } = task;
  uploaded.shard.set({ approximation: 0 });
  const start = new Float64Array(dimension);
  return prepareTask(scope, uploaded.shard, {
    columns: uploaded.columns,
    dimension,
    totalWeight: problem.read("totalWeight"),
    penalty: problem.read("penalty"),
    penaltyParams: problem.read("penaltyParams"),
    gradientScale: problem.read("gradientScale"),
    tolerance: 1e-10,
    maxIterations: 100,
    mayRecede: true,
    isQuadratic: false,
    examine: true,
    solverId: 0,
    dense: true,
    start,
  });
}

function sharesOf(task: Task): number[] {
  const direction = task.scope.get(task.exchange.read("direction"), task.dimension);
  const largest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return [...direction.keys()].filter((j) => Math.abs(direction[j]!) > SHARE * largest);
}
