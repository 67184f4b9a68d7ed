// Whether a minimizer exists is a question of linear programming; the status of a fit must give the same answer.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dropout,
  type FamilyName,
  fitSync,
  type GlmError,
  type Model,
  type Noise,
  type SolverName,
} from "../../src/index.js";
import { NOISES } from "../../src/noise/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { SEED } from "../helpers/arbitrary.js";
import { isAdded } from "../helpers/fits.js";
import { recedingRows } from "../helpers/separable.js";

interface Example {
  readonly x: number[][];
  readonly y: number[];
  readonly family: FamilyName;
  readonly intercept: boolean;
  /** Strength of the noise per column; some are 0. */
  readonly strength: number[];
}

/** Small whole numbers, so that the linear program is exact and ties are many. */
const examples: fc.Arbitrary<Example> = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 4 }))
  .chain(([n, p]) => {
    const row = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: p, maxLength: p });
    const label = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(0, 1) }, { weight: 1, arbitrary: fc.constant(0.5) });
    return fc.record({
      x: fc.array(row, { minLength: n, maxLength: n }),
      y: fc.array(label, { minLength: n, maxLength: n }),
      family: fc.constantFrom<FamilyName>("binomial", "poisson"),
      intercept: fc.boolean(),
      strength: fc.array(fc.constantFrom(0, 0.5), { minLength: p, maxLength: p }),
    });
  });

const FORMS: Record<string, ((strength: number[]) => Noise) | undefined> = {
  "no noise": undefined,
  ...Object.fromEntries(
    Object.keys(NOISES).flatMap((noise) =>
      (["quadratic", "gaussian"] as const).map((approximation) => [
        `${noise}, ${approximation}`,
        (strength: number[]) => ({ noise, strength, approximation }),
      ]),
    ),
  ),
};

function fitted({ x, y, family, intercept }: Example, noise: Noise | undefined, solver: SolverName): Model | undefined {
  try {
    return fitSync(x, y, { family, intercept, noise, solver });
  } catch (error) {
    expect((error as GlmError).code).toBe("ONE_CLASS"); // no minimizer either, seen before the fit
    return undefined;
  }
}

/** All ways to drop entries of a row, the kept ones divided by 1 - 1/2: the loss expected under dropout is their mean. */
function maskings(row: readonly number[], strength: readonly number[]): number[][] {
  return row.reduce<number[][]>(
    (made, v, j) =>
      made.flatMap((r) =>
        strength[j]! > 0 && v !== 0
          ? [
              [...r, 0],
              [...r, 2 * v],
            ]
          : [[...r, v]],
      ),
    [[]],
  );
}

for (const solver of Object.keys(SOLVERS) as SolverName[]) {
  describe(`existence of a minimizer of the exact form (${solver})`, () => {
    it("is what the status says: dropout, poisson", () => {
      const check = ({ strength, ...example }: Example): void => {
        const { x, y, intercept } = example;
        const noise = dropout(strength, { approximation: "exact" });
        const { status } = fitSync(x, y, { family: "poisson", intercept, noise, solver });
        // e^eta - y eta under dropout is a mean over masks, each a row like those without noise
        const rows = x.flatMap((row, i) => maskings(row, strength).map((masked) => ({ masked, count: y[i]! })));
        const recedes = recedingRows({
          family: "poisson",
          x: rows.map(({ masked }) => masked),
          y: rows.map(({ count }) => count),
          intercept,
          noised: rows.map(() => []),
          isQuadratic: false,
        });
        const isActive = strength.some((s) => s > 0);
        // Copies of a row that pull different ways can hide an escape; then the fit must at least say that it doubts.
        if (recedes.length > 0 && isActive && status.code === "converged") {
          expect(status.warnings.map((warning) => warning.code)).toContain("precision");
          return;
        }
        expect(status.code).toBe(recedes.length === 0 ? "converged" : isActive ? "diverged" : "separated");
      };
      fc.assert(fc.property(examples, check), { seed: SEED, numRuns: 500 });
    });
  });

  describe(`existence of a minimizer (${solver})`, () => {
    for (const [form, make] of Object.entries(FORMS)) {
      it(`is what the status says: ${form}`, () => {
        const check = (example: Example): void => {
          const { x, y, family, intercept, strength } = example;
          const noise = make?.(strength);
          const model = fitted(example, noise, solver);
          if (model === undefined) return;
          const isNoised = (v: number, j: number) =>
            noise !== undefined && strength[j]! > 0 && (isAdded(noise) || v !== 0);
          const noised = x.map((row) => row.map(isNoised));
          const isQuadratic = noise?.approximation === "quadratic";
          const recedes = recedingRows({ family, x, y, intercept, noised, isQuadratic }).length > 0;
          const isActive = noise !== undefined && strength.some((s) => s > 0);
          expect(model.status.code).toBe(recedes ? (isActive ? "diverged" : "separated") : "converged");
        };
        fc.assert(fc.property(examples, check), { seed: SEED, numRuns: 500 });
      });
    }
  });
}
