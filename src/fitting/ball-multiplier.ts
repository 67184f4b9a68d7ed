import { GlmError } from "../base/errors.js";
import type { Plan } from "../base/flow.js";
import { OUTCOME } from "../base/ids.js";
import { certifyBorder, STATIONARY, solveInDomain } from "../border/border.js";
import type { Face, Fitting } from "../minimize/fitting.js";
import { viewStrengths, writeStrengths } from "../minimize/penalize.js";
import { nearestToZero, originalScale } from "../minimize/rows.js";
import { refresh, type Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";

/** The result of a constrained minimization. */
export interface Constrained {
  readonly outcome: number | undefined;
  /** Strength of the penalty that holds beta on the ball; 0 when the ball does not bind. */
  readonly multiplier: number;
  /** The violated condition of a minimizer in the ball, in words; undefined if all hold. */
  readonly lack?: string | undefined;
}

/** One fit of the search: its multiplier, the difference of its norm and the radius, and its point. */
interface Tried {
  readonly m: number;
  readonly f: number;
  readonly point: Float64Array | undefined;
  readonly face: Face | undefined;
}

/** The norm is met to this part of the radius. */
const CLOSE = 1e-10;
/** The multiplier falls by this factor until the coefficients are too large. */
const FACTOR = 6;
/** Below this part of the first multiplier the ball cannot bind. */
const NOTHING = 1e-13;
const MOST_FITS = 200;
/** Multipliers this close are equal. */
const NARROW = 1e-15;
/** Beyond this many times the first multiplier, which has the size of the slopes, no norm falls further. */
const RUN_OFF = 1e20;
/** Largest difference of norm and radius at the end, as a part of the radius. */
const CLOSE_ENOUGH = 1e-8;
/** A multiplier below this part of the first is 0 to rounding. */
const NO_MULTIPLIER = 1e-10;

/**
 * The minimizer within a ball, by duality the penalized one at some multiplier m >= 0. |beta(m)| falls as m rises. The m
 * with |beta(m)| = radius is bracketed from above and then found by the secant rule: on 1 / |beta| for the l2 ball, which
 * is nearly linear in m (Hebden), and on |beta| for the l1 ball, which is piecewise linear. The next m is always inside the bracket,
 * and in its middle if a fit came hardly closer than the one before: above the m at which beta is 0 a norm is flat.
 * Every fit starts where the one before ended. If F is linear on part of the way, as at the border of a link's domain,
 * |beta(m)| jumps at one m from above the radius to below. Since F is convex, every point between the two minimizers is one too,
 * and the one on the ball is taken. At the end the conditions are checked: no norm beyond the radius, and none below it
 * with a multiplier.
 *
 * Source: Moré & Sorensen (1983), Computing a trust region step; Osborne, Presnell & Turlach (2000) for the l1 ball.
 */
export function* minimizeInBall(fitting: Fitting): Watched<Constrained> {
  const found = yield* searchMultiplier(fitting);
  const { outcome, multiplier } = found;
  const isOver = outcome === undefined || outcome === OUTCOME.nonFinite || outcome === OUTCOME.recedes;
  if (isOver || found.lack !== undefined) return found;
  const { ball, radius } = fitting.plan.constraint!;
  const norm = normOf(fitting);
  const isOutside = !(norm <= radius * (1 + CLOSE_ENOUGH));
  const isInside = norm < radius * (1 - CLOSE_ENOUGH) && multiplier > NO_MULTIPLIER * firstMultiplier(fitting);
  if (!isOutside && !isInside) return found;
  const lack = `the ${ball} norm of the coefficients is ${Number(norm.toPrecision(8))} at multiplier ${multiplier.toExponential(2)}, and the radius ${radius}: no multiplier was found that brings them to it`;
  return { outcome: OUTCOME.maxIterations, multiplier, lack };
}

function* searchMultiplier(fitting: Fitting): Watched<Constrained> {
  const { ball, radius } = fitting.plan.constraint!;
  const measure = (norm: number): number => (ball === "l2" ? 1 / radius - 1 / norm : norm - radius);
  const { state, dimension } = fitting.task;
  const start = state.copy("point", dimension);
  const held = state.copy("dependent", dimension);
  const first = firstMultiplier(fitting);
  const least = NOTHING * first;
  let multiplier = 0; // the ball may not bind
  let iterations = 0;
  let low: Tried | undefined; //  too large a norm: f > 0
  let high: Tried | undefined; // inside: f < 0
  let before = Infinity;
  let isLast = false;
  for (let fits = 0; fits < MOST_FITS; fits++) {
    // with a penalty no column depends on others
    state.view("dependent", dimension).set(held);
    const outcome = yield* fitAt(fitting, multiplier);
    iterations += state.read("iteration");
    state.set({ iteration: iterations });
    if (outcome === undefined || outcome === OUTCOME.nonFinite) return { outcome, multiplier };
    const norm = normOf(fitting);
    const ran = outcome === OUTCOME.recedes; // no minimizer without the ball: the norm is infinite
    const f = ran ? Infinity : measure(norm);
    if (ran) state.view("point", dimension).set(start);
    if (!ran && Math.abs(norm - radius) <= CLOSE * radius) return { outcome, multiplier };
    if (multiplier === 0 && (f < 0 || isLast)) return { outcome, multiplier };
    const tried: Tried = {
      m: multiplier,
      f,
      point: ran ? undefined : state.copy("point", dimension),
      face: fitting.findings.face,
    };
    if (f > 0) low = tried;
    else high = tried;
    if (low !== undefined && high !== undefined && high.m - low.m <= NARROW * high.m)
      return yield* between(fitting, low, high, outcome);
    if (high === undefined && multiplier > RUN_OFF * first) return yield* outside(fitting, norm);
    const isSlow = Math.abs(f) > 0.5 * before;
    before = Math.abs(f);
    // there are several minimizers: the first was too large, the smallest is inside
    isLast = low?.m === 0 && Number.isFinite(low.f) && high !== undefined && high.m < least;
    if (isLast) multiplier = 0;
    else
      multiplier =
        multiplier === 0 && high === undefined ? first : nextMultiplier(low, high, multiplier, least, isSlow);
  }
  return { outcome: OUTCOME.maxIterations, multiplier };
}

/** At a multiplier where the norm jumps over the radius: the point on the ball between the minimizers on both sides. */
function* between(fitting: Fitting, low: Tried, high: Tried, outcome: number): Watched<Constrained> {
  const { task, plan } = fitting;
  const { state, dimension } = task;
  const { radius } = plan.constraint!;
  const inner = high.point!;
  const outer = low.point;
  const go = (part: number): void => {
    const point = outer === undefined ? inner : inner.map((v, j) => v + part * (outer[j]! - v));
    state.view("point", dimension).set(point);
  };
  let [from, to] = [0, outer === undefined ? 0 : 1];
  for (let k = 0; k < 60 && from < to; k++) {
    const middle = 0.5 * (from + to);
    if (middle === from || middle === to) break;
    go(middle);
    if (normOf(fitting) <= radius) from = middle;
    else to = middle;
  }
  go(from);
  writeMultiplier(fitting, high.m);
  const optimality = yield* certifyBorder(fitting);
  const norm = normOf(fitting);
  const misses = Math.abs(norm - radius) > CLOSE_ENOUGH * radius;
  if (!misses && optimality <= STATIONARY) return { outcome: OUTCOME.converged, multiplier: high.m };
  const lack = misses
    ? `the norm of the coefficients jumps over the radius at multiplier ${high.m.toExponential(2)}: it is ${Number(norm.toPrecision(6))} here, and the radius ${radius}`
    : undefined;
  return { outcome: lack === undefined ? outcome : OUTCOME.maxIterations, multiplier: high.m, lack };
}

/** No multiplier brings the coefficients into the ball. */
function* outside(fitting: Fitting, norm: number): Watched<Constrained> {
  writeMultiplier(fitting, 0);
  yield* certifyBorder(fitting);
  const { ball, radius } = fitting.plan.constraint!;
  const lack = `no coefficients were found in the ball with every row inside the domain of the link: the least ${ball} norm is about ${Number(norm.toPrecision(6))}, and the radius ${radius}; widen the ball`;
  return { outcome: OUTCOME.maxIterations, multiplier: 0, lack };
}

function nextMultiplier(
  low: { m: number; f: number } | undefined,
  high: { m: number; f: number } | undefined,
  now: number,
  least: number,
  isSlow: boolean,
): number {
  if (high === undefined) return now * FACTOR;
  if (low === undefined) return now / FACTOR < least ? 0 : now / FACTOR;
  const width = high.m - low.m;
  const secant = Number.isFinite(low.f) && !isSlow ? low.m + (width * low.f) / (low.f - high.f) : Number.NaN;
  const inside = secant > low.m + 0.001 * width && secant < high.m - 0.001 * width;
  if (inside) return secant;
  if (Number.isFinite(secant)) {
    const near = secant <= low.m + 0.001 * width ? low.m : high.m;
    const guess = near + (near === low.m ? 0.001 : -0.001) * width;
    if (guess > low.m && guess < high.m) return guess;
  }
  return low.m > 0 ? Math.sqrt(low.m * high.m) : 0.1 * high.m;
}

function* fitAt(fitting: Fitting, multiplier: number): Watched<number | undefined> {
  writeMultiplier(fitting, multiplier);
  return yield* solveInDomain(fitting);
}

/** The penalty, and that of the ball on top. */
function writeMultiplier(fitting: Fitting, multiplier: number): void {
  const { uploaded, plan, task } = fitting;
  writeStrengths(uploaded, plan, viewStrengths(uploaded, task.problem.read("penaltyParams")), multiplier);
}

/**
 * F without the penalty that represents the ball, computed from the rows: beside a large
 * multiplier the difference of the two has few digits.
 */
export function* objectiveAlone(fitting: Fitting, multiplier: number | undefined): Watched<number> {
  const { task } = fitting;
  const { state } = task;
  const reached = state.read("objective");
  if (!multiplier) return reached;
  const optimality = state.read("optimality");
  writeMultiplier(fitting, 0);
  yield* refresh(task);
  const alone = state.read("objective");
  writeMultiplier(fitting, multiplier);
  state.set({ objective: reached, optimality });
  return alone;
}

/** A first multiplier, at which coefficients of the ball's size balance the null model's slopes. */
function firstMultiplier(fitting: Fitting): number {
  const { nullModel, plan } = fitting;
  return plan.constraint!.ball === "l1" ? nullModel.gradientScale : nullModel.gradientScale / plan.constraint!.radius;
}

function normOf(fitting: Fitting): number {
  return ballNorm(fitting.uploaded, fitting.plan, originalScale(fitting).coefficients);
}

/** The norm of beta, of unit-variance columns when standardized. */
function ballNorm({ sd }: Uploaded, plan: Plan, coefficients: readonly Float64Array[]): number {
  const isL1 = plan.constraint!.ball === "l1";
  let sum = 0;
  for (const beta of coefficients) {
    beta.forEach((value, j) => {
      const b = plan.standardize ? value * sd[j]! : value;
      sum += isL1 ? Math.abs(b) : b * b;
    });
  }
  return isL1 ? sum : Math.sqrt(sum);
}

/** Refuses bounds outside the ball. */
export function checkBall(uploaded: Uploaded, plan: Plan): void {
  const { constraint, bounds } = plan;
  if (constraint === undefined || bounds === undefined) return;
  const { ball, radius } = constraint;
  const least = bounds.lower.map((_, j) => nearestToZero(bounds, j));
  const norm = ballNorm(
    uploaded,
    plan,
    Array.from({ length: plan.classes }, () => least),
  );
  if (norm <= radius * (1 + CLOSE)) return;
  const of = plan.standardize ? " (of unit-variance columns)" : "";
  throw new GlmError(
    "BAD_OPTION",
    `bounds keep the ${ball} norm of the coefficients${of} at ${Number(norm.toPrecision(6))} or more; expected at most ${radius}, the radius of ${ball}Ball: widen the bounds or the ball`,
    { norm, radius },
  );
}
