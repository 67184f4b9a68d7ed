import { add, mul, PAIRS, type Pair, sub } from "./arithmetic.js";
import { type Basis, moved } from "./basis.js";
import { isAllowed, isHeld, normOf, soften } from "./constraints.js";
import { derivativesOf } from "./derivatives.js";
import { dampedStep } from "./linear.js";
import type { Objective, Point } from "./objective.js";

// The judge's own minimizer: damped Newton steps on F, with constraints softened by a barrier that is removed in stages.
// It only proposes points; F itself decides whether a point is allowed and lower.

const A = PAIRS;

export interface Found {
  readonly point: Point;
  readonly F: Pair;
  /** Steps taken, for the tally. */
  readonly steps: number;
}

/** The weight of the barrier at each stage, in units of F. */
const STAGES = [1e-2, 1e-4, 1e-6, 1e-8, 1e-10];
const STEPS_PER_STAGE = 12;
const STEPS_WITHOUT = 40;

/** Least F that is found from a point; `unit` is what a difference of F is measured by. */
export function descend(
  objective: Objective,
  basis: Basis,
  start: Point,
  unit: number,
  stages = isHeld(objective) ? STAGES : [0],
): Found {
  let point = start;
  let steps = 0;
  let best: Found = { point: start, F: isAllowed(objective, start) ? objective.value(start) : A.of(Infinity), steps };
  const consider = (candidate: Point): void => {
    if (!isAllowed(objective, candidate)) return;
    const F = objective.value(candidate);
    if (sub(F, best.F).h < 0) best = { point: candidate, F, steps };
  };
  for (const stage of stages) {
    const most = stage === 0 ? STEPS_WITHOUT : STEPS_PER_STAGE;
    const [next, taken] = newton(objective, basis, point, stage * unit, unit, most);
    point = next;
    steps += taken;
  }
  consider(point);
  for (const candidate of tidied(objective, point, unit)) consider(candidate);
  return { ...best, steps };
}

function newton(
  objective: Objective,
  basis: Basis,
  start: Point,
  mu: number,
  unit: number,
  most: number,
): [Point, number] {
  let point = start;
  const total = (at: Point): [Pair, number] => {
    const soft = soften(objective, basis, at, mu);
    return [Number.isFinite(soft) ? objective.value(at) : A.of(Infinity), soft];
  };
  let now = total(point);
  if (!Number.isFinite(now[0].h)) return [start, 0];
  let damping = 0;
  let step = 0;
  for (; step < most; step++) {
    const local = derivativesOf(objective, basis, point);
    const { g } = local; // without kinks, which are softened
    soften(objective, basis, point, mu, local);
    if (!g.every(Number.isFinite) || !local.H.every((row) => row.every(Number.isFinite))) break;
    let isDown = false;
    let gain = 0;
    for (let attempt = 0; attempt < 25; attempt++) {
      const gamma = dampedStep(g, local.H, damping);
      if (gamma?.every(Number.isFinite)) {
        for (const part of [1, 0.1]) {
          const there = moved(
            point,
            basis,
            gamma.map((v) => v * part),
            objective.classes,
          );
          const then = total(there);
          gain = -(sub(then[0], now[0]).h + (then[1] - now[1]));
          if (gain > 0) {
            point = there;
            now = then;
            isDown = true;
            break;
          }
        }
      }
      if (isDown) {
        damping = damping < 1e-6 ? 0 : damping / 10;
        break;
      }
      damping = damping === 0 ? 1e-6 : damping * 10;
      if (damping > 1e12) break;
    }
    if (!isDown || gain < 1e-10 * unit) break;
  }
  return [point, step];
}

/** The point with what nearly is 0 at 0 and what nearly is at a bound there; in the ball; the rows' mean kept by the intercept. */
function tidied(objective: Objective, point: Point, unit: number): Point[] {
  const { bounds, constraint, intercept } = objective.problem;
  const out: Point[] = [];
  for (const width of [1e-3, 1e-6]) {
    let changed = [...point];
    const put = (at: number, to: number): void => {
      const j = (at % objective.block) - 1;
      const k = at - 1 - j;
      if (intercept) changed[k] = add(changed[k]!, mul(sub(changed[at]!, A.of(to)), A.of(objective.mean[j]!)));
      changed[at] = A.of(to);
    };
    point.forEach((v, at) => {
      const j = (at % objective.block) - 1;
      if (j < 0) return;
      const size = width / (objective.sd[j]! || 1);
      if (objective.kappa[j]! > 0 && Math.abs(v.h) < Math.max(size, (1e-6 * unit) / objective.kappa[j]!)) put(at, 0);
      if (constraint?.ball === "l1" && Math.abs(objective.unit[j]! * v.h) < width * constraint.radius) put(at, 0);
      if (bounds === undefined) return;
      const now = changed[at]!.h;
      if (now < bounds.lower[j]! + size) put(at, bounds.lower[j]!);
      else if (now > bounds.upper[j]! - size) put(at, bounds.upper[j]!);
    });
    out.push(changed);
    if (constraint !== undefined) {
      const norm = normOf(objective, changed);
      if (norm > constraint.radius) {
        changed = changed.map((v, at) => (at % objective.block === 0 ? v : mul(v, A.of(constraint.radius / norm))));
        out.push(changed);
      }
    }
  }
  return out;
}
