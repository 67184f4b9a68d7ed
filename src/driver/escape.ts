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
 * runs off to infinity along u, and the noise penalty vanishes along u as well, then the infimum is not attained.
 */
export function findEscape(
  task: Task,
  uploaded: Uploaded,
  plan: Plan,
  family: Family,
  outcome: number,
): Escape | undefined {
  const code: StatusCode = plan.noises.length > 0 ? "diverged" : "separated";
  if (outcome === OUTCOME.recedes) return { code, columns: sharesOf(task, uploaded) };
  if (plan.approximation !== "quadratic" || !family.recedes || task.problem.read("mayRecede") === 0) return undefined;
  if (outcome === OUTCOME.nonFinite) return undefined;
  if (plan.penaltyId !== 0 && plan.ridge.every((r) => r > 0)) return undefined;

  const plain = separatingFit(task, uploaded);
  if (plain === undefined) return undefined;
  task.scope.kernel.exports.evaluate(uploaded.shard.at, plain.exchange.at, REQUEST.recession);
  const { exchange } = plain;
  if (!(exchange.read("receding") > 0 && exchange.read("blocking") === 0)) return undefined;
  return { code: "diverged", columns: sharesOf(plain, uploaded) };
}

/** Rows of the first look, at least, and per parameter; each further look takes FACTOR times as many. */
const FIRST_ROWS = 1000;
const ROWS_PER_PARAMETER = 10;
const FACTOR = 4;

/**
 * A noise-free fit that runs off to infinity, or undefined when there is none. A direction that separates all rows
 * separates any part of them, so a fit to the first rows that has a minimizer, and as many independent columns as
 * all rows have, settles the matter at a small part of the cost.
 */
function separatingFit(task: Task, uploaded: Uploaded): Task | undefined {
  const dependents = task.state.read("dependents");
  let rows = Math.max(FIRST_ROWS, ROWS_PER_PARAMETER * task.dimension);
  for (; ; rows *= FACTOR) {
    const part = Math.min(rows, uploaded.rows);
    const plain = withoutNoise(task, uploaded, part);
    const recedes = minimizeNow(plain) === OUTCOME.recedes;
    if (part === uploaded.rows) return recedes ? plain : undefined;
    if (!recedes && plain.state.read("dependents") === dependents) return undefined;
  }
}

/** The same minimization on the first rows, with the noise switched off, from zero. */
function withoutNoise(task: Task, uploaded: Uploaded, rows: number): Task {
  const { scope, problem, exchange, dimension } = task;
  const { shard } = uploaded;
  const fields = [
    "columns",
    "intercept",
    "design",
    "y",
    "weight",
    "offset",
    "family",
    "center",
    "scale",
    "chunk",
    "scratch",
  ] as const;
  const part = scope.struct("Shard", {
    rows,
    ...Object.fromEntries(fields.map((field) => [field, shard.read(field)])),
  });
  return prepareTask(scope, part, {
    columns: uploaded.columns,
    dimension,
    totalWeight: (problem.read("totalWeight") * rows) / uploaded.rows,
    penalty: problem.read("penalty"),
    penaltyParams: problem.read("penaltyParams"),
    gradientScale: problem.read("gradientScale"),
    tolerance: 1e-10,
    maxIterations: problem.read("maxIterations"),
    mayRecede: true,
    isQuadratic: false,
    examine: problem.read("examine") !== 0,
    solverId: task.solverId,
    dense: exchange.read("hessian") !== 0,
    start: new Float64Array(dimension),
  });
}

/** The columns that move along the direction; as seen on the original scale, where the intercept is that of raw columns. */
function sharesOf(task: Task, uploaded: Uploaded): number[] {
  const { columns, center, scale, dimension } = uploaded;
  const direction = task.scope.get(task.exchange.read("direction"), dimension);
  const largest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const raw = direction.slice();
  if (dimension > columns) {
    for (let j = 0; j < columns; j++) raw[columns]! -= direction[j]! * scale[j]! * center[j]!;
  }
  return [...raw.keys()].filter((j) => Math.abs(raw[j]!) > SHARE * largest);
}
