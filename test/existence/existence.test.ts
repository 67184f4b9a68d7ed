// If no finite maximum-likelihood fit exists, the status says so and names the columns; if one exists, however far
// out, it is found.
import { describe, expect, it } from "vitest";
import { additive, dropout, type FitOptions, fitSync, type Model, ridge } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { normals } from "../helpers/numeric.js";

const SIX = { dose: [1, 2, 3, 4, 5, 6] };
const PERFECT = [0, 0, 0, 1, 1, 1];
const QUASI = { dose: [1, 2, 3, 3, 5, 6] }; // both classes at 3
const LOT = Array.from({ length: 24 }, (_, i) => (i % 6 === 0 ? 1 : 0)); // four rare rows
const AGE = Array.from({ length: 24 }, (_, i) => Math.sin(3.1 * i));
const RARE = { age: AGE, lot: LOT };
const RARE_Y = LOT.map((l, i) => (l === 1 || (i * 7) % 3 === 0 ? 1 : 0)); // all rare rows are 1, others mixed
const RARE_COUNTS = LOT.map((l, i) => (l === 1 ? 0 : (i * 5) % 4)); // all rare rows are 0
const normal = normals(3);
const PLANE = { a: LOT.map(() => 3 * normal()), b: LOT.map(() => 2 * normal()) };
const PLANE_Y = PLANE.a.map((a, i) => (a - PLANE.b[i]! > 0.2 ? 1 : 0)); // neither column separates alone

interface Case {
  readonly x: Readonly<Record<string, readonly number[]>>;
  readonly y: readonly number[];
  readonly options?: FitOptions;
  /** Columns that must be named; with `mayName`, the only ones that may be. */
  readonly names: readonly string[];
  readonly mayName: readonly string[];
}

const SEPARATED: Record<string, Case> = {
  "six points": { x: SIX, y: PERFECT, names: ["dose"], mayName: ["(intercept)"] },
  "six points on another scale": {
    x: { dose: SIX.dose.map((d) => 1e-9 * d + 1e-6) },
    y: PERFECT,
    names: ["dose"],
    mayName: ["(intercept)"],
  },
  "both classes in one place (quasi-complete)": { x: QUASI, y: PERFECT, names: ["dose"], mayName: ["(intercept)"] },
  "one class wherever a rare column is 1": { x: RARE, y: RARE_Y, names: ["lot"], mayName: ["(intercept)"] },
  "a combination of columns": { x: PLANE, y: PLANE_Y, names: ["a", "b"], mayName: ["(intercept)"] },
  "an offset that speaks against it": {
    x: SIX,
    y: PERFECT,
    options: { offset: [3, -2, 1, 0, 5, -4] },
    names: ["dose"],
    mayName: ["(intercept)"],
  },
  "no intercept": {
    x: { dose: SIX.dose.map((d) => d - 3.5) },
    y: PERFECT,
    options: { intercept: false },
    names: ["dose"],
    mayName: [],
  },
  "one class only, no intercept": {
    x: SIX,
    y: [1, 1, 1, 1, 1, 1],
    options: { intercept: false },
    names: ["dose"],
    mayName: [],
  },
  "the only row that blocks has no weight": {
    x: { dose: [...SIX.dose, 9] },
    y: [...PERFECT, 0],
    options: { weights: [1, 1, 1, 1, 1, 1, 0] },
    names: ["dose"],
    mayName: ["(intercept)"],
  },
  "a penalty that leaves the column alone": {
    x: RARE,
    y: RARE_Y,
    options: { penalty: ridge(0.1, { factors: [1, 0] }) },
    names: ["lot"],
    mayName: ["(intercept)"],
  },
  "a plane that only one row, of half a success, lies in": {
    x: {
      a: [0, -1, 1, -2, 1, -1],
      b: [0, 1, -1, 2, 1, 0],
      c: [0, -2, 1, -1, -2, -1],
      d: [1, 1, -1, 2, 0, 0],
    },
    y: [0, 0.5, 0, 1, 0, 1],
    names: [],
    mayName: ["a", "b", "c", "d", "(intercept)"],
  },
  "no count wherever a rare column is 1 (poisson)": {
    x: RARE,
    y: RARE_COUNTS,
    options: { family: "poisson" },
    names: ["lot"],
    mayName: ["(intercept)"],
  },
  "no count anywhere (poisson)": {
    x: RARE,
    y: LOT.map(() => 0),
    options: { family: "poisson" },
    names: ["(intercept)"],
    mayName: [],
  },
};

const fitted = (
  { x, y, options }: Pick<Case, "x" | "y" | "options">,
  solver: SolverName,
  more: FitOptions = {},
): Model => fitSync(x, y, { family: "binomial", solver, ...options, ...more });

for (const solver of Object.keys(SOLVERS) as SolverName[]) {
  describe(`separated (${solver})`, () => {
    for (const [what, example] of Object.entries(SEPARATED)) {
      it(what, () => {
        const { status, coefficients } = fitted(example, solver);
        expect(status.code).toBe("separated");
        const found = status.warnings.find((warning) => warning.code === "separation");
        const columns = found?.detail.columns as string[];
        expect(columns).toEqual(expect.arrayContaining([...example.names]));
        expect([...example.names, ...example.mayName]).toEqual(expect.arrayContaining(columns));
        expect(found?.message).toMatch(
          /no finite maximum-likelihood fit exists.*(add ridge\(lambda\) or dropout\(rate\)(, or choose biasReduction "firth")?|y has to vary)$/,
        );
        expect(coefficients.every(Number.isFinite)).toBe(true);
      });

      it(`${what}: whatever the tolerance`, () => {
        for (const tolerance of [1e-6, 1e-8, 1e-12, 1e-14]) {
          expect(fitted(example, solver, { tolerance }).status.code, `tolerance ${tolerance}`).toBe("separated");
        }
      });
    }
  });

  describe(`not separated, and found (${solver})`, () => {
    for (const overlap of [0.1, 1e-2, 1e-3, 1e-4]) {
      it(`two rows that overlap by ${overlap}`, () => {
        const x = { dose: [-2, -1, -0.5, overlap, -overlap, 0.5, 1, 2] };
        const { status } = fitSync(x, [0, 0, 0, 0, 1, 1, 1, 1], { family: "binomial", solver });
        expect(status).toMatchObject({ code: "converged", warnings: [] });
      });
    }

    // An outlier is fitted perfectly by any positive slope, so the other rows decide.
    const x = [0, 1, 2, 3, 4, 5, 6];
    const y = [0, 1, 0, 1, 1, 0, 1];
    for (const outlier of [1e2, 1e4, 1e6]) {
      it(`one row at ${outlier} where the others hold the answer`, () => {
        const alone = fitSync({ x }, y, { family: "binomial" });
        const { status, coefficients } = fitSync({ x: [...x, outlier] }, [...y, 1], { family: "binomial", solver });
        expect(status.code).toBe("converged");
        expect(coefficients[0]).toBeCloseTo(alone.coefficients[0]!, 5);
      });
    }

    it("an outlier so far out that the answer is hard to find: no separation is made up", () => {
      for (const outlier of [1e8, 1e10, 1e12]) {
        const { status } = fitSync({ x: [...x, outlier] }, [...y, 1], { family: "binomial", solver });
        expect(status.code, `outlier ${outlier}`).not.toBe("separated");
      }
    });

    for (const [what, penalty] of Object.entries({ weak: ridge(1e-3), strong: ridge(1), "very weak": ridge(1e-6) })) {
      it(`under a ${what} ridge`, () => {
        for (const example of Object.values(SEPARATED)) {
          if (example.options?.penalty !== undefined || example.names.includes("(intercept)")) continue;
          const { status } = fitted(example, solver, { penalty });
          expect(status).toMatchObject({ code: "converged", warnings: [] });
        }
      });
    }

    for (const [what, noise] of Object.entries({
      "dropout, gaussian": dropout(0.5, { approximation: "gaussian" }),
      "additive noise, gaussian": additive(0.5, { approximation: "gaussian" }),
    })) {
      it(`under ${what}`, () => {
        for (const [name, example] of Object.entries(SEPARATED)) {
          if (example.options?.penalty !== undefined || example.names.includes("(intercept)")) continue;
          expect(fitted(example, solver, { noise }).status, name).toMatchObject({ code: "converged" });
        }
      });
    }
  });
}

describe("a gaussian mean that goes to 0 where a rare column is 1 (log link)", () => {
  const x = { rare: [0, 0, 0, 1, 1] };
  const y = [1, 2, 3, -1, 3];
  for (const solver of Object.keys(SOLVERS) as SolverName[]) {
    const codeAt = (weights: number[]) =>
      fitSync(x, y, { family: "gaussian", link: "log", weights, solver }).status.code;
    it(`the weights decide (${solver})`, () => {
      expect(codeAt([1, 1, 1, 4, 1])).toBe("separated"); // a mean of -1/5
      expect(codeAt([1, 1, 1, 1, 1])).toBe("converged"); // of 1
      expect(codeAt([1, 1, 1, 2, 1])).toBe("converged"); // of 1/3
    });
  }
});
