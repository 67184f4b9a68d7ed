import { expect } from "vitest";
import type { FamilyName } from "../../src/families/index.js";
import type { ApproximationName, FitOptions, Model, Noise, SolverName } from "../../src/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { type Data, dataFor, noiseCases } from "./cases.js";
import { FORMS, type Form, formOf, type OneFamily } from "./forms.js";

export const SOLVER_NAMES = Object.keys(SOLVERS) as SolverName[];

/** One form with one noise (or none), solved one way. */
export interface FitCase {
  readonly name: string;
  readonly form: Form;
  readonly noise: Noise | undefined;
  readonly approximation: ApproximationName | undefined;
  readonly options: FitOptions<OneFamily>;
}

/**
 * Every form x noise x approximation that the descriptors allow, and none. Those without noise, and those of the families
 * with their own kernel loops, come with every solver; the others with one solver each, in turn.
 */
export function fitCases(p: number): FitCase[] {
  const plain = FORMS.map((form) => ({
    name: `${form.name}, no noise`,
    form,
    approximation: undefined,
    noise: undefined,
  }));
  return [...plain, ...noiseCases(p)].flatMap(({ name, form, approximation, noise }, k) => {
    const all = noise === undefined || isFused(form);
    const solvers = all ? SOLVER_NAMES : [SOLVER_NAMES[(k + Math.floor(k / 4)) % SOLVER_NAMES.length]!];
    return solvers.map((solver) => ({
      name: `${name}, ${solver}`,
      form,
      noise,
      approximation,
      options: { ...form.options, noise, solver },
    }));
  });
}

/** The three forms with loops of their own, assembly/family/fused.ts. */
export const isFused = ({ family }: Form): boolean => family.id <= 2;

/** Data on which every case has a minimizer well inside: n rows, p columns, two classes that overlap. */
export function calmData(form: Form | FamilyName, n = 60, p = 4, seed = 21): Data {
  return dataFor(typeof form === "string" ? formOf(form) : form, n, p, seed);
}

/** The same for a case, in the domain of its noise. */
export function calmFor({ form, noise }: Pick<FitCase, "form" | "noise">, n = 60): Data {
  return dataFor(form, n, 4, 21, noise);
}

/**
 * Coordinate descent forms no matrix of all columns, so it cannot find dependent ones: of several minimizers
 * it returns the one it reaches.
 */
export const looksForDependence = (solver: FitOptions["solver"]): boolean => solver !== "coordinate-descent";

/** Whether copies are drawn: the draws belong to row, column and copy by number. */
export const isSampled = ({ approximation }: Pick<FitCase, "approximation">): boolean =>
  approximation === "monte-carlo";

/** Whether there is one minimizer, whatever the data. */
export function isConvex({ form, approximation }: Pick<FitCase, "form" | "approximation">): boolean {
  return form.isConvex && (approximation !== "quadratic" || form.family.isQuadratic);
}

/** Noise whose variance does not depend on the entry, so that columns may be shifted; the strength scales with them. */
export const isAdded = (noise: Noise | undefined): boolean => noise?.noise === "additive" || noise?.noise === "laplace";

/** Noise that knows the unit of its column: columns may neither be shifted nor scaled. */
export const isOfCounts = (noise: Noise | undefined): boolean => noise?.noise === "poisson";

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

/** Compares a converged fit with the known numbers of another. */
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

/** Compares every number of two models, bit for bit. */
export function expectSameBits(got: Model, want: Model): void {
  expect({ ...got }).toEqual({ ...want });
}
