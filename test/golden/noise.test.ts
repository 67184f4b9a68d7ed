// Do penalties and minimizers of the noise agree with an independent computation? test/golden/noise.json has its
// method; test/golden/scripts/noise-check.py computes the numbers again with 50 digits.
import { describe, expect, it } from "vitest";
import type { ApproximationName } from "../../src/base/flow.js";
import { type FamilyName, familyOf } from "../../src/families/index.js";
import { dropout, fitSync } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { fixture } from "../helpers/fixture.js";
import type { OneFamily } from "../helpers/forms.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { isClose, relative } from "../helpers/numeric.js";

interface Point {
  readonly interceptValue: number;
  readonly coefficients: readonly number[];
  readonly objective: number;
}

interface Fit extends Point {
  readonly name: string;
  readonly family: FamilyName & OneFamily;
  readonly approximation: ApproximationName | "none" | "wang-manning-8";
  readonly y: number[];
  readonly minimizer: "finite" | "none";
  readonly refined?: Point;
  readonly tolerance: { readonly objective: number; readonly coefficients?: number };
}

interface Value {
  readonly name: string;
  readonly family: FamilyName & OneFamily;
  readonly noiseIntercept: boolean;
  readonly scale?: number;
  readonly exact: number;
  readonly quadratic: number;
}

interface Golden {
  rate: number;
  design: { x: number[][] };
  values: { point: { interceptValue: number; coefficients: number[] }; cases: Value[] };
  fits: Fit[];
}
const golden = await fixture<Golden>("noise");
const { rate, design, values, fits } = golden;
const { x } = design;
const hasExact = (family: FamilyName): boolean => familyOf(family, undefined).approximations.includes("exact");

describe("penalty at a fixed point", () => {
  // The reference noises a column of ones as well in some cases: there it is a column of ours.
  for (const value of values.cases) {
    for (const approximation of ["quadratic", "exact"] as const) {
      if (approximation === "exact" && !hasExact(value.family)) continue;
      it(`${value.name}, ${approximation}`, () => {
        const scale = value.scale ?? 1;
        const beta = values.point.coefficients.map((b) => scale * b);
        const intercept = scale * values.point.interceptValue;
        const rows = value.noiseIntercept ? x.map((row) => [...row, 1]) : x;
        const offset = x.map(() => (value.noiseIntercept ? 0 : intercept));
        const point = value.noiseIntercept ? [...beta, intercept] : beta;
        const y = [1, 0, 0, 1, 0, 1, 1]; // the penalty does not depend on it
        const noise = dropout(rate, { approximation });
        const shard = shardOf(rows, y, { family: value.family, noise, offset, intercept: false });
        const theta = point.map((b, j) => b / shard.uploaded.scale[j]!);
        const answers = shard.ask(theta, REQUEST.value);
        expect(relative(answers.value - answers.loss, value[approximation])).toBeLessThan(1e-12);
      });
    }
  }
});

/** The fixture's objectives are sums of A(eta) - y eta + penalty; ours are means of l, which for gaussian has y^2 / 2. */
function objectiveSum(model: { objective: number }, fit: Fit): number {
  const dropped = fit.family === "gaussian" ? fit.y.reduce((sum, y) => sum + (y * y) / 2, 0) : 0;
  return model.objective * fit.y.length - dropped;
}

describe("minimizers", () => {
  for (const fit of fits) {
    const { approximation, family, y } = fit;
    if (approximation === "wang-manning-8" || (approximation === "exact" && !hasExact(family))) continue;
    for (const solver of Object.keys(SOLVERS) as SolverName[]) {
      it(`${fit.name}, ${solver}`, () => {
        const noise = approximation === "none" ? undefined : dropout(rate, { approximation });
        const model = fitSync(x, y, { family, noise, solver });
        if (fit.minimizer === "none") {
          expect(model.status.code).toBe("diverged");
          expect(model.status.warnings[0]!.message).toMatch(/use approximation "gaussian" or add ridge/);
          return;
        }
        expect(model.status.code).toBe("converged");
        const want = fit.refined ?? fit;
        const limits = fit.refined ? { objective: 1e-10, coefficients: 1e-8 } : fit.tolerance;
        expect(isClose(objectiveSum(model, fit), want.objective, limits.objective)).toBe(true);
        expect(isClose(model.intercept, want.interceptValue, limits.coefficients!)).toBe(true);
        want.coefficients.forEach((b, j) => {
          expect(isClose(model.coefficients[j]!, b, limits.coefficients!)).toBe(true);
        });
      });
    }
  }
});
