import { OUTCOME } from "../base/ids.js";
import { subShard } from "../shard/sub-shard.js";
import { minimize, prepareTask, type Task, type Watched } from "../shard/task.js";
import { viewWithin } from "../shard/view.js";
import { entriesOfColumns, gather, scatter } from "./entries.js";
import type { Fitting, WorkingSet } from "./fitting.js";
import { groupNorms, leadersOf } from "./groups.js";
import { look, spareOf } from "./look.js";
import { boundsOf, penalizesAll, pickStrengths, viewStrengths } from "./penalize.js";
import { recorderOf } from "./trace.js";

/** Columns that join at first, and at least how many may join at a time. */
const FIRST = 40;
/** Rounds; each ends with one look over all columns. */
const ROUNDS = 100;

/**
 * Minimizes over some columns at a time: those whose coefficients are not 0 and those that violate their optimality
 * condition most. Each round solves the problem on the set and then looks over all columns, which is one pass; it ends when
 * none violates its condition. No matrix of all columns is ever formed.
 *
 * Source: Friedman, Hastie & Tibshirani (2010), section 2.5, for the active set; Johnson & Guestrin (2015), Blitz, for working
 * sets that grow with what has been found. On a path a set is made by the sequential strong rule: columns whose slope
 * at the step before is at least 2 lambda - lambda before (Tibshirani et al. 2012, equation 22); it serves, with its Hessian, until a column outside violates its condition. The rule may err, the looks over all columns (./look.ts) do not.
 */
export function* minimizeByWorkingSets(fitting: Fitting): Watched<number | undefined> {
  const { task, plan } = fitting;
  const { state, exchange } = task;
  let iterations = 0;
  let last: number = OUTCOME.converged;
  let before = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    yield* look(fitting);
    state.set({ iteration: iterations });
    if (fitting.watched && (yield)) return undefined;
    const optimality = state.read("optimality");
    if (optimality <= plan.tolerance && (round > 0 || isHeldBack(fitting))) return OUTCOME.converged;
    if (!Number.isFinite(state.read("objective"))) return OUTCOME.nonFinite;
    if (last !== OUTCOME.converged && !(optimality < 0.5 * before)) return last;
    before = optimality;
    const working = yield* openPart(fitting, round === 0 ? fitting.before : undefined, plan.maxIterations - iterations);
    const { task: part, kept } = working;
    const outcome = yield* minimize(part, fitting.watched);
    keepPoint(fitting, part, kept);
    iterations += part.state.read("iteration");
    for (const field of ["isDoubtful", "step", "isSure", "isSaddle"] as const) {
      state.set({ [field]: part.state.read(field) });
    }
    exchange.set({
      passes: exchange.read("passes") + part.exchange.read("passes"),
      hessians: exchange.read("hessians") + part.exchange.read("hessians"),
    });
    state.set({ iteration: iterations });
    if (outcome === OUTCOME.recedes) keepDirection(fitting, part, kept);
    if (outcome !== OUTCOME.converged) closePart(fitting);
    if (outcome === undefined || outcome === OUTCOME.recedes || outcome === OUTCOME.maxIterations) {
      yield* look(fitting);
      state.set({ iteration: iterations });
      return outcome;
    }
    last = outcome;
  }
  return OUTCOME.maxIterations;
}

/** Whether every column has a penalty; where one has none, the first working set has to tell the step that is left. */
function isHeldBack({ uploaded, task }: Fitting): boolean {
  return penalizesAll(uploaded, viewStrengths(uploaded, task.problem.read("penaltyParams")));
}

/** The working set for what the last look saw: that of before where it holds all columns that are wanted, else another. */
function* openPart(fitting: Fitting, before: number | undefined, iterations: number): Watched<WorkingSet> {
  const { findings, task } = fitting;
  const { scope } = task;
  const kernel = scope.kernel.exports;
  const spare = spareOf(before);
  const wanted = chooseColumns(fitting, 0);
  const old = findings.part;
  if (old !== undefined && wanted.every((j) => old.isIn[j] === 1)) {
    renewPart(fitting, old, iterations);
    return old;
  }
  closePart(fitting);
  if (spare > 0) yield* look(fitting, 1 - spare);
  const kept = spare === 0 ? wanted : chooseColumns(fitting, spare);
  const base = kernel.mark();
  const part = prepareSubTask(fitting, kept, iterations);
  part.problem.set({ isNear: Number(fitting.before !== undefined) });
  const isIn = new Uint8Array(fitting.uploaded.columns);
  for (const j of kept) isIn[j] = 1;
  findings.part = { task: part, kept, isIn, base, top: kernel.mark() };
  return findings.part;
}

/** Forgets what was seen with other parameters of the family: slopes, the value, and the working set with its Hessian. */
export function forgetLooks(fitting: Fitting): void {
  fitting.findings.last = undefined;
  closePart(fitting);
}

/** Gives the memory of the working set back. */
function closePart({ findings, task }: Fitting): void {
  const kernel = task.scope.kernel.exports;
  if (findings.part !== undefined && kernel.mark() === findings.part.top) kernel.release(findings.part.base);
  findings.part = undefined;
}

/** The same set with the penalty as it is now. It goes on with the Hessian it has, where it is where it was left. */
function renewPart(fitting: Fitting, { task: part, kept }: WorkingSet, iterations: number): void {
  const { uploaded, task } = fitting;
  const entries = entriesOfColumns(fitting, kept);
  const all = viewStrengths(uploaded, task.problem.read("penaltyParams"));
  const own = viewStrengths({ ...uploaded, dimension: entries.length }, part.problem.read("penaltyParams"));
  const point = task.state.view("point", uploaded.dimension);
  const start = part.state.view("point", entries.length);
  let stayed = true;
  entries.forEach((entry, k) => {
    own.square[k] = all.square[entry]!;
    own.absolute[k] = all.absolute[entry]!;
    if (start[k] !== point[entry]) stayed = false;
    start[k] = point[entry]!;
  });
  part.problem.set({ maxIterations: Math.max(0, iterations) });
  part.state.set({ adopted: Number(stayed) });
  part.exchange.set({ passes: 0, hessians: 0 });
}

/**
 * Columns that are at no kink and at no bound, and those with the largest violations; with `spare`, a part of the kink, also those that
 * come as near to theirs. Groups come as a whole. `product` holds the violations, after solverRefresh.
 */
function chooseColumns(fitting: Fitting, spare: number): number[] {
  const { uploaded, task, plan } = fitting;
  const { classes, block, columns } = uploaded;
  const bounds = boundsOf(uploaded, plan);
  const violations = task.exchange.view("product", uploaded.dimension);
  const point = task.state.view("point", uploaded.dimension);
  const { absolute } = viewStrengths(uploaded, task.problem.read("penaltyParams"));
  const slopes = task.exchange.view("gradient", uploaded.dimension);
  const limit = plan.tolerance * task.problem.read("gradientScale");
  const leaders = leadersOf(uploaded, plan, absolute);
  const norms = leaders && groupNorms(leaders, (entry) => point[entry]!);
  const pulls =
    leaders && groupNorms(leaders, (entry) => (absolute[entry]! > 0 ? slopes[entry]! / absolute[entry]! : 0));
  const isIn = new Uint8Array(columns);
  const ranks = new Float64Array(columns).fill(-Infinity);
  for (let j = 0; j < columns; j++) {
    if (uploaded.scale[j] === 0) continue;
    for (let entry = j; entry < classes * block; entry += block) {
      const at = point[entry]!;
      const isAtBound = bounds !== undefined && (at === bounds.lower[entry] || at === bounds.upper[entry]);
      const kink = absolute[entry]!;
      const isAtKink = kink > 0 && (leaders === undefined ? at : norms![leaders[entry]!]) === 0;
      if (!isAtBound && !isAtKink) isIn[j] = 1;
      const slope = pulls !== undefined && kink > 0 ? pulls[leaders![entry]!]! * kink : Math.abs(slopes[entry]!);
      const near = isAtKink && slope >= (1 - spare) * kink ? slope - kink : -Infinity;
      ranks[j] = Math.max(ranks[j]!, violations[entry]! || near);
    }
  }
  if (leaders !== undefined) joinGroups(fitting, isIn, ranks);
  return chosen(fitting, isIn, ranks, spare > 0 ? -Infinity : limit);
}

/** Columns of a group are in together, and have the rank of the first among them. */
function joinGroups({ uploaded, plan }: Fitting, isIn: Uint8Array, ranks: Float64Array): void {
  const groups = plan.penalty.groups!;
  const isGroupIn = new Set<number>();
  const best = new Map<number, number>();
  const isPart = (j: number): boolean => uploaded.scale[j] !== 0 && plan.penalty.absolute[j]! > 0;
  for (let j = 0; j < groups.length; j++) {
    if (!isPart(j)) continue;
    if (isIn[j] === 1) isGroupIn.add(groups[j]!);
    best.set(groups[j]!, Math.max(best.get(groups[j]!) ?? -Infinity, ranks[j]!));
  }
  for (let j = 0; j < groups.length; j++) {
    if (!isPart(j)) continue;
    isIn[j] = Number(isGroupIn.has(groups[j]!));
    ranks[j] = best.get(groups[j]!)!;
  }
}

/** Those that are in, and of those above `least` the first by rank; no group is cut. */
function chosen({ plan }: Fitting, isIn: Uint8Array, ranks: Float64Array, least: number): number[] {
  const groups = plan.penalty.groups;
  const kept: number[] = [];
  const waiting: number[] = [];
  for (let j = 0; j < isIn.length; j++) {
    if (isIn[j] === 1) kept.push(j);
    else if (ranks[j]! > least) waiting.push(j);
  }
  let most = Math.max(FIRST, kept.length);
  if (waiting.length > most) {
    waiting.sort((a, b) => ranks[b]! - ranks[a]! || (groups === undefined ? 0 : groups[a]! - groups[b]!));
    while (groups !== undefined && groups[waiting[most - 1]!] === groups[waiting[most]!]) most++;
    waiting.length = Math.min(most, waiting.length);
  }
  return kept.concat(waiting).sort((a, b) => a - b);
}

/** The problem on some columns, ready to run from where the whole one is. */
export function prepareSubTask(fitting: Fitting, kept: readonly number[], iterations: number): Task {
  const { uploaded, task, plan } = fitting;
  const { scope, dimension } = uploaded;
  const entries = entriesOfColumns(fitting, kept);
  const pick = (all: Float64Array): Float64Array => gather(all, entries);
  const start = pick(task.state.view("point", dimension));
  const bounds = boundsOf(uploaded, plan);
  return prepareTask(scope, subShard(scope, uploaded.shard, kept), {
    ...{ crew: uploaded.crew, view: viewWithin(uploaded.view, { columns: kept }) },
    dimension: entries.length,
    totalWeight: task.problem.read("totalWeight"),
    penalty: task.problem.read("penalty"),
    penaltyParams: pickStrengths(uploaded, task.problem.read("penaltyParams"), pick).at,
    bounds: bounds === undefined ? undefined : { lower: pick(bounds.lower), upper: pick(bounds.upper) },
    gradientScale: task.problem.read("gradientScale"),
    tolerance: task.problem.read("tolerance"),
    maxIterations: Math.max(0, iterations),
    mayRecede: task.problem.read("mayRecede") !== 0,
    isQuadratic: task.problem.read("isQuadratic") !== 0,
    examine: false,
    certificate: fitting.options.certificate,
    solverId: plan.solverId,
    dense: true,
    start,
    recorder: recorderOf(fitting, (theta) => {
      const whole = task.state.copy("point", dimension);
      scatter(fitting, theta, kept, whole);
      return whole;
    }),
  });
}

function keepPoint(fitting: Fitting, part: Task, kept: readonly number[]): void {
  const { task, uploaded } = fitting;
  const target = task.state.view("point", uploaded.dimension);
  scatter(fitting, part.state.copy("point", part.dimension), kept, target);
}

function keepDirection(fitting: Fitting, part: Task, kept: readonly number[]): void {
  const { task, uploaded } = fitting;
  const target = task.exchange.view("direction", uploaded.dimension).fill(0);
  scatter(fitting, part.exchange.copy("direction", part.dimension), kept, target);
}
