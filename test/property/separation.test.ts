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
import { SEED } from "../helpers/arbitrary.js";
import { isAdded, SOLVER_NAMES } from "../helpers/fits.js";
import { entryFor, strengthFor } from "../helpers/noises.js";
import { normals } from "../helpers/numeric.js";
import { recedingRows } from "../helpers/separable.js";

interface Example {
  readonly x: number[][];
  readonly y: number[];
  readonly family: FamilyName;
  readonly intercept: boolean;
  /** Strength of the noise per column; some are 0. */
  readonly strength: number[];
}

/** Problems of each kind. */
const RUNS = process.env.DROPGLM_NIGHTLY === undefined ? 150 : 500;

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
        (strength: number[]) => ({ noise, strength: strength.map((s) => strengthFor(noise, s)), approximation }),
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

/**
 * What all values of Poisson entries come to: any of them may be 0, and any may be as large as it likes. The last column
 * is the intercept's.
 */
function countings(row: readonly number[], strength: readonly number[]): number[][] {
  const isCount = (v: number, j: number) => strength[j]! > 0 && v !== 0;
  const rays = row.flatMap((v, j) => (isCount(v, j) ? [[...row.map((_, k) => (k === j ? v : 0)), 0]] : []));
  return [[...row.map((v, j) => (isCount(v, j) ? 0 : v)), 1], ...rays];
}

interface ExactNoise {
  readonly make: (strength: readonly number[]) => Noise;
  /** Rows, the intercept as their last column, that recede together when the row does under this noise. */
  readonly copies: (row: readonly number[], strength: readonly number[]) => number[][];
}

const EXACT: Record<string, ExactNoise> = {
  dropout: {
    make: (strength) => dropout(strength, { approximation: "exact" }),
    copies: (row, strength) => maskings(row, strength).map((masked) => [...masked, 1]),
  },
  poisson: {
    make: (strength) => ({ noise: "poisson", strength: strength.map(Math.ceil), approximation: "exact" }),
    copies: countings,
  },
};

for (const solver of SOLVER_NAMES) {
  describe(`existence of a minimizer of the exact form (${solver})`, () => {
    it.each(Object.entries(EXACT))("is what the status says: %s, poisson", (name, { make, copies }) => {
      const check = ({ strength, ...example }: Example): void => {
        const { y, intercept } = example;
        const x = example.x.map((row) => row.map((v) => entryFor(name, v)));
        const { status } = fitSync(x, y, { family: "poisson", intercept, noise: make(strength), solver });
        // e^eta - y eta under noise is a mean over copies, each a row like those without noise
        const rows = x.flatMap((row, i) => copies(row, strength).map((copy) => ({ copy, count: y[i]! })));
        const recedes = recedingRows({
          family: "poisson",
          x: rows.map(({ copy }) => (intercept ? copy : copy.slice(0, -1))),
          y: rows.map(({ count }) => count),
          intercept: false,
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
      fc.assert(fc.property(examples, check), { seed: SEED, numRuns: RUNS });
    });
  });

  describe(`existence of a minimizer (${solver})`, () => {
    for (const [form, make] of Object.entries(FORMS)) {
      it(`is what the status says: ${form}`, () => {
        const check = (example: Example): void => {
          const { y, family, intercept, strength } = example;
          const noise = make?.(strength);
          const x = example.x.map((row) => row.map((v) => entryFor(noise?.noise, v)));
          const model = fitted({ ...example, x }, noise, solver);
          if (model === undefined) return;
          const isNoised = (v: number, j: number) =>
            noise !== undefined && strength[j]! > 0 && (isAdded(noise) || v !== 0);
          const noised = x.map((row) => row.map(isNoised));
          const isQuadratic = noise?.approximation === "quadratic";
          const recedes = recedingRows({ family, x, y, intercept, noised, isQuadratic }).length > 0;
          const isActive = noise !== undefined && strength.some((s) => s > 0);
          expect(model.status.code).toBe(recedes ? (isActive ? "diverged" : "separated") : "converged");
        };
        fc.assert(fc.property(examples, check), { seed: SEED, numRuns: RUNS });
      });
    }
  });
}

describe("existence of a minimizer with more columns than rows", () => {
  const columns = 130; // more than coordinate descent takes at a time
  it.each(SOLVER_NAMES)("is what the status says: %s", (solver) => {
    for (let seed = 0; seed < 10; seed++) {
      const normal = normals(seed);
      const x = Array.from({ length: 6 }, () => Array.from({ length: columns }, () => Math.round(normal())));
      const y = x.map((_, i) => i % 2);
      const half = Array.from({ length: columns }, (_, j) => (j % 2) / 2); // the other half separates
      for (const [code, rate] of [
        ["diverged", half],
        ["converged", 0.5],
      ] as const) {
        // biome-ignore format: one line
        const { status } = fitSync(x, y, { family: "binomial", solver, noise: dropout(rate, { approximation: "gaussian" }) });
        expect(status.code, `seed ${seed}`).toBe(code);
      }
    }
  });
});
