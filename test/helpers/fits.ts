import { expect } from "vitest";
import { FAMILIES, type FamilyName } from "../../src/families/index.js";
import type { ApproximationName, FitOptions, Model, Noise, SolverName } from "../../src/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { dataFor, noiseCases } from "./cases.js";

/** One family with one noise (or none), solved one way. */
export interface FitCase {
  readonly name: string;
  readonly family: FamilyName;
  readonly noise: Noise | undefined;
  readonly approximation: ApproximationName | undefined;
  readonly options: FitOptions;
}

/** Every family x noise x approximation that the descriptors allow, and none, x every solver. */
export function fitCases(p: number): FitCase[] {
  const plain = (Object.keys(FAMILIES) as FamilyName[]).map((family) => ({
    name: `${family}, no noise`,
    family,
    approximation: undefined,
    noise: undefined,
  }));
  return [...plain, ...noiseCases(p)].flatMap(({ name, family, approximation, noise }) =>
    (Object.keys(SOLVERS) as SolverName[]).map((solver) => ({
      name: `${name}, ${solver}`,
      family,
      noise,
      approximation,
      options: { family, noise, solver },
    })),
  );
}

/** Data on which every case has a minimizer well inside: n rows, p columns, two classes that overlap. */
export function calmData(family: FamilyName, n = 60, p = 4, seed = 21): { x: number[][]; y: number[] } {
  return dataFor(FAMILIES[family], n, p, seed);
}

/** Noise whose variance does not depend on the entry, so that columns may be shifted; the strength scales with them. */
export const isAdded = (noise: Noise | undefined): boolean => noise?.noise === "additive" || noise?.noise === "laplace";

/** Noise that scales with the entry, so that columns may be scaled and not shifted. */
export const isScaled = (noise: Noise | undefined): boolean =>
  noise?.noise === "dropout" || noise?.noise === "multiplicative";

/** The strengths of a case's noise, one per column; made for another order or number of columns by `change`. */
export function withStrengths(noise: Noise | undefined, change: (strengths: number[]) => number[]): Noise | undefined {
  return noise && { ...noise, strength: change([...(noise.strength as number[])]) };
}

/** Coefficients agree to this when the objective agrees to rounding: the fits stop at optimality 1e-10. */
export const COEFFICIENTS = 2e-8;
const OBJECTIVE = 1e-13;

function expectClose(what: string, got: number, want: number, tolerance: number): void {
  const off = Math.abs(got - want) / Math.max(1, Math.abs(want));
  expect(off, `${what}: ${got} against ${want}`).toBeLessThanOrEqual(tolerance);
}

/** The numbers of a fit that a relation is about. */
export interface Expected {
  readonly intercept?: number;
  readonly coefficients?: ArrayLike<number>;
  readonly objective?: number;
  readonly deviance?: number;
}

/** Holds a converged fit against numbers that are known from another. */
export function expectFit(model: Model, want: Expected, tolerance = COEFFICIENTS): void {
  expect(model.status.code, JSON.stringify(model.status.warnings)).toBe("converged");
  if (want.intercept !== undefined) expectClose("intercept", model.intercept, want.intercept, tolerance);
  if (want.coefficients !== undefined) {
    const coefficients = Array.from(want.coefficients);
    expect(model.coefficients).toHaveLength(coefficients.length);
    coefficients.forEach((b, j) => {
      expectClose(`coefficient ${j}`, model.coefficients[j]!, b, tolerance);
    });
  }
  if (want.objective !== undefined) expectClose("objective", model.objective, want.objective, OBJECTIVE);
  if (want.deviance !== undefined) expectClose("deviance", model.deviance, want.deviance, 10 * tolerance);
}

/** Holds every number of two models against each other, bit for bit. */
export function expectSameBits(got: Model, want: Model): void {
  expect({ ...got }).toEqual({ ...want });
}
