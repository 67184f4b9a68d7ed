// Whether a minimizer exists depends on the data only: no solver, storage, start, bound or path may change the answer, and an
// independent linear program computes it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FitOptions, fitSync, lasso, pathSync, ridge, type SolverName, separation } from "../../src/index.js";
import { SEED } from "../helpers/arbitrary.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type Form } from "../helpers/forms.js";
import { recedingRows } from "../helpers/separable.js";
import { STORAGES } from "../helpers/storages.js";

/** Forms whose rows recede as those of a logit do, or of a Poisson log. */
const RECEDING = FORMS.filter(({ family }) => family.recedes && !family.isBounded && family.name !== "gaussian");

interface Example {
  readonly x: number[][];
  readonly y: number[];
}

/** Small whole numbers, a rare column now and then, responses that are sums of a column and chance. */
const examples: fc.Arbitrary<Example> = fc
  .tuple(fc.integer({ min: 4, max: 12 }), fc.integer({ min: 1, max: 3 }), fc.boolean())
  .chain(([n, p, isRare]) => {
    const entry = fc.integer({ min: -2, max: 2 });
    return fc.record({
      x: fc
        .array(fc.array(entry, { minLength: p, maxLength: p }), { minLength: n, maxLength: n })
        .map((x) => (isRare ? x.map((row, i) => [...row, Number(i === 0)]) : x)),
      y: fc.array(fc.constantFrom(0, 0, 1, 1, 1), { minLength: n, maxLength: n }),
    });
  })
  .filter(({ y }) => y.includes(0) && y.includes(1));

/** By the linear program; a bound on one side is a row that may move one way. */
function isSeparated({ x, y }: Example, { family }: Form, lower: number): boolean {
  const z = x.map((row) => [...row, 1]);
  const limits = lower === 0 ? x[0]!.map((_, j) => z[0]!.map((__, k) => Number(k === j))) : [];
  const found = recedingRows({
    family: family.classes === "two" ? "binomial" : "poisson",
    // a side that only a bound has: as a row of a binomial with y = 1
    x: family.classes === "two" ? [...z, ...limits] : [...z, ...limits.map((row) => row.map((v) => -v))],
    y: [...y, ...limits.map(() => (family.classes === "two" ? 1 : 0))],
    intercept: false,
    noised: [...z, ...limits].map(() => []),
    isQuadratic: false,
  });
  return found.some((row) => row < x.length);
}

function codeOf({ x, y }: Example, form: Form, options: FitOptions, storage = "dense by row"): string {
  return fitSync(STORAGES[storage]!(x), y, { ...form.options, ...options }).status.code;
}

const expected = (separated: boolean): string => (separated ? "separated" : "converged");

describe("existence is what the linear program says", () => {
  it.each(
    RECEDING.flatMap((form) => SOLVER_NAMES.map((solver) => ({ name: `${form.name}, ${solver}`, form, solver }))),
  )("$name", ({ form, solver }) => {
    const check = (example: Example): void => {
      expect(codeOf(example, form, { solver })).toBe(expected(isSeparated(example, form, Number.NEGATIVE_INFINITY)));
    };
    fc.assert(fc.property(examples, check), { seed: SEED, numRuns: 40 });
  });

  it.each(RECEDING)("$name, coefficients that may not be negative", (form) => {
    const check = (example: Example): void => {
      expect(codeOf(example, form, { bounds: { lower: 0 } })).toBe(expected(isSeparated(example, form, 0)));
    };
    fc.assert(fc.property(examples, check), { seed: SEED, numRuns: 60 });
  });
});

describe("the certificate belongs to the point, not to the walk", () => {
  it.each(RECEDING)("$name: starts at the end of a fit and beyond, in every storage", (form) => {
    const check = (example: Example, factor: number, storage: string, solver: SolverName): void => {
      const first = fitSync(example.x, example.y, form.options);
      const coefficients = Array.from(first.coefficients, (b) => factor * b);
      const start = { intercept: factor * first.intercept, coefficients };
      const again = fitSync(STORAGES[storage]!(example.x), example.y, { ...form.options, solver, start });
      if (first.status.code === "separated") expect(again.status.code).toBe("separated");
      else expect(again.status.code).not.toBe("separated");
    };
    const settings = [
      fc.constantFrom(1, 1, 1.2, 1.5),
      fc.constantFrom(...Object.keys(STORAGES)),
      fc.constantFrom(...SOLVER_NAMES),
    ] as const;
    fc.assert(fc.property(examples, ...settings, check), { seed: SEED, numRuns: 40 });
  });

  it.each(RECEDING)("$name: a path that ends without a penalty", (form) => {
    const check = (example: Example): void => {
      const separated = isSeparated(example, form, Number.NEGATIVE_INFINITY);
      for (const penalty of [lasso(), ridge()]) {
        const { statuses } = pathSync(example.x, example.y, {
          ...form.options,
          penalty,
          lambdas: [1e-3, 1e-9, 1e-11, 0],
        });
        expect(statuses.at(-1)!.code).toBe(expected(separated));
        for (const { code } of statuses.slice(0, -1)) expect(["converged", "max-iterations"]).toContain(code);
      }
    };
    fc.assert(fc.property(examples, check), { seed: SEED, numRuns: 15 });
  });

  it.each(SOLVER_NAMES)(
    "one success with a column of its own among many rows, and one that is not alone: %s",
    (solver) => {
      for (const n of [10, 40, 100, 1000, 10_000]) {
        const x = { rare: [...Array(n).fill(0), 1, 1] };
        for (const link of ["logit", ...(n > 1000 ? [] : (["probit", "cloglog", "loglog"] as const))] as const) {
          const y = [...Array(n - 1).fill(0), 1, 1];
          expect(fitSync(x, [...y, 1], { family: "binomial", link, solver }).status.code, `${link} ${n}`).toBe(
            "separated",
          );
          const { status } = fitSync(x, [...y, 0], { family: "binomial", link, solver });
          expect(status, `${link} ${n}`).toMatchObject({ code: "converged", warnings: [] });
        }
      }
    },
  );

  it.each(SOLVER_NAMES)("a finite fit far out is no separation: %s", (solver) => {
    const far = [...Array(30_000).fill(0), 1]; // odds of 1 : 30,000, and columns that are 1e-6 apart
    const x = far.map((_, i) => [1 + 1e-6 * (i % 2), i % 3]);
    expect(fitSync(x, far, { family: "binomial", solver }).status.code).not.toBe("converged"); // one row: it is separated
    const two = far.map((v, i) => (i < 6 ? 1 : v));
    expect(fitSync(x, two, { family: "binomial", solver }).status).toMatchObject({ code: "converged", warnings: [] });
  });
});

describe("classes", () => {
  it.each(SOLVER_NAMES)("as separation() says: %s", (solver) => {
    const classes = examples.map(({ x, y }) => ({ x, y: y.map((v, i) => (i % 2 === 0 ? v : 2 * v)) }));
    const check = ({ x, y }: Example): void => {
      const labels = y.map((v) => "abc"[v]!);
      const counts = [..."abc"].map((label) => labels.filter((l) => l === label).length);
      if (counts.some((c) => c === 1) || counts.filter((c) => c > 0).length < 3) return;
      const { kind } = separation(x, labels, { family: "multinomial" });
      for (const bounds of [undefined, { lower: -1e6 }]) {
        const able = bounds === undefined ? solver : "auto";
        const { status } = fitSync(x, labels, { family: "multinomial", solver: able, bounds });
        if (bounds === undefined) expect(status.code).toBe(expected(kind !== "none"));
        else if (kind === "none") expect(status.code).toBe("converged");
      }
    };
    fc.assert(fc.property(classes, check), { seed: SEED, numRuns: 100 });
  });
});

describe("means that vanish", () => {
  it.each(SOLVER_NAMES)("a gaussian mean that goes to 0 under an inverse link: %s", (solver) => {
    const options = { family: "gaussian", link: "inverse", solver } as const;
    const start = { intercept: 0, coefficients: [2] };
    expect(fitSync([[1], [-1]], [1, 1], { ...options, intercept: false, start }).status.code).toBe("diverged");
    expect(fitSync([[0], [0], [1], [1]], [1, 2, 0, 0], options).status.code).toBe("diverged");
    expect(fitSync([[0], [0], [1], [1]], [1, 2, 3, 4], options).status.code).toBe("converged");
  });
});
