// Do families and links agree with R and with what statsmodels prints? Fixtures and their scripts: test/golden/README.md.
import { describe, expect, it } from "vitest";
import { fitSync } from "../../src/index.js";
import { agrees, readCases } from "./models.js";

interface Expected {
  readonly interceptValue: number | null;
  readonly coefficients: readonly number[];
  /** Intercept first. */
  readonly standardErrors: readonly number[];
  readonly deviance: number;
  readonly nullDeviance: number | null;
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  readonly dfResidual: number;
  readonly dispersion: number;
  readonly theta?: number;
  readonly thetaStandardError?: number;
  readonly fitted: readonly number[] | null;
}

for (const file of ["families", "statsmodels"]) {
  const cases = await readCases<Expected>(file);
  describe(`${file}.json against R`, () => {
    for (const { golden, title, isAbsent, x, y, options } of cases) {
      it.skipIf(isAbsent)(title, () => {
        const { expected, tolerance } = golden;
        const model = fitSync(x, y, options);
        expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
        const same = (what: string, got: number | undefined, want: number | null | undefined, unit = 0) => {
          if (want === null || want === undefined) return; // not compared; the fixture's note says why
          expect(agrees(got, want, tolerance, unit), `${what}: ${got} against ${want}`).toBe(true);
        };
        const errors = expected.standardErrors.slice(-golden.x.length);
        same("intercept", model.intercept, expected.interceptValue, expected.standardErrors[0]);
        expected.coefficients.forEach((want, j) => {
          same(`coefficient of ${golden.x[j]}`, model.coefficients[j], want, errors[j]);
        });
        same("deviance", model.deviance, expected.deviance);
        same("null deviance", model.nullDeviance, expected.nullDeviance);
        same("dispersion", model.dispersion, expected.dispersion);
        same("log-likelihood", model.logLikelihood, expected.logLikelihood);
        same("AIC", model.aic, expected.aic);
        same("theta", model.theta, expected.theta);
        same("standard error of theta", model.thetaStandardError, expected.thetaStandardError);
        expect(y.length - model.degreesOfFreedom!).toBe(expected.dfResidual);
        const offset = options.offset === undefined ? {} : { offset: options.offset };
        model.predict(x, offset).forEach((mu, i) => {
          same(`fitted ${i}`, mu, expected.fitted?.[i]);
        });
      });
    }
  });
}
