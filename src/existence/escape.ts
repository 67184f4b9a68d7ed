import type { Plan } from "../base/flow.js";
import { OUTCOME, PENALTY, REQUEST, SOLVER } from "../base/ids.js";
import type { StatusCode } from "../base/status.js";
import { vanishingMeans } from "../families/index.js";
import { wholeEntries } from "../minimize/basis-entries.js";
import { NEAR_ENOUGH } from "../minimize/certify.js";
import type { Fitting } from "../minimize/fitting.js";
import { heldEntries, penalizesAll, readStrengths, viewStrengths } from "../minimize/penalize.js";
import { DEFAULTS } from "../options/defaults.js";
import { cutAfar, mostBrought, placeBrought } from "../shard/brought.js";
import { subShard } from "../shard/sub-shard.js";
import { ask, minimize, prepareTask, type Task, type Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { outOfMemory, type Struct } from "../wasm/scope.js";
import { existenceAt } from "./existence.js";
import { fallsFarOff } from "./far-off.js";

/** A direction along which the objective falls for ever: proof that it has no minimizer. */
export interface Escape {
  readonly code: StatusCode;
  /** Columns with a share in the direction; `columns` itself stands for the intercept. */
  readonly columns: readonly number[];
}

/** Entries of a separating direction below this part of the largest are the finite part of a Newton step. */
const SHARE = 1e-3;

/**
 * Does the objective have a minimizer? A solver that followed a direction to infinity says so itself. Otherwise
 * existence/existence.ts tests the point where it ended. A second test is needed if that leaves a doubt, and always for the quadratic
 * noise form, which is not convex and may show a local minimum while its infimum lies at infinity (docs/objective.md).
 *
 * The second test fits the same problem without the noise, from zero, by Newton's method. If that diverges
 * along u, and the noise acts neither on the rows that u does not move (quadratic) nor on any row (the others),
 * then so does the objective. Columns on which the noise would act, or that a bound stops, are held by a ridge and the test is repeated,
 * so the answer does not depend on which of several directions the noise-free fit took.
 */
export function* findEscape(fitting: Fitting, outcome: number): Watched<Escape | undefined> {
  const { task, uploaded, plan } = fitting;
  const isByMeans = vanishingMeans(fitting.family) && fitting.family.link !== "log"; // no column separates their y
  const code: StatusCode = plan.noises.length > 0 || isByMeans ? "diverged" : "separated";
  if (outcome === OUTCOME.recedes) return { code, columns: sharesOf(task, uploaded) };
  const far = yield* fallsFarOff(fitting, outcome);
  if (far !== undefined) return { code, columns: far };
  const mayEscape = task.problem.read("mayRecede") !== 0 && outcome !== OUTCOME.nonFinite;
  const isHeld = penalizesAll(uploaded, viewStrengths(uploaded, task.problem.read("penaltyParams")));
  if (isHeld && plan.solver !== "newton") task.state.set({ isDoubtful: 0 }); // only the intercept is free, and it would diverge alone
  const isQuadratic = plan.approximation === "quadratic" && !isHeld;
  if (!mayEscape) return undefined;
  const isDoubtful = task.state.read("isDoubtful") !== 0;
  const isOpen = isDoubtful || !(task.state.read("step") <= task.problem.read("stepTolerance"));
  const seen = yield* existenceAt(fitting, isOpen);
  if (seen.kind === "escape") {
    task.exchange.view("direction", task.dimension).set(seen.direction);
    return { code, columns: sharesOf(task, uploaded) };
  }
  // far from a stationary point other rows may still move
  if (seen.kind === "exists" && task.state.read("optimality") <= NEAR_ENOUGH) task.state.set({ isDoubtful: 0 });
  if (seen.kind === "unknown") fitting.findings.unexamined = seen.rows;
  if (!(isQuadratic || task.state.read("isDoubtful") !== 0)) return undefined;
  if (!isExaminable(task, plan)) return undefined;

  const kernel = task.scope.kernel.exports;
  const held = new Set<number>();
  let isByBoundsAlone = true;
  for (;;) {
    const position = kernel.mark();
    const plain = yield* separatingFit(fitting, held);
    const runsOff = typeof plain === "object";
    const stirred = runsOff ? yield* stirredColumns(task, plain) : [];
    const blocked = runsOff ? blockedEntries(plain, uploaded, plan) : []; // the second test has no bounds
    const more = [...stirred, ...blocked].filter((j) => !held.has(j));
    const columns = runsOff ? sharesOf(plain, uploaded) : [];
    kernel.release(position);
    // noise only adds to a convex loss: with a minimizer without noise there is one with noise; likewise for bounds, which held columns replace
    const isSettled = plain === "settled" && (held.size === 0 || isByBoundsAlone);
    if (isSettled || (blocked.length > 0 && more.length === 0)) task.state.set({ isDoubtful: 0 });
    if (!runsOff) return undefined;
    if (more.length === 0) return blocked.length === 0 && (yield* confirmed(task)) ? { code, columns } : undefined;
    isByBoundsAlone &&= stirred.length === 0;
    for (const j of more) held.add(j);
  }
}

/** The same for a fit with rows on the border of their domain, which stay there: only the linear program is used, because slopes are not 0. */
export function* escapeFromBorder(fitting: Fitting): Watched<Escape | undefined> {
  const { task, uploaded, plan } = fitting;
  if (plan.noises.length > 0 || task.problem.read("mayRecede") === 0) return undefined;
  const seen = yield* existenceAt(fitting, false);
  if (seen.kind !== "escape") return undefined;
  task.exchange.view("direction", task.dimension).set(seen.direction);
  return { code: "separated", columns: sharesOf(task, uploaded) };
}

/** Whether a second test is affordable: it needs a d x d matrix. */
export function isExaminable(task: Task, plan: Plan): boolean {
  return plan.solver === "newton" || task.dimension <= DEFAULTS.examineDimension;
}

/** The noisy rows decide, along the direction that `stirredColumns` left in the exchange. */
function* confirmed(task: Task): Watched<boolean> {
  const { exchange } = task;
  yield* ask(task, REQUEST.recession);
  return exchange.read("receding") > 0 && exchange.read("blocking") === 0 && exchange.read("shaken") === 0;
}

/** Columns of the direction on whose rows the noise acts, so that there is no escape. */
function* stirredColumns(task: Task, plain: Task): Watched<number[]> {
  const { exchange, dimension } = task;
  const direction = plain.exchange.copy("direction", dimension);
  const largest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  exchange.view("direction", dimension).set(direction);
  exchange.set({ tolerance: UNMOVED * largest });
  yield* ask(task, REQUEST.unmovedGram);
  const variances = exchange.copy("adaptive", dimension);
  return [...variances.keys()].filter((j) => variances[j]! > 0 && Math.abs(direction[j]!) > UNMOVED * largest);
}

/** Entries of the direction that a bound stops on the way. */
function blockedEntries(plain: Task, { columns, block, dimension }: Uploaded, { bounds }: Plan): number[] {
  if (bounds === undefined) return [];
  const direction = plain.exchange.copy("direction", dimension);
  const largest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return [...direction.keys()].filter((entry) => {
    const j = entry % block;
    const v = direction[entry]!;
    if (j === columns || Math.abs(v) <= UNMOVED * largest) return false;
    return v > 0 ? bounds.upper[j]! < Infinity : bounds.lower[j]! > -Infinity;
  });
}

/** A row, or a column, that moves by less than this part of the direction's largest entry does not move. */
const UNMOVED = 1e-9;

/** Rows of the first test, at least, and per parameter; each further test takes FACTOR times as many. */
const FIRST_ROWS = 1000;
const ROWS_PER_PARAMETER = 10;
const FACTOR = 4;

/**
 * A noise-free fit that diverges; "settled" if it has a minimizer, undefined if it was stopped or is in
 * doubt. A direction that separates all rows separates any part of them. So if a fit to the first rows has a minimizer,
 * and as many independent columns as all rows, the question is settled at a small part of the cost.
 */
function* separatingFit(fitting: Fitting, held: ReadonlySet<number>): Watched<Task | "settled" | undefined> {
  const { task, uploaded, watched } = fitting;
  const dependents = task.state.read("dependents");
  const isHere = uploaded.crew === undefined;
  let rows = Math.max(FIRST_ROWS, ROWS_PER_PARAMETER * task.dimension);
  for (; ; rows *= FACTOR) {
    const isSplit = !isHere || (uploaded.classes === 1 && !uploaded.isSparse); // compressed columns hold all rows
    const part = isSplit ? Math.min(rows, uploaded.rows) : uploaded.rows;
    const shard = yield* firstRows(uploaded, part);
    if (shard === undefined) {
      fitting.findings.unexamined = uploaded.rows;
      return undefined;
    }
    const plain = withoutNoise(fitting, shard, part, held);
    const outcome = yield* minimize(plain, watched);
    if (outcome === undefined) return undefined; // stopped
    if (outcome === OUTCOME.recedes && part === uploaded.rows) return plain;
    const isSure = outcome === OUTCOME.converged && plain.state.read("isDoubtful") === 0;
    const isEnough = part === uploaded.rows || plain.state.read("dependents") === dependents;
    if (outcome !== OUTCOME.recedes && isEnough) return isSure ? "settled" : undefined;
  }
}

/** A shard that begins with so many rows; undefined if others hold them, and they are too many to be brought. */
function* firstRows(uploaded: Uploaded, count: number): Watched<Struct<"Shard"> | undefined> {
  const { crew, shard, columns } = uploaded;
  if (crew === undefined) return shard;
  if (count * columns > mostBrought(crew)) return undefined;
  return placeBrought(uploaded, yield* cutAfar(uploaded, [{ begin: 0, count }]));
}

/** The same minimization on the first rows by Newton's method, with the noise switched off and some columns held by a ridge. */
function withoutNoise(
  { task, uploaded, plan }: Fitting,
  shard: Struct<"Shard">,
  rows: number,
  held: ReadonlySet<number>,
): Task {
  const { scope, problem, dimension } = task;
  const part = subShard(scope, shard, undefined);
  const isCut = uploaded.isSparse && shard.read("partCount") > 1; // its scratch has room for one partition at a time
  part.set({ rows, parts: 0, partCount: 1, noiseCount: 0, approximation: 0, next: 0, share: 1 });
  if (isCut && !scope.kernel.exports.prepareShard(part.at, 1)) throw outOfMemory(8 * rows);
  const { square, absolute, isBounded } = readStrengths(uploaded, problem.read("penaltyParams"));
  const strength = square.map((s, j) => (held.has(j) || (absolute[j]! > 0 && !isBounded) ? Math.max(s, 1) : s));
  return prepareTask(scope, part, {
    dimension,
    held: heldEntries(uploaded, plan),
    totalWeight: (problem.read("totalWeight") * rows) / uploaded.rows,
    penalty: PENALTY.ridge,
    penaltyParams: scope.struct("SeparablePenalty", { strength: scope.put(strength) }).at,
    gradientScale: problem.read("gradientScale"),
    tolerance: 1e-10,
    maxIterations: 200,
    mayRecede: true,
    isQuadratic: false,
    examine: true,
    solverId: SOLVER.newton,
    dense: true,
    start: new Float64Array(dimension),
  });
}

/** The columns that move along the direction, on the original scale, where the intercept is that of raw columns. */
function sharesOf(task: Task, own: Uploaded): number[] {
  const { basis } = own;
  const { columns, center, scale, block, classes } = basis?.whole ?? own;
  const given = task.exchange.copy("direction", own.dimension);
  const direction = basis === undefined ? given : wholeEntries(basis, given, own);
  const largest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const raw = direction.slice();
  for (let k = 0; k < classes && block > columns; k++) {
    const intercept = k * block + columns;
    for (let j = 0; j < columns; j++) raw[intercept]! -= direction[k * block + j]! * scale[j]! * center[j]!;
  }
  const entries = [...raw.keys()].filter((entry) => Math.abs(raw[entry]!) > SHARE * largest);
  return [...new Set(entries.map((entry) => entry % block))].sort((a, b) => a - b);
}
