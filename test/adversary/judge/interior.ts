import { add, mul, PAIRS, sub } from "./arithmetic.js";
import { normOf } from "./constraints.js";
import { domainOf, EXPONENT } from "./loss.js";
import type { Objective, Point } from "./objective.js";

// Points well inside of what is allowed, from which a search with a barrier may begin.

const A = PAIRS;

/** A point of the judge's own: no column does anything it need not do, the intercept is in the middle of what it may be. */
export function ownStart(objective: Objective): Point | undefined {
  const { classes, block, problem, form } = objective;
  const point = Array.from({ length: classes * block }, () => A.of(0));
  const inside = withinBounds(objective, point);
  if (!problem.intercept || classes > 1) return isInside(objective, inside) ? inside : undefined;
  const rest = objective.lossRows.map((row) => objective.eta(row, inside).h);
  if (rest.length === 0) return inside;
  const [least, most] = [Math.min(...rest), Math.max(...rest)];
  const { low, high } = domainOf(form);
  let b = 0;
  if (low > -Infinity && high < Infinity) b = most - least < high - low ? (low + high - most - least) / 2 : Number.NaN;
  else if (high < Infinity) b = high - most - 1;
  else if (low > -Infinity) b = low - least + Math.max(typical(objective), 1e-3 * (most - least));
  else b = middle(objective) - (least + most) / 2;
  inside[0] = add(inside[0]!, A.of(b));
  return Number.isFinite(b) && isInside(objective, inside) ? inside : undefined;
}

/** eta of the mean response, by the link's own formula; its size where eta has to be above 0. */
function typical(objective: Objective): number {
  const mean = objective.lossRows.reduce((s, row) => s + row.c * Math.abs(row.y), 0) || 1;
  const q = EXPONENT[objective.form.link];
  return q === undefined || q === 0 ? 1 : mean ** (1 / q);
}

function middle(objective: Objective): number {
  const { form } = objective;
  const mean = objective.lossRows.reduce((s, row) => s + row.c * row.y, 0);
  if (form.family === "binomial") return 0;
  if (form.link === "log") return mean > 0 ? Math.log(mean) : 0;
  if (form.link === "inverse") return mean === 0 ? 1 : 1 / mean;
  return mean;
}

export function isInside(objective: Objective, point: Point): boolean {
  const { low, high } = domainOf(objective.form);
  if (low === -Infinity && high === Infinity) return true;
  return objective.lossRows.every((row) => {
    const eta = objective.eta(row, point).h;
    const slack = Math.min(eta - low, high - eta);
    return slack > 1e-12 * objective.etaSize(row, point);
  });
}

/** Coefficients strictly within bounds and ball; the rows' mean of eta kept by the intercept. */
export function withinBounds(objective: Objective, point: Point): ReturnType<typeof A.of>[] {
  const { bounds, constraint, intercept } = objective.problem;
  const out = [...point];
  const put = (at: number, to: number): void => {
    const j = (at % objective.block) - 1;
    const k = at - 1 - j;
    if (intercept) out[k] = add(out[k]!, mul(sub(out[at]!, A.of(to)), A.of(objective.mean[j]!)));
    out[at] = A.of(to);
  };
  point.forEach((_, at) => {
    const j = (at % objective.block) - 1;
    if (j < 0 || bounds === undefined) return;
    const { lower, upper } = bounds;
    const [low, high] = [lower[j]!, upper[j]!];
    const room = 1e-3 * Math.min(high - low, 1 / (objective.sd[j]! || 1));
    const b = out[at]!.h;
    if (low === high) put(at, low);
    else if (b < low + room) put(at, low + room);
    else if (b > high - room) put(at, high - room);
  });
  if (constraint !== undefined) {
    const norm = normOf(objective, out);
    if (norm > 0.999 * constraint.radius) {
      const part = (0.999 * constraint.radius) / norm;
      out.forEach((v, at) => {
        if (at % objective.block !== 0) put(at, v.h * part);
      });
    }
  }
  return out;
}

/** A point near to the one given from which the barrier is finite; towards `safe` as far as it takes. */
export function inward(objective: Objective, point: Point, safe: Point | undefined): Point | undefined {
  const near = withinBounds(objective, point);
  if (isInside(objective, near) && Number.isFinite(objective.value(near).h)) return near;
  if (safe === undefined) return undefined;
  for (const part of [1e-3, 0.03, 0.3, 1]) {
    const mixed = near.map((v, at) => add(mul(A.of(1 - part), v), mul(A.of(part), safe[at]!)));
    if (isInside(objective, mixed) && Number.isFinite(objective.value(mixed).h)) return mixed;
  }
  return undefined;
}
