// Every warning and every status is reachable, and a warning's text names columns and says what to do.
// A code without a case here is a type error.
import { describe, expect, it } from "vitest";
import { WARNING_CODES } from "../../src/base/status.js";
import { dropout, fitSync, type Model, negativeBinomial, type StatusCode, type WarningCode } from "../../src/index.js";
import { calmData, SOLVER_NAMES } from "../helpers/fits.js";
import { withoutSharedMemory } from "../helpers/unshared.js";

const DOSE = [1, 2, 3, 4, 5, 6];
const SEPARATED = [0, 0, 0, 1, 1, 1];
const MIXED = [0, 1, 0, 1, 0, 1];
const stopAtOnce = AbortSignal.abort();

interface Case {
  readonly run: () => Model;
  readonly code: StatusCode;
  readonly message: RegExp;
  readonly columns?: readonly string[];
}

// "sampled" and "checkpoint" are of sources: test/stream
const CASES: Record<Exclude<WarningCode, "sampled" | "checkpoint">, Case> = {
  "rows-omitted": {
    run: () => fitSync("y ~ dose", { y: [...MIXED, 1], dose: [1, null, null, 4, null, null, 7] }),
    code: "converged",
    message:
      /^4 of 7 rows have a missing cell and were left out \(dose missing in 4\): leave a column out, or set missing: "indicator"$/,
  },
  "zero-column": {
    run: () => fitSync({ dose: DOSE, blank: [0, 0, 0, 0, 0, 0] }, MIXED),
    code: "converged",
    message: /^all entries are 0 in blank: coefficient 0$/,
    columns: ["blank"],
  },
  "constant-column": {
    run: () => fitSync({ dose: DOSE, one: [7, 7, 7, 7, 7, 7] }, MIXED),
    code: "converged",
    message: /^all entries are equal in one: coefficient 0, because the intercept has the same effect$/,
    columns: ["one"],
  },
  threads: {
    run: () => withoutSharedMemory(() => fitSync({ dose: DOSE }, MIXED, { workers: 2 })),
    code: "converged",
    message:
      /^one thread did the work, not 2: this engine has no SharedArrayBuffer; use one that has it, or leave workers out$/,
  },
  "rank-deficient": {
    run: () => fitSync({ dose: DOSE, twice: DOSE.map((d) => 2 * d) }, MIXED),
    code: "converged",
    message:
      /^twice is a combination of other columns, so the coefficients are not unique: the fit returned has the least sum of squared coefficients; leave it out to have the coefficients and standard errors that R gives the others$/,
    columns: ["twice"],
  },
  separation: {
    run: () => fitSync({ dose: DOSE, other: [1, 0, 0, 1, 0, 1] }, SEPARATED, { family: "binomial" }),
    code: "separated",
    message:
      /^a combination of .*dose.* separates the response: no finite maximum-likelihood fit exists, and the coefficients are those where the search stopped; add ridge\(lambda\) or dropout\(rate\), or choose biasReduction "firth"$/,
  },
  "no-minimizer": {
    run: () =>
      fitSync({ dose: DOSE }, SEPARATED, { family: "binomial", noise: dropout(0.5, { approximation: "quadratic" }) }),
    code: "diverged",
    message:
      /^the objective has no minimizer: it keeps falling along a combination of .*dose.*; the coefficients are those where the search stopped; use approximation "gaussian" or add ridge\(lambda\)$/,
  },
  "not-finite": {
    run: () => fitSync({ dose: DOSE }, DOSE, { family: "poisson", start: { intercept: 0, coefficients: [1e4] } }),
    code: "diverged",
    message: /^the objective is not finite at the starting point; check offset, start and the scale of y$/,
  },
  saddle: {
    run: () => fitSync({ dose: DOSE }, DOSE, { link: "log", start: { intercept: -800, coefficients: [0] } }),
    code: "max-iterations",
    message:
      /^the loss is not convex, and the search stopped where the slope is 0, but not at a minimum .*: start elsewhere$/,
  },
  "not-examined": {
    run: () => {
      const x = Array.from({ length: 4 }, (_, i) =>
        Float64Array.from({ length: 1600 }, (_, j) => Math.sin((i + 1) * (j + 1))),
      );
      const noise = dropout(0.3, { approximation: "quadratic" });
      return fitSync([...x, x[0]!], [0, 1, 1, 0, 1], { family: "binomial", noise, tolerance: 1e-5 });
    },
    code: "converged",
    message:
      /^the quadratic form may have no minimizer, which is not examined with 1601 parameters; use approximation "gaussian" or add ridge\(lambda\)$/,
  },
  "no-overdispersion": {
    run: () => fitSync({ dose: DOSE }, [2, 3, 2, 4, 3, 4], { family: negativeBinomial() }),
    code: "converged",
    message:
      /^theta grows for ever \(\d\.\de\+\d+ so far\): the counts vary no more than Poisson counts do; use family "poisson"$/,
  },
  boundary: {
    run: () => fitSync({ dose: DOSE }, [0, 0, 0, 1, 4, 6], { family: "poisson", link: "identity" }),
    code: "converged",
    message:
      /^the best fit lies on the border of the domain of the identity link: row 0 is there, with a mean of 0; the estimates are those of maximum likelihood, but standard errors and tests need a smooth maximum, and do not hold$/,
  },
  precision: {
    run: () => fitSync({ dose: DOSE.map(Math.sin) }, [3, 0, 1, 7, 2, 5], { family: "poisson", tolerance: 0 }),
    code: "converged",
    message: /^rounding allows no better than optimality \d\.\de-\d+; the tolerance asked for is 0$/,
  },
  "not-converged": {
    run: () => fitSync({ dose: DOSE }, DOSE, { family: "poisson", maxIterations: 1 }),
    code: "max-iterations",
    message: /^stopped after 1 iteration at optimality \d\.\de-\d; raise maxIterations, or tolerance \(1e-10\)$/,
  },
  aborted: {
    run: () => fitSync({ dose: DOSE }, DOSE, { family: "poisson", signal: stopAtOnce }),
    code: "aborted",
    message: /^stopped by the caller's signal; this is the best point so far$/,
  },
  "time-limit": {
    run: () => fitSync({ dose: DOSE }, DOSE, { family: "poisson", timeLimit: 0 }),
    code: "aborted",
    message: /^stopped by the time limit; this is the best point so far$/,
  },
};

describe("warning", () => {
  it("list is complete", () =>
    expect([...WARNING_CODES].sort()).toEqual([...Object.keys(CASES), "sampled", "checkpoint"].sort()));

  for (const [code, { run, code: status, message, columns }] of Object.entries(CASES)) {
    it(code, () => {
      const model = run();
      const [warning, ...others] = model.status.warnings;
      expect(others).toEqual([]);
      expect(warning?.code).toBe(code);
      expect(warning?.message).toMatch(message);
      if (columns !== undefined) expect(warning?.detail).toMatchObject({ columns });
      expect(model.status.code).toBe(status);
      expect(String(model.summary())).toContain(`warning (${code}): ${warning?.message}`);
    });
  }
});

describe("status", () => {
  const STATUSES: Record<StatusCode, boolean> = {
    converged: true,
    "max-iterations": true,
    separated: true,
    diverged: true,
    aborted: true,
  };

  it("codes are all reached above", () => {
    const reached = Object.values(CASES).map((warning) => warning.code);
    expect([...new Set(reached)].sort()).toEqual(Object.keys(STATUSES).sort());
  });

  it("of a clean fit has no warning, and holds optimality against its tolerance", () => {
    const { status } = fitSync({ dose: DOSE }, MIXED, { family: "binomial" });
    expect(status).toMatchObject({ code: "converged", tolerance: 1e-10, solver: "newton", warnings: [] });
    expect(status.optimality).toBeLessThanOrEqual(status.tolerance);
    expect(status.iterations).toBeGreaterThan(0);
    expect(status.passes).toBeGreaterThan(status.iterations);
    expect(status.hessians).toBeGreaterThan(0);
  });

  it("says where constant columns ended", () => {
    const x = { dose: DOSE, blank: DOSE.map(() => 0), one: DOSE.map(() => 7), two: DOSE.map(() => 2) };
    const bounds = { lower: [0, 1, -2, 0], upper: [9, 2, -1, 1] };
    const model = fitSync(x, MIXED, { bounds });
    expect([...model.coefficients.subarray(1)]).toEqual([1, -1, 0]);
    expect(model.status.warnings.map((warning) => warning.message)).toEqual([
      "all entries are 0 in blank: coefficient 0, or the bound nearest to it",
      "all entries are equal in one, two: coefficient 0, or the bound nearest to it, because the intercept has the same effect",
    ]);
  });

  it("lists five columns by name and counts the others", () => {
    const columns = Object.fromEntries("abcdefg".split("").map((name) => [name, DOSE.map(() => 0)]));
    const [warning] = fitSync(columns, MIXED).status.warnings;
    expect(warning?.message).toBe("all entries are 0 in a, b, c, d, e and 2 more: coefficient 0");
    expect(warning?.detail).toEqual({ columns: ["a", "b", "c", "d", "e", "f", "g"] });
  });
});

describe("a loose tolerance", () => {
  it.each(SOLVER_NAMES)("is no doubt whether there is a minimizer: %s", (solver) => {
    for (const family of ["binomial", "poisson"] as const) {
      const { x, y } = calmData(family);
      for (const noise of [undefined, dropout(0.2, { approximation: "gaussian" })]) {
        for (const tolerance of [1e-6, 1e-4, 1e-2]) {
          const { status } = fitSync(x, y, { family, noise, solver, tolerance });
          expect(status, `${family}, ${tolerance}`).toMatchObject({ code: "converged", warnings: [] });
        }
      }
    }
  });
});
