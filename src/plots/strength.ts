// The axis that paths and cross-validation share: the regularization, weaker from left to right.
import type { Axis } from "./plot-data.js";
import { tickLabel } from "./scale.js";

export type Strength = "lambda" | "rate" | "share";

const LABELS: Record<Strength, string> = {
  lambda: "lambda, strength of the penalty",
  rate: "rate, strength of the noise",
  share: "share of the L1 penalty",
};
/** Number of counts above the plot. */
const COUNTS = 8;

/** One step, with its number of nonzero columns. */
export interface Step {
  readonly value: number;
  readonly nonZeros: number;
}

/** The axis; above it the number of nonzero columns at some of the steps, if it varies. */
export function strengthAxis(over: Strength, steps: readonly Step[]): Axis {
  const axis = { label: LABELS[over], scale: over === "lambda" ? "log" : "linear", isReversed: true } as const;
  if (new Set(steps.map(({ nonZeros }) => nonZeros)).size < 2) return axis;
  const every = Math.max(1, Math.round((steps.length - 1) / (COUNTS - 1)));
  const marks = steps
    .filter((_, k) => k % every === 0)
    .map(({ value, nonZeros }) => ({ at: value, label: String(nonZeros) }));
  return { ...axis, far: { label: "coefficients that are not 0", marks } };
}

/** Whether the axis can show a value. */
export function isPlaced(over: Strength, value: number): boolean {
  return over === "lambda" ? value > 0 : Number.isFinite(value);
}

/** A value in the text of a rule. */
export function shortNumber(value: number): string {
  return tickLabel(Number(value.toPrecision(3)));
}
