// Do paths and cross-validation agree with glmnet on its own examples? Fixtures and their scripts: test/golden/README.md.
import { describe, expect, it } from "vitest";
import {
  crossValidate,
  elasticNet,
  lasso,
  type Measure,
  type Path,
  type PathOptions,
  pathSync,
  ridge,
} from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";
import { agrees, type Fixture, unitOf } from "./models.js";

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

const CASES = (await fixture<{ cases: PathCase[] }>("paths")).cases;
const DATA = (await fixture<Fixture<unknown>>("penalized")).data;

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

/** Names of measures in cv.glmnet, and how many times ours theirs is: for two classes it sums over both. */
function measureOf(name: string, family: string): { measure: Measure; times: number } {
  const names: Record<string, Measure> = {
    mse: "meanSquaredError",
    mae: "meanAbsoluteError",
    class: "classError",
    auc: "auc",
    deviance: "deviance",
  };
  return { measure: names[name]!, times: family === "binomial" && /^m[sa]e$/.test(name) ? 2 : 1 };
}

describe("cross-validation against cv.glmnet", () => {
  for (const golden of CASES) {
    for (const curve of golden.curves) {
      it(`${golden.name}, ${curve.measure}`, async () => {
        const { x, y, options } = readyOf(golden);
        const { measure, times } = measureOf(curve.measure, golden.family);
        const clip = golden.family === "binomial" || golden.family === "multinomial" ? 1e-5 : 0;
        const { over: _, relax: __, onProgress: ___, ...rest } = options;
        const judged = await crossValidate(x, y, { ...rest, folds: golden.folds, measure, clip });
        const from = golden.alpha === 0 ? 1 : 0; // glmnet has lambda = infinity at the first step of a ridge
        // its auc ranks rounded probabilities, of which towards the end many are 1; ours ranks predictors
        const to = curve.measure === "auc" ? 80 : 100;
        for (let k = from; k < to; k++) {
          const [m, s] = [times * judged.mean[k]!, times * judged.standardError[k]!];
          expect(agrees(m, curve.mean[k]!, 1e-6), `mean ${k}: ${m} against ${curve.mean[k]}`).toBe(true);
          expect(agrees(s, curve.standardError[k]!, 1e-6), `error ${k}: ${s} against ${curve.standardError[k]}`).toBe(
            true,
          );
        }
        expect(agrees(judged.best!.lambda, curve.lambdaMin, 1e-6)).toBe(true);
        expect(agrees(judged.oneStandardError!.lambda, curve.lambda1se, 1e-6)).toBe(true);
      });
    }
  }
});
