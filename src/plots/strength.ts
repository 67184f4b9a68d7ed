// The axis that paths and cross-validation share: how much a fit is held back, less from left to right.
import type { Axis } from "./plot-data.js";
import { tickLabel } from "./scale.js";

export type Strength = "lambda" | "rate" | "share";

const LABELS: Record<Strength, string> = {
  lambda: "lambda, strength of the penalty",
  rate: "rate, strength of the noise",
  share: "share of the L1 penalty",
};
/** How many counts stand above the plot. */
const COUNTS = 8;

/** One step, with the columns whose coefficient is not 0. */
export interface Step {
  readonly value: number;
  readonly nonZeros: number;
}

/** The axis, with the number of coefficients above it, at some of the steps. */
export function strengthAxis(over: Strength, steps: readonly Step[]): Axis {
  const every = Math.max(1, Math.round((steps.length - 1) / (COUNTS - 1)));
  const shown = steps.filter((_, k) => k % every === 0);
  const marks = shown.map(({ value, nonZeros }) => ({ at: value, label: String(nonZeros) }));
  const scale = over === "lambda" ? "log" : "linear";
  return { label: LABELS[over], scale, isReversed: true, far: { label: "coefficients that are not 0", marks } };
}

/** Whether a value has a place on the axis. */
export function isPlaced(over: Strength, value: number): boolean {
  return over === "lambda" ? value > 0 : Number.isFinite(value);
}

/** A value in the text of a rule. */
export function shortNumber(value: number): string {
  return tickLabel(Number(value.toPrecision(3)));
}
