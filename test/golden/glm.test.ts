// Do the canonical links agree with R? Fixtures and their scripts: test/golden/README.md. The other families and links are
// in families.test.ts; coverage.test.ts checks that each has a case.
import { describe, expect, it } from "vitest";
import { type FamilyName, fitSync } from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";
import type { OneFamily } from "../helpers/forms.js";
import { isClose } from "../helpers/numeric.js";

interface Expected {
  readonly interceptValue: number | null;
  readonly coefficients: readonly number[];
  readonly deviance: number | null;
  readonly nullDeviance: number | null;
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  readonly dfResidual: number | null;
  readonly dispersion: number | null;
  readonly fitted: readonly number[] | null;
  readonly link: readonly number[] | null;
}

interface Case {
  readonly name: string;
  readonly call: string;
  readonly family: FamilyName & OneFamily;
  readonly intercept: boolean;
  readonly x: number[][];
  readonly y: number[];
  readonly trials?: number[];
  readonly weights?: number[];
  readonly offset?: number[];
  readonly expected: Expected;
  readonly tolerance: number;
}

for (const family of ["gaussian", "binomial", "poisson"]) {
  const { cases } = await fixture<{ cases: Case[] }>(family);
  describe(`${family} against R`, () => {
    for (const golden of cases) {
      it(`${golden.name}: ${golden.call}`, () => {
        const { x, y, trials, weights, offset, intercept, expected, tolerance } = golden;
        const model = fitSync(x, y, { family: golden.family, intercept, trials, weights, offset });
        const same = (what: string, got: number | undefined, want: number | null | undefined) => {
          if (want === null || want === undefined) return; // not compared; the fixture's note says why
          expect(isClose(got!, want, tolerance), `${what}: ${got} against ${want}`).toBe(true);
        };
        expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
        same("intercept", model.intercept, expected.interceptValue);
        expected.coefficients.forEach((want, j) => {
          same(`coefficient ${j}`, model.coefficients[j], want);
        });
        same("deviance", model.deviance, expected.deviance);
        same("null deviance", model.nullDeviance, expected.nullDeviance);
        same("log-likelihood", model.logLikelihood, expected.logLikelihood);
        same("AIC", model.aic, expected.aic);
        same("dispersion", model.dispersion, expected.dispersion);
        const rows = weights === undefined ? y.length : weights.filter((w) => w > 0).length;
        if (expected.dfResidual !== null) expect(rows - model.degreesOfFreedom!).toBe(expected.dfResidual);
        const newOffset = offset === undefined ? {} : { offset };
        model.predict(x, newOffset).forEach((mu, i) => {
          same(`fitted ${i}`, mu, expected.fitted?.[i]);
        });
        model.predict(x, { type: "link", ...newOffset }).forEach((eta, i) => {
          same(`eta ${i}`, eta, expected.link?.[i]);
        });
      });
    }
  });
}
