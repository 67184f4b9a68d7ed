import { expect } from "vitest";
import { type FitOptions, fitSync, type Model } from "../../src/index.js";
import type { OneFamily } from "./forms.js";
import { REQUEST, shardOf } from "./kernel.js";
import { derivative } from "./numeric.js";

/** Penalty and bounds, written by hand: (1/W) sum of losses + sum_j absolute_j |b_j| + square_j b_j^2 / 2. */
export interface Held {
  readonly absolute: readonly number[];
  readonly square: readonly number[];
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
}

/** A penalized fit, with the options of the same objective without penalty and bounds. */
export interface Penalized {
  readonly model: Model;
  readonly x: number[][];
  readonly y: number[];
  readonly plain: FitOptions<OneFamily>;
  readonly held: Held;
}

/** Slopes of the smooth part without the penalty. */
export interface Slopes {
  readonly intercept: number;
  readonly slopes: number[];
}

/** By differences of objectives at points where a fit takes no step. */
export function slopesByDifferences({ model, x, y, plain }: Penalized): Slopes {
  const at = (intercept: number, coefficients: number[]) =>
    fitSync(x, y, { ...plain, solver: "lbfgs", start: { intercept, coefficients }, maxIterations: 0 }).objective;
  const beta = [...model.coefficients];
  const moved = (j: number, b: number) => beta.map((old, k) => (k === j ? b : old));
  const slopeOf = (j: number) => derivative((v) => at(model.intercept, moved(j, v)), beta[j]!, stepOf(x, j));
  const slopes = beta.map((_, j) => slopeOf(j));
  return { intercept: derivative((v) => at(v, beta), model.intercept), slopes };
}

/** A step that moves eta by about a thousandth. */
function stepOf(x: readonly (readonly number[])[], j: number): number {
  return 1e-3 / Math.max(1e-3, ...x.map((row) => Math.abs(row[j]!)));
}

/** From a shard with all columns, whose gradient test/conformance/objective.test.ts holds against differences. */
export function slopesByShard({ model, x, y, plain }: Penalized): Slopes {
  const { uploaded, dimension, ask } = shardOf(x, y, plain);
  const { columns, scale, center } = uploaded;
  const beta = [...model.coefficients];
  const theta = beta.map((b, j) => (scale[j] === 0 ? 0 : b / scale[j]!));
  const constant = beta.reduce((sum, b, j) => sum + b * center[j]!, model.intercept);
  const { gradient } = ask(dimension > columns ? [...theta, constant] : theta, REQUEST.gradient);
  const total = y.reduce((sum, _, i) => sum + ((plain.weights as number[] | undefined)?.[i] ?? 1), 0);
  const intercept = dimension > columns ? gradient[columns]! / total : 0;
  return { intercept, slopes: beta.map((_, j) => gradient[j]! / (scale[j]! * total) + center[j]! * intercept) };
}

/** Of a canonical form without noise from residuals: (1/W) sum_i w_i (mu_i - y_i) x_ij. */
export function slopesByResiduals({ model, x, y, plain }: Penalized): Slopes {
  const { offset, weights } = plain as { offset?: number[]; weights?: number[] };
  const mu = model.predict(x, offset === undefined ? {} : { offset });
  const w = y.map((_, i) => weights?.[i] ?? 1);
  const total = w.reduce((a, b) => a + b);
  const sum = (value: (i: number) => number) => y.reduce((t, v, i) => t + (w[i]! * (mu[i]! - v) * value(i)) / total, 0);
  return { intercept: sum(() => 1), slopes: model.coefficients.length === 0 ? [] : Array.from(model.coefficients, (_, j) => sum((i) => x[i]![j]!)) }; // biome-ignore format: one line
}

/**
 * The conditions of a minimum: 0 is in m + square b + absolute sign(b), sign(0) being all of [-1, 1]; at a bound only a pull
 * back inside counts. `tolerance` in units of the slope.
 */
export function expectConditions(
  fit: Penalized,
  slopes: { intercept: number; slopes: number[] },
  tolerance: number,
): void {
  const { model, plain, held } = fit;
  expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
  if (plain.intercept !== false) expect(Math.abs(slopes.intercept)).toBeLessThan(tolerance);
  model.coefficients.forEach((b, j) => {
    const lower = held.lower?.[j] ?? -Infinity;
    const upper = held.upper?.[j] ?? Infinity;
    const m = slopes.slopes[j]! + held.square[j]! * b;
    const kink = held.absolute[j]!;
    const where = `column ${j}: b = ${b}, slope ${m}, kink ${kink}`;
    expect(b >= lower && b <= upper, where).toBe(true);
    const [left, right] = [b > 0 ? m + kink : m - kink, b < 0 ? m - kink : m + kink];
    if (b > lower) expect(left, where).toBeLessThan(tolerance); // F would fall downwards
    if (b < upper) expect(right, where).toBeGreaterThan(-tolerance);
  });
}

/** Columns that are not 0. */
export const active = (model: Model): number => model.coefficients.filter((b) => b !== 0).length;
