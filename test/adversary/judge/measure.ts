import { add, mul, PAIRS, type Pair, sub } from "./arithmetic.js";
import { rowDerivatives } from "./derivatives.js";
import { bestLoss, domainOf, EXPONENT, loss, lossAtBorder, powerOf } from "./loss.js";
import type { Objective, Point } from "./objective.js";
import type { LossRow } from "./rows.js";

// The scales for differences of F: the unit of the data, and the effect of rounding of eta on F.

const A = PAIRS;

/** Roundings of an eta, in units of its terms: some for each of the additions, and for the solver's change of coordinates. */
const ROUNDINGS = 64 * Number.EPSILON;

export interface Scale {
  /** F of one unit of deviance: with a known dispersion 1 / n, with a free one that of the fit over n. */
  readonly unit: number;
  /** The change of F at the minimum if every eta is off by its rounding, to second order. */
  readonly curved: number;
  /** The same to first order: for points where the slopes of the rows do not cancel, such as a border, and for F itself. */
  readonly sloped: number;
  /** Mean unit deviance of the model without columns. */
  readonly null: number;
  /** Sum of the absolute terms of F. */
  readonly size: number;
}

export function scaleOf(objective: Objective, point: Point): Scale {
  const { lossRows, classes, problem } = objective;
  const squares =
    lossRows.reduce((s, row) => s + row.c * row.c, 0) *
    (problem.approximation === "monte-carlo" ? (problem.copies ?? 100) : 1);
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
      sloped += row.c * (a + nearBorder(objective, row, eta.h, ROUNDINGS * a) / ROUNDINGS);
      continue;
    }
    mean += 2 * row.c * Math.max(0, sub(l, bestLoss(A, objective.form, row.y)).h);
    sloped += (row.c * nearBorder(objective, row, eta.h, ROUNDINGS * a)) / ROUNDINGS;
    const [slope, curvature] = rowDerivatives(objective, row.y, eta);
    if (Number.isFinite(slope)) sloped += row.c * Math.abs(slope) * a;
    if (Number.isFinite(curvature) && curvature !== 0)
      curved += 0.5 * row.c * Math.abs(curvature) * (ROUNDINGS * a) ** 2;
  }
  for (const row of objective.noiseRows) if (classes === 1) sloped += row.c * noiseSlopes(objective, row, point);
  const isFree = classes === 1 && !["binomial", "poisson", "negative-binomial"].includes(objective.form.family);
  return {
    null: isFree ? nullDeviance(objective) : 1,
    unit: squares * (isFree ? mean : 1),
    curved,
    sloped,
    size: objective.size(point),
  };
}

/** What the noise penalty of a row changes by in units of a rounding: of eta by its terms, of the variance or exponent by itself. */
function noiseSlopes(objective: Objective, row: LossRow, point: Point): number {
  const [eta, q, h] = [objective.eta(row, point), objective.noiseArgument(row, point), A.of(STEP)];
  const r = (e: Pair, v: Pair): number => objective.noise!.penalty(row.y, e, v).h;
  const byEta = Math.abs(r(add(eta, h), q) - r(eta, q)) / STEP;
  const byNoise = Math.abs(r(eta, add(q, mul(q, h))) - r(eta, q)) / STEP;
  const sum = byEta * objective.etaSize(row, point) + byNoise;
  return Number.isFinite(sum) ? sum : 0;
}

/** Step of differences for slopes. */
const STEP = 1e-6;

/** A residual y - eta carries the rounding of y too. */
function roundedResponse(objective: Objective, row: LossRow): number {
  return objective.form.link === "identity" ? Math.abs(row.y) : 1;
}

/** What the loss of a row changes by within the rounding of eta, where that is no small part of its way to the border. */
function nearBorder({ form }: Objective, row: LossRow, eta: number, rounding: number): number {
  const { low, high } = domainOf(form);
  const room = Math.min(eta - low, high - eta);
  if (!(rounding > 0.01 * room)) return 0;
  const isHigh = eta - low >= high - eta;
  const from = isHigh ? Math.min(eta, high) - rounding : Math.max(eta, low) + rounding;
  const border = lossAtBorder(form, row.y, isHigh);
  const outer = Number.isFinite(border) ? border : loss(A, form, row.y, A.of(eta)).h;
  const change = Math.abs(loss(A, form, row.y, A.of(from)).h - outer);
  return Number.isFinite(change) ? change : 0;
}

/**
 * At eta of the mean response, by the formula of the link, offsets around their mean; and at least that of means that are off
 * by 1e-6 of themselves, below which differences in y are rounding (docs/objective.md, "Optimality").
 */
function nullDeviance(objective: Objective): number {
  const { form, lossRows } = objective;
  const mean = (f: (row: LossRow) => number): number => lossRows.reduce((s, row) => s + row.c * f(row), 0);
  const y = mean((row) => row.y);
  if (lossRows.every((row) => row.y === 0)) return 1; // there is no scale
  const q = EXPONENT[form.link]!;
  const middle = q === 0 ? Math.log(y) : q === 1 ? y : y ** (1 / q);
  const offset = mean((row) => row.o);
  const excess = (row: LossRow, o: number): number =>
    sub(loss(A, form, row.y, A.of(middle + o)), bestLoss(A, form, row.y)).h;
  const around = 2 * mean((row) => excess(row, row.o - offset));
  const unit = Number.isFinite(around) ? around : 2 * mean((row) => excess(row, 0));
  const p = powerOf(form);
  const least = 1e-12 * (p === 0 ? mean((row) => row.y * row.y + row.o * row.o) : y ** (2 - p));
  return Math.max(Number.isFinite(unit) ? unit : 0, Number.isFinite(least) ? least : 0);
}

/** Whether a row's loss is infinite at a predictor that rounding alone may have put there. */
export function isBlurred(objective: Objective, point: Point): boolean {
  if (objective.classes > 1) return false;
  const { low, high } = domainOf(objective.form);
  return objective.lossRows.some((row) => {
    const eta = objective.eta(row, point);
    const rounding = ROUNDINGS * objective.etaSize(row, point);
    const isInfinite = !Number.isFinite(objective.lossAt(row.y, eta, rounding / ROUNDINGS).h);
    return isInfinite && (rounding > 1 || eta.h - low < rounding || high - eta.h < rounding);
  });
}
