// Do paths and cross-validation agree with glmnet on its own examples? Fixtures and their scripts: test/golden/README.md.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { elasticNet, lasso, type Path, type PathOptions, pathSync, ridge } from "../../src/index.js";
import { agrees, readFixture, unitOf } from "./models.js";

interface Curve {
  readonly measure: string;
  readonly mean: readonly number[];
  readonly standardError: readonly number[];
  readonly lambdaMin: number;
  readonly lambda1se: number;
}

interface PathCase {
  readonly name: string;
  readonly data: string;
  readonly family: "gaussian" | "binomial" | "poisson" | "multinomial";
  readonly alpha: number;
  readonly lambdas: readonly number[];
  /** Per class, per lambda, intercept first. */
  readonly coefficients: readonly (readonly (readonly number[])[])[];
  readonly folds: readonly number[];
  readonly curves: readonly Curve[];
}

const CASES = (JSON.parse(readFileSync(new URL("paths.json", import.meta.url), "utf8")) as { cases: PathCase[] }).cases;
const DATA = readFixture("penalized.json").data;

/** x, y and options of a case. */
function readyOf(golden: PathCase) {
  const { y, ...rest } = DATA[golden.data] as Record<string, number[]>;
  const x = Object.fromEntries(Object.entries(rest).filter(([name]) => /^V\d+$/.test(name)));
  const { alpha, family } = golden;
  const penalty = alpha === 1 ? lasso() : alpha === 0 ? ridge() : elasticNet(undefined, alpha);
  const options: PathOptions = { family, penalty, standardize: true };
  return { x, y: y!, options };
}

describe("paths against glmnet", () => {
  for (const golden of CASES) {
    it(golden.name, () => {
      const { x, y, options } = readyOf(golden);
      const fits = pathSync(x, y, options) as Path | Path<"many">;
      expect(fits.length).toBe(100);
      expect(fits.statuses.every(({ code }) => code === "converged")).toBe(true);
      golden.lambdas.forEach((lambda, k) => {
        expect(agrees(fits.lambdas![k], lambda, 1e-10), `lambda ${k}: ${fits.lambdas![k]} against ${lambda}`).toBe(
          true,
        );
        if (golden.alpha === 0 && k === 0) return; // glmnet has lambda = infinity there
        golden.coefficients.forEach((steps, c) => {
          const [intercept, ...coefficients] = steps[k]!;
          const many = golden.family === "multinomial";
          const got = many ? (fits as Path<"many">).coefficients(k)[c]! : (fits as Path).coefficients(k);
          const b = many ? (fits as Path<"many">).intercepts[k]![c]! : (fits as Path).intercepts[k]!;
          expect(agrees(b, intercept!, 1e-6, 1), `step ${k}, intercept: ${b} against ${intercept}`).toBe(true);
          Object.keys(x).forEach((name, j) => {
            const want = coefficients[j]!;
            const message = `step ${k}, ${name}: ${got[j]} against ${want}`;
            expect(agrees(got[j], want, 1e-6, unitOf(x[name]!)), message).toBe(true);
          });
        });
      });
    });
  }
});
