import { mul, PAIRS } from "./arithmetic.js";
import type { Basis } from "./basis.js";
import { domainOf, lossAtBorder } from "./loss.js";
import type { Objective, Point } from "./objective.js";

const A = PAIRS;

// The allowed points: bounds, balls, and the border of the link's domain if the loss is finite there.

/** A function of the point that has to stay above 0 (inside), with its slopes per coefficient. */
interface Slack {
  readonly value: number;
  readonly slope: readonly number[];
  /** Second derivatives on the diagonal, 0 for most. */
  readonly bend?: readonly number[];
}

/** Rows whose loss is finite on the border, so that nothing but the domain keeps the search inside. */
function borderSlacks(objective: Objective, point: Point, basis: Basis): Slack[] {
  const { low, high } = domainOf(objective.form);
  return objective.lossRows.flatMap((row, i) => {
    const isLow = low > -Infinity && Number.isFinite(lossAtBorder(objective.form, row.y, false));
    const isHigh = high < Infinity && Number.isFinite(lossAtBorder(objective.form, row.y, true));
    if (!isLow && !isHigh) return [];
    const eta = objective.eta(row, point).h;
    const q = basis.rows[i]!;
    return [
      ...(isLow ? [{ value: eta - low, slope: q }] : []),
      ...(isHigh ? [{ value: high - eta, slope: q.map((v) => -v) }] : []),
    ];
  });
}

export const hasBall = ({ problem }: Objective): boolean => problem.constraint !== undefined;

/** The norm of a ball, at least rounding. */
export function normOf(objective: Objective, point: Point): number {
  const { constraint } = objective.problem;
  let sum = 0;
  point.forEach((v, at) => {
    const j = (at % objective.block) - 1;
    if (j < 0) return;
    const b = Math.abs(objective.unit[j]! * v.h);
    sum += constraint!.ball === "l2" ? b * b : b;
  });
  return constraint!.ball === "l2" ? Math.sqrt(sum) : sum;
}

/** Moves a point that a ball allows only by its slack back to the radius: a witness must be inside to the bit. */
export function withinBall(objective: Objective, point: Point): Point {
  const { constraint } = objective.problem;
  if (constraint === undefined || !(normOf(objective, point) > constraint.radius)) return point;
  const part = A.of((constraint.radius / normOf(objective, point)) * (1 - 2 * Number.EPSILON));
  return point.map((v, at) => (at % objective.block === 0 ? v : mul(v, part)));
}

/** Whether a point keeps bounds and ball, to `slack` as a part of bound and radius. */
export function isAllowed(objective: Objective, point: Point, slack = 0): boolean {
  const { bounds, constraint } = objective.problem;
  const holds = point.every((v, at) => {
    const j = (at % objective.block) - 1;
    if (j < 0) return objective.problem.intercept || v.h === 0;
    if (objective.excluded[j] && v.h !== 0) return false;
    const room = (bound: number): number => (Number.isFinite(bound) ? slack * Math.abs(bound) : 0);
    const { lower, upper } = bounds ?? {};
    const [low, high] = [lower?.[j] ?? -Infinity, upper?.[j] ?? Infinity];
    return v.h >= low - room(low) && v.h <= high + room(high);
  });
  return holds && (constraint === undefined || normOf(objective, point) <= constraint.radius * (1 + slack));
}

/** Whether bounds hold to the bit: coefficients can equal them. */
export function isWithinBounds({ problem, block }: Objective, point: Point): boolean {
  const { bounds } = problem;
  return bounds === undefined || point.every(({ h }, at) => at % block === 0 || (h >= bounds.lower[(at % block) - 1]! && h <= bounds.upper[(at % block) - 1]!)); // biome-ignore format: one line
}

/** Slopes along the basis of a function that depends on one coefficient. */
function alongOne(basis: Basis, objective: Objective, k: number, j: number, factor: number): number[] {
  const r = basis.directions.length;
  const slope = Array<number>(r * objective.classes).fill(0);
  basis.directions.forEach((t, s) => {
    slope[k * r + s] = factor * t[j + 1]!.h;
  });
  return slope;
}

/** -mu sum log slack + sum kappa (sqrt(beta^2 + e^2) - |beta|); its slopes and curvatures are added to g and H, those of kappa |beta| too. */
export function soften(
  objective: Objective,
  basis: Basis,
  point: Point,
  mu: number,
  into?: { g: number[]; H: number[][] },
): number {
  let total = 0;
  const addSlack = ({ value, slope, bend }: Slack): void => {
    if (!(value > 0)) {
      total = Infinity;
      return;
    }
    total -= mu * Math.log(value);
    if (into === undefined) return;
    const f = mu / value;
    slope.forEach((s, a) => {
      if (s === 0) return;
      into.g[a]! -= f * s;
      slope.forEach((t, b) => {
        into.H[a]![b]! += (f / value) * s * t;
      });
    });
    bend?.forEach((v, a) => {
      into.H[a]![a]! += f * v;
    });
  };
  if (mu > 0) for (const slack of borderSlacks(objective, point, basis)) addSlack(slack);
  const { bounds, constraint } = objective.problem;
  for (let k = 0; k < objective.classes; k++) {
    for (let j = 0; j < objective.p; j++) {
      const b = point[k * objective.block + 1 + j]!.h;
      if (bounds !== undefined && mu > 0 && bounds.lower[j]! < bounds.upper[j]!) {
        const { lower, upper } = bounds;
        if (lower[j]! > -Infinity) addSlack({ value: b - lower[j]!, slope: alongOne(basis, objective, k, j, 1) });
        if (upper[j]! < Infinity) addSlack({ value: upper[j]! - b, slope: alongOne(basis, objective, k, j, -1) });
      }
      const kappa = objective.kappa[j]!;
      if (kappa > 0) {
        const e = Math.max(mu, 1e-300) / kappa;
        const root = Math.hypot(b, e);
        total += kappa * (root - Math.abs(b)); // F has kappa |b| already
        if (into !== undefined)
          addOne(into, alongOne(basis, objective, k, j, 1), (kappa * b) / root, (kappa * e * e) / root ** 3);
      }
    }
  }
  if (constraint !== undefined && mu > 0) addSlack(ballSlack(objective, basis, point, mu));
  return total;
}

function addOne(into: { g: number[]; H: number[][] }, t: readonly number[], slope: number, curvature: number): void {
  t.forEach((v, a) => {
    if (v === 0) return;
    into.g[a]! += slope * v;
    t.forEach((w, b) => {
      into.H[a]![b]! += curvature * v * w;
    });
  });
}

/** 1 - (|u beta| / R)^2, or 1 - sum sqrt((u beta)^2 + e^2) / R. */
function ballSlack(objective: Objective, basis: Basis, point: Point, mu: number): Slack {
  const { ball, radius } = objective.problem.constraint!;
  const r = basis.directions.length;
  const slope = Array<number>(r * objective.classes).fill(0);
  let value = 1;
  const e = ball === "l1" ? radius * Math.min(1e-3, Math.max(1e-12, mu)) : 0;
  for (let k = 0; k < objective.classes; k++) {
    for (let j = 0; j < objective.p; j++) {
      const u = objective.unit[j]!;
      const b = u * point[k * objective.block + 1 + j]!.h;
      const root = Math.hypot(b, e);
      value -= ball === "l2" ? (b / radius) ** 2 : root / radius;
      const d = ball === "l2" ? (2 * b * u) / radius ** 2 : (b * u) / (root || 1) / radius;
      basis.directions.forEach((t, s) => {
        slope[k * r + s]! -= d * t[j + 1]!.h;
      });
    }
  }
  return { value, slope };
}

/** Whether the fit has anything but a smooth F on the whole space. */
export function isHeld(objective: Objective): boolean {
  const { low, high } = domainOf(objective.form);
  const { bounds, constraint } = objective.problem;
  const hasBorder =
    (low > -Infinity || high < Infinity) &&
    objective.lossRows.some(
      (row) =>
        (low > -Infinity && Number.isFinite(lossAtBorder(objective.form, row.y, false))) ||
        (high < Infinity && Number.isFinite(lossAtBorder(objective.form, row.y, true))),
    );
  return hasBorder || bounds !== undefined || constraint !== undefined || objective.kappa.some((k) => k > 0);
}
