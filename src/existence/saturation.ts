import { ASK } from "../base/ids.js";
import { fallsSlowly, vanishingMeans } from "../families/index.js";
import { factsOf } from "../minimize/facts.js";
import type { Fitting } from "../minimize/fitting.js";
import { askEta } from "../minimize/rows.js";
import { askRows } from "../shard/ask-rows.js";
import { visitLefts } from "../shard/class-lefts.js";
import { answerRows, rangeOf } from "../shard/row-questions.js";
import { finish, type Watched } from "../shard/task.js";

/** A difference of two predictors of a row, eta_up - eta_down, -1 for none; `left` is the possible gain of the objective on it. */
export interface Pair {
  readonly row: number;
  readonly up: number;
  readonly down: number;
  readonly left: number;
}

export interface Saturation {
  /** Pairs that may grow for ever: their rows are fitted almost perfectly. */
  readonly saturated: readonly Pair[];
  /** Pairs that a direction to infinity must not move. */
  readonly interior: readonly Pair[];
  /** Whether some of these rows may lose what others gain, so that only following the direction proves it. */
  readonly isByMeans: boolean;
}

/** Above this gain, in units of the log-likelihood, the row has something left to gain and is not part of an escape. */
const INTERIOR = 1e-3;

/**
 * At the end of a search a row on its way to infinity has next to nothing left to gain: all rows on the way pull in one direction,
 * so each has less left than the squared step that is left in standard errors, 1e-12.
 */
const SUSPICIOUS = 1e-9;

/** Per unit of weight a search cannot resolve less than this: rows of weight 1e12 may be on their way with much left to gain. */
const UNFELT = 1e-10;

/**
 * Sorts rows by their possible gain: w l'^2 / l'' over the dispersion, the gain of a Newton step; for classes w p_k. It depends
 * on the point only, not on the number of rows or the solver. Empty if no row is fitted to what rounding and the step that is left allow,
 * unless there is a doubt.
 *
 * If the loss falls like a power of eta, a search stops with much left to gain: such a row counts as on its way whatever its
 * gain. If gaussian means vanish, rows whose y is on the other side of 0 may also move, and, as a second answer to test, all rows whose
 * mean has nearly vanished.
 */
export function saturationsOf(fitting: Fitting, isDoubtful: boolean): readonly Saturation[] {
  return fitting.uploaded.classes === 1 ? ofOne(fitting, isDoubtful) : ofClasses(fitting, isDoubtful);
}

/** Whether some row may be fitted to what rounding allows: if not, `saturationsOf` finds none without a look at the rows one by one. */
export function* mayHaveSaturations(fitting: Fitting, isDoubtful: boolean): Watched<boolean> {
  const { family, task, plan, uploaded } = fitting;
  if (isDoubtful) return true;
  const point = task.state.copy("point", task.dimension);
  if (uploaded.classes > 1) {
    const [least] = yield* askRows(uploaded, { about: "least-left", point });
    return least! <= SUSPICIOUS;
  }
  if (vanishingMeans(family) || fallsSlowly(family)) return true;
  const seen = task.state.view("seen", task.dimension);
  const isOfRows = plan.noises.length === 0 || plan.approximation !== "monte-carlo"; // else the search used copies
  const isHere = isOfRows && point.every((v, j) => v === seen[j]);
  const range = isHere
    ? [task.state.read("lowest"), task.state.read("highest")]
    : yield* askRows(uploaded, { about: "range", point });
  return mayBeSaturated(fitting, yield* waysOfRows(fitting), range);
}

function ofOne(fitting: Fitting, isDoubtful: boolean): readonly Saturation[] {
  const { uploaded, family } = fitting;
  const { scope, rows: n } = uploaded;
  const { weight } = fitting.response;
  const { mark, release } = scope.kernel.exports;
  const isByMeans = vanishingMeans(family);
  const isSlow = fallsSlowly(family);
  const limit = isByMeans ? INTERIOR : SUSPICIOUS;
  const position = mark();
  const at = scope.f64(n);
  askEta(fitting, at);
  let isSuspicious = false;
  if (
    isByMeans ||
    isSlow ||
    !isDoubtful ||
    mayBeSaturated(fitting, finish(waysOfRows(fitting)), rangeOf(scope.view(at, n)))
  ) {
    visitRows(fitting, at, isByMeans, (_, side, left, way) => {
      isSuspicious = (side !== 0 && left <= limit) || (isSlow && way !== 0);
      return isSuspicious;
    });
  }
  const found: Saturation[] = [];
  if (isSuspicious || isDoubtful) {
    const sorted = (most: number, alone: boolean): Saturation => {
      const saturated: Pair[] = [];
      const interior: Pair[] = [];
      visitRows(fitting, at, isByMeans, (row, side, left, way) => {
        const to = alone ? way : side;
        const pair = { row, up: to > 0 ? 0 : -1, down: to > 0 ? -1 : 0, left };
        const felt = isByMeans || family.dispersion !== "one" ? most : Math.max(most, UNFELT * (weight?.[row] ?? 1));
        (to === 0 || !(left <= felt) ? interior : saturated).push(pair);
        return false;
      });
      return { saturated, interior, isByMeans: isByMeans && !alone };
    };
    if (isByMeans || isSlow) found.push(sorted(Infinity, true));
    if (isByMeans || !isSlow) found.push(sorted(INTERIOR, false));
  }
  release(position);
  return found;
}

/** The least and the largest eta. */
type Range = ArrayLike<number>;

/** Of rows whose loss falls for ever: see src/shard/ways.ts. From the different y, where they are a few. */
function* waysOfRows({ uploaded, family, nullModel }: Fitting): Watched<Float64Array> {
  const { values } = nullModel;
  if (values === undefined) return yield* askRows(uploaded, { about: "ways" });
  const { scope, parameters } = uploaded;
  const position = scope.kernel.exports.mark();
  const few = { rows: values.length, family: family.id, familyParams: parameters, y: scope.put(values) };
  const shard = scope.struct("Shard", few);
  const found = answerRows({ scope, shard, trials: undefined }, { about: "ways" }, undefined)[0]!;
  scope.kernel.exports.release(position);
  return found;
}

/**
 * A test of the ends only. The direction of a row depends on its y alone. Rows of equal y have less left to gain the farther they
 * are on their way, so if one at the end has more than the limit, with the least weight, all have.
 */
function mayBeSaturated(
  { uploaded, family, response, task, nullModel }: Fitting,
  ways: Float64Array,
  range: Range,
): boolean {
  const { scope, parameters } = uploaded;
  const { familyAnswer, mark, release, solverDispersion } = scope.kernel.exports;
  const [falling, rising, isOfOne, lightest] = ways as unknown as [number, number, number, number];
  const limit = vanishingMeans(family) ? INTERIOR : SUSPICIOUS;
  const position = mark();
  const unit = unitOf({ family, nullModel, response }, solverDispersion(task.state.at));
  const leaves = (y: number, eta: number): boolean => {
    if (Number.isNaN(y)) return true;
    const at = scope.put([y, eta, 0, 0, 0, 0, 0]);
    familyAnswer(family.id, ASK.derivatives, parameters, 1, at, 0, at + 8, at + 16, 1);
    const [, , , slope, curvature] = scope.get(at, 5);
    return (lightest * slope! * slope!) / Math.abs(curvature!) / unit > limit;
  };
  const may = !(isOfOne === 1 && leaves(falling, range[0]!) && leaves(rising, range[1]!));
  release(position);
  return may;
}

/** Rows whose derivatives are in memory at a time, little beside X. */
const CHUNK = 2048;

/** A mean that is y within this part of itself has not vanished. */
const AT_REST = 0.5;

/**
 * Visits rows with weight until told to stop. Passes the direction in which each may go for ever (0 for none), its possible gain, and
 * whether it gains all the way there, whatever other rows do.
 */
function visitRows(
  { uploaded, family, response, task, nullModel }: Fitting,
  at: number,
  isByMeans: boolean,
  visit: (row: number, side: number, left: number, way: number) => boolean,
): void {
  const { scope, rows: n, shard, parameters } = uploaded;
  const { familyAnswer, mark, release, solverDispersion } = scope.kernel.exports;
  const position = mark();
  const most = Math.min(n, CHUNK);
  const [derivatives, ways, means] = [scope.f64(5 * most), scope.f64(most), scope.f64(most)];
  const unit = unitOf({ family, nullModel, response }, solverDispersion(task.state.at));
  const { y, weight } = response;
  const visitChunk = (begin: number, length: number): boolean => {
    const [from, eta] = [shard.read("y") + 8 * begin, at + 8 * begin];
    familyAnswer(family.id, ASK.derivatives, parameters, length, from, 0, eta, derivatives, length);
    familyAnswer(family.id, ASK.recession, parameters, length, from, 0, eta, ways, 0);
    if (isByMeans) familyAnswer(family.id, ASK.mean, parameters, length, 0, 0, eta, means, 0);
    const [here, way] = [scope.view(eta, length), scope.view(ways, length)];
    const slope = scope.view(derivatives + 8 * length, length);
    const curvature = scope.view(derivatives + 16 * length, length);
    const mean = scope.view(means, length);
    const outwards = (k: number): number => {
      if (Math.abs(y[begin + k]! - mean[k]!) <= AT_REST * Math.abs(mean[k]!)) return 0;
      return family.link === "log" ? -1 : Math.sign(here[k]!);
    };
    for (let k = 0; k < length; k++) {
      const row = begin + k;
      const w = weight?.[row] ?? 1;
      if (w === 0) continue;
      const isNothing = slope[k] === 0 || (isByMeans && y[row] === 0); // a mean of 0 is best, on any scale
      const left = isNothing ? 0 : (w * slope[k]! * slope[k]!) / Math.abs(curvature[k]!) / unit;
      if (visit(row, isByMeans ? outwards(k) : way[k]!, left, way[k]!)) return true;
    }
    return false;
  };
  for (let begin = 0; begin < n; begin += CHUNK) if (visitChunk(begin, Math.min(CHUNK, n - begin))) break;
  release(position);
}

/** The dispersion; if it is estimated and the deviance is almost 0, that of the null model; 1 if every y is 0. */
function unitOf(
  { family, nullModel, response }: Pick<Fitting, "family" | "nullModel" | "response">,
  phi: number,
): number {
  if (family.dispersion === "one") return phi;
  if (factsOf(response).isZero) return Math.max(1, phi); // y has no spread to give a unit, and means near 0 give none either
  const usual = (2 * (nullModel.loss - nullModel.bestLoss)) / response.observations;
  return usual > phi ? usual : phi;
}

function ofClasses({ uploaded, task, response }: Fitting, isDoubtful: boolean): readonly Saturation[] {
  const { scope, rows: n, classes: K, shard } = uploaded;
  const { exports } = scope.kernel;
  const position = exports.mark();
  const at = scope.f64(K * n);
  exports.projectRows(shard.at, task.state.read("point"), K, 0, at);
  const eta = scope.get(at, K * n);
  exports.release(position);
  const saturated: Pair[] = [];
  const interior: Pair[] = [];
  let isSuspicious = false;
  visitLefts(exports, { eta, y: response.y, weight: response.weight, rows: n, classes: K }, (row, up, down, left) => {
    (left <= INTERIOR ? saturated : interior).push({ row, up, down, left });
    if (left <= SUSPICIOUS) isSuspicious = true;
  });
  return isSuspicious || isDoubtful ? [{ saturated, interior, isByMeans: false }] : [];
}
