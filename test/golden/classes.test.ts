// Does multinomial regression agree with R, with a penalty and without? Fixtures and their scripts: test/golden/README.md.
import { describe, expect, it } from "vitest";
import { fitSync } from "../../src/index.js";
import { agrees, readCases, unitOf } from "./models.js";

interface Expected {
  readonly classes: readonly (string | number)[];
  readonly intercepts: readonly number[];
  /** One row a class. */
  readonly classCoefficients: readonly (readonly number[])[];
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly logLikelihood?: number;
  readonly aic?: number;
}

for (const file of ["classes", "penalized"]) {
  const cases = await readCases<Expected>(file);
  describe(`multinomial in ${file}.json against R`, () => {
    for (const { golden, x, y, options } of cases) {
      if (golden.family !== "multinomial") continue;
      it(golden.name, () => {
        const { expected, tolerance } = golden;
        const model = fitSync(x, y, { ...options, family: "multinomial" });
        expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
        expect(model.classes).toEqual(expected.classes);
        const same = (what: string, got: number | undefined, want: number | undefined, unit = 0) => {
          if (want === undefined) return;
          expect(agrees(got, want, tolerance, unit), `${what}: ${got} against ${want}`).toBe(true);
        };
        const { intercept, coefficients } = model;
        const mean = intercept.reduce((sum, b) => sum + b, 0) / intercept.length;
        const centre = golden.penalty === undefined;
        expected.classes.forEach((label, k) => {
          same(`intercept of ${label}`, intercept[k]! - mean, expected.intercepts[k], 1);
          golden.x.forEach((name, j) => {
            const want = expected.classCoefficients[k]![j]!;
            // without a penalty only differences between classes matter
            const shift = centre ? coefficients.reduce((sum, b) => sum + b[j]!, 0) / coefficients.length : 0;
            if (want === 0) expect(coefficients[k]![j], `${name} of ${label}`).toBe(0);
            else same(`${name} of ${label}`, coefficients[k]![j]! - shift, want, 0.1 * unitOf(x[name]!));
          });
        });
        same("deviance", model.deviance, expected.deviance);
        same("null deviance", model.nullDeviance, expected.nullDeviance);
        same("log-likelihood", model.logLikelihood, expected.logLikelihood);
        same("AIC", model.aic, expected.aic);
      });
    }
  });
}
