import type { Plan } from "../base/flow.js";
import type { StatusCode } from "../base/status.js";
import { DEFAULTS } from "../options/defaults.js";
import { PENALTIES } from "../penalties/index.js";
import { SOLVERS } from "../solvers/index.js";
import { OUTCOME, REQUEST } from "../wasm/kernel.js";
import { Struct } from "../wasm/scope.js";
import { minimize, prepareTask, type Task, type Watched } from "./task.js";
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
 * Does the objective have a minimizer? Where the solver followed a direction to the end it says so itself. A second look
 * is needed where it ended in doubt, and always for the quadratic noise form, which is not convex and may show a local
 * minimum where its infimum lies at infinity (docs/objective.md).
 *
 * The second look fits the same problem without the noise, from zero, by Newton's method. If that runs off to infinity
 * along u, and the noise stirs nothing on the rows that u leaves where they are (quadratic) or on any row (the others),
 * then so does the objective. Columns that the noise would stir are held by a ridge and the look is repeated, so the
 * answer does not depend on which of several directions the noise-free fit took.
 */
export function* findEscape(
  task: Task,
  uploaded: Uploaded,
  plan: Plan,
  outcome: number,
  watched: boolean,
): Watched<Escape | undefined> {
  const code: StatusCode = plan.noises.length > 0 ? "diverged" : "separated";
  if (outcome === OUTCOME.recedes) return { code, columns: sharesOf(task, uploaded) };
  const mayEscape = task.problem.read("mayRecede") !== 0 && outcome !== OUTCOME.nonFinite;
  const isQuadratic = plan.approximation === "quadratic" && !plan.ridge.every((r) => r > 0);
  if (!mayEscape || !(isQuadratic || task.state.read("isDoubtful") !== 0)) return undefined;

  if (!isExaminable(task, plan)) return undefined;

  const kernel = task.scope.kernel.exports;
  const held = new Set<number>();
  for (;;) {
    const position = kernel.mark();
    const plain = yield* separatingFit(task, uploaded, held, watched);
    const stirred = plain === undefined ? [] : stirredColumns(task, plain, uploaded).filter((j) => !held.has(j));
    const columns = plain === undefined ? [] : sharesOf(plain, uploaded);
    kernel.release(position);
    if (plain === undefined) return undefined;
    if (stirred.length === 0) return confirmed(task) ? { code, columns } : undefined;
    for (const j of stirred) held.add(j);
  }
}

/** Whether a second look is affordable: it needs a d x d matrix. */
export function isExaminable(task: Task, plan: Plan): boolean {
  return plan.needsMatrix || task.dimension <= DEFAULTS.examineDimension;
}

/** The last word is the noisy rows' own, along the direction that `stirredColumns` left in the exchange. */
function confirmed(task: Task): boolean {
  const { scope, exchange, shard } = task;
  scope.kernel.exports.evaluate(shard.at, exchange.at, REQUEST.recession);
  return exchange.read("receding") > 0 && exchange.read("blocking") === 0 && exchange.read("shaken") === 0;
}

/** Columns of the direction on which the noise acts where it must not. */
function stirredColumns(task: Task, plain: Task, uploaded: Uploaded): number[] {
  const { scope, exchange, shard, dimension } = task;
  const direction = scope.get(plain.exchange.read("direction"), dimension);
  const largest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  scope.view(exchange.read("direction"), dimension).set(direction);
  exchange.set({ tolerance: UNMOVED * largest });
  scope.kernel.exports.evaluate(shard.at, exchange.at, REQUEST.unmovedGram);
  const variances = scope.get(exchange.read("adaptive"), uploaded.columns);
  return [...variances.keys()].filter((j) => variances[j]! > 0 && Math.abs(direction[j]!) > UNMOVED * largest);
}

/** A row, or a column, that moves by less than this part of the direction's largest entry does not move. */
const UNMOVED = 1e-9;

/** Rows of the first look, at least, and per parameter; each further look takes FACTOR times as many. */
const FIRST_ROWS = 1000;
const ROWS_PER_PARAMETER = 10;
const FACTOR = 4;

/**
 * A noise-free fit that runs off to infinity, or undefined when there is none. A direction that separates all rows
 * separates any part of them, so a fit to the first rows that has a minimizer, and as many independent columns as
 * all rows have, settles the matter at a small part of the cost.
 */
function* separatingFit(
  task: Task,
  uploaded: Uploaded,
  held: ReadonlySet<number>,
  watched: boolean,
): Watched<Task | undefined> {
  const dependents = task.state.read("dependents");
  let rows = Math.max(FIRST_ROWS, ROWS_PER_PARAMETER * task.dimension);
  for (; ; rows *= FACTOR) {
    const part = Math.min(rows, uploaded.rows);
    const plain = withoutNoise(task, uploaded, part, held);
    const outcome = yield* minimize(plain, watched);
    if (outcome === undefined) return undefined; // stopped
    const recedes = outcome === OUTCOME.recedes;
    if (part === uploaded.rows) return recedes ? plain : undefined;
    if (!recedes && plain.state.read("dependents") === dependents) return undefined;
  }
}

/** The same minimization on the first rows by Newton's method, with the noise switched off and some columns held by a ridge. */
function withoutNoise(task: Task, uploaded: Uploaded, rows: number, held: ReadonlySet<number>): Task {
  const { scope, problem, dimension } = task;
  const { shard, columns } = uploaded;
  const fields = [
    "columns", "intercept", "design", "y", "weight", "offset", "family", "center", "scale", "scratch",
  ] as const; // biome-ignore format: a list
  const same = Object.fromEntries(fields.map((field) => [field, shard.read(field)]));
  const part = scope.struct("Shard", { rows, ...same });
  const ridge = new Struct<"Ridge">(scope.kernel, scope.kernel.layouts.Ridge, problem.read("penaltyParams"));
  const strength = scope.get(ridge.read("strength"), columns).map((s, j) => (held.has(j) ? Math.max(s, 1) : s));
  return prepareTask(scope, part, {
    columns,
    dimension,
    totalWeight: (problem.read("totalWeight") * rows) / uploaded.rows,
    penalty: RIDGE,
    penaltyParams: scope.struct("Ridge", { strength: scope.put(strength) }).at,
    gradientScale: problem.read("gradientScale"),
    tolerance: 1e-10,
    maxIterations: 200,
    mayRecede: true,
    isQuadratic: false,
    examine: true,
    solverId: NEWTON,
    dense: true,
    start: new Float64Array(dimension),
  });
}

const RIDGE = PENALTIES.ridge!.id;
const NEWTON = SOLVERS.newton.id;

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
