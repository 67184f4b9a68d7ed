import { PAIRS, sub } from "./arithmetic.js";
import { rowDerivatives } from "./derivatives.js";
import { bestLoss, domainOf, EXPONENT, loss } from "./loss.js";
import { type LossRow, type Objective, type Point } from "./objective.js";

// What differences of F are held against: the unit of the data, and what rounding of eta does to F.

const A = PAIRS;

/** Roundings of an eta, in units of its terms: some for each of the additions, and for the solver's change of coordinates. */
const ROUNDINGS = 64 * Number.EPSILON;

export interface Scale {
  /** F of one unit of deviance: with a known dispersion 1 / n, with a free one that of the fit over n. */
  readonly unit: number;
  /** What F is off the minimum when every eta is off by its rounding, to second order. */
  readonly curved: number;
  /** The same to first order: where the slopes of the rows do not cancel, as on a border, and for F itself. */
  readonly sloped: number;
  /** Mean unit deviance of the model without columns. */
  readonly null: number;
  /** Sum of the absolute terms of F. */
  readonly size: number;
}

export function scaleOf(objective: Objective, point: Point): Scale {
  const { lossRows, classes, problem } = objective;
  const squares = lossRows.reduce((s, row) => s + row.c * row.c, 0) * (problem.approximation === "monte-carlo" ? (problem.copies ?? 100) : 1);
  let mean = 0;
  let curved = 0;
  let sloped = 0;
  for (const row of lossRows) {
    if (classes > 1) {
      for (let k = 0; k < classes; k++) {
        const a = objective.etaSize(row, point, k);
        sloped += row.c * a;
        curved += 0.5 * row.c * Math.min(1, (ROUNDINGS * a) ** 2);
      }
      continue;
    }
    const eta = objective.eta(row, point);
    const a = objective.etaSize(row, point) + roundedResponse(objective, row);
    const { low, high } = domainOf(objective.form);
    const l = objective.lossAt(row.y, eta, a);
    if (!Number.isFinite(l.h) || eta.h <= low || eta.h >= high) {
      sloped += row.c * a;
      continue;
    }
    mean += 2 * row.c * Math.max(0, sub(l, bestLoss(A, objective.form, row.y)).h);
    const [slope, curvature] = rowDerivatives(objective, row.y, eta);
    if (Number.isFinite(slope)) sloped += row.c * Math.abs(slope) * a;
    if (Number.isFinite(curvature)) curved += 0.5 * row.c * Math.abs(curvature) * (ROUNDINGS * a) ** 2;
  }
  const isFree = classes === 1 && !["binomial", "poisson", "negative-binomial"].includes(objective.form.family);
  return { null: isFree ? nullDeviance(objective) : 1, unit: squares * (isFree ? mean : 1), curved, sloped, size: objective.size(point) };
}

/** A residual y - eta carries the rounding of y too. */
function roundedResponse(objective: Objective, row: LossRow): number {
  return objective.form.link === "identity" ? Math.abs(row.y) : 1;
}

/** At eta of the mean response, by the formula of the link. */
function nullDeviance(objective: Objective): number {
  const { form, lossRows } = objective;
  const mean = lossRows.reduce((s, row) => s + row.c * row.y, 0);
  const q = EXPONENT[form.link]!;
  const eta = A.of(q === 0 ? Math.log(mean) : q === 1 ? mean : mean ** (1 / q));
  const squares = lossRows.reduce((s, row) => s + row.c * row.y * row.y, 0);
  if (!Number.isFinite(eta.h)) return squares;
  const excess = (row: LossRow): number => sub(loss(A, form, row.y, eta), bestLoss(A, form, row.y)).h;
  const unit = lossRows.reduce((s, row) => s + 2 * row.c * excess(row), 0);
  return Number.isFinite(unit) ? unit : squares;
}
