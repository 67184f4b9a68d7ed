// A converged fit is a minimum: no step away from it lowers F, and every solver ends there.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitSync, GlmError, type Model, type Noise } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { type Example, examples, SEED } from "../helpers/arbitrary.js";
import { isConvex } from "../helpers/fits.js";
import { generator } from "../helpers/numeric.js";

/** The fit of an example when it says without reserve that it ended at a minimum, else undefined. */
function converged({ x, y, options }: Omit<Example, "form">): Model | undefined {
  try {
    const model = fitSync(x, y, options);
    const { code, warnings } = model.status;
    const isSure = code === "converged" && warnings.every(({ code }) => code !== "precision" && code !== "boundary");
    return isSure ? model : undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(GlmError);
    return undefined;
  }
}

/** The objective at a point: that of a fit which starts there and takes no step. */
function objectiveAt({ x, y, options }: Omit<Example, "form">, intercept: number, coefficients: number[]): number {
  return fitSync(x, y, { ...options, start: { intercept, coefficients }, maxIterations: 0 }).objective;
}

function checkNoWayDown(example: Example): void {
  const model = converged(example);
  if (model === undefined) return;
  const uniform = generator(example.x.length);
  for (const size of [1e-1, 1e-3]) {
    const away = (b: number) => b + size * (2 * uniform() - 1) * Math.max(1e-3, Math.abs(b));
    const intercept = example.options.intercept === false ? 0 : away(model.intercept);
    const there = objectiveAt(example, intercept, Array.from(model.coefficients, away));
    expect(there >= model.objective - 1e-11 * Math.max(1, Math.abs(model.objective)) || !Number.isFinite(there)).toBe(
      true,
    );
  }
}

/** Two solvers may stop apart by what the tolerance allows; then the certificate, not the point, is what they share. */
function checkAgreement(example: Example): void {
  const hasKinks = (example.options.penalty?.share ?? 0) > 0;
  const names = (Object.keys(SOLVERS) as SolverName[]).filter((name) => !hasKinks || SOLVERS[name].constrained);
  const fits = names.map((solver) => converged({ ...example, options: { ...example.options, solver } }));
  const [first, ...others] = fits.filter((model) => model !== undefined);
  const approximation =
    example.options.noise === undefined ? undefined : (example.options.noise as Noise).approximation;
  if (first === undefined || !isConvex({ form: example.form, approximation })) return;
  for (const other of others) {
    const scale = Math.max(1, Math.abs(first.objective), first.nullDeviance || 0);
    expect(Math.abs(other.objective - first.objective)).toBeLessThan(1e-9 * scale);
  }
}

/** Rows with a weight of 2 are there twice, whatever they hold. */
function checkWeights(example: Example): void {
  const { x, y, options, form } = example;
  const approximation = (options.noise as Noise | undefined)?.approximation;
  if (approximation === "monte-carlo" || !isConvex({ form, approximation })) return; // copies belong to rows by number
  const twice = { x: [...x, ...x], y: [...y, ...y] };
  const two = { ...options, weights: y.map(() => 2) };
  const own = options.offset as number[] | undefined;
  const offset = own && { offset: [...own, ...own] };
  const weighted = converged({ x, y, options: two });
  const repeated = converged({ ...twice, options: { ...options, weights: undefined, ...offset } });
  if (weighted === undefined || repeated === undefined) return;
  const scale = Math.max(1, Math.abs(repeated.objective), repeated.nullDeviance || 0);
  expect(Math.abs(weighted.objective - repeated.objective)).toBeLessThan(1e-9 * scale);
}

const RUNS = 600;

describe("any converged fit of everyday magnitudes", () => {
  it("has no way down nearby", () =>
    fc.assert(
      fc.property(
        examples(10).filter(({ form }) => form.isConvex), // else a far plateau, flat to the tolerance, may pass for the end
        checkNoWayDown,
      ),
      { seed: SEED, numRuns: RUNS },
    ));
  it("has the same objective by every solver", () =>
    fc.assert(fc.property(examples(10), checkAgreement), { seed: SEED, numRuns: RUNS }));
  it("has the same objective with weights of 2 as with rows twice", () =>
    fc.assert(fc.property(examples(10), checkWeights), { seed: SEED, numRuns: RUNS }));
});
