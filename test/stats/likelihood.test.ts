// Deviance, log-likelihood, AIC, BIC and dispersion of fits computed by hand, in R's conventions.
import { describe, expect, it } from "vitest";
import { dropout, fitSync, ridge } from "../../src/index.js";

const log = Math.log;

describe("three counts without columns", () => {
  const y = [0, 2, 3];
  const model = fitSync([[], [], []], y, { family: "poisson" });
  const mu = 5 / 3;
  const logLikelihood = 5 * log(mu) - 5 - log(2) - log(6); // sum y log mu - mu - log y!

  it("have their mean", () => expect(Math.exp(model.intercept)).toBeCloseTo(mu, 14));
  it("deviance: 2 sum y log(y / mu) - (y - mu)", () => {
    expect(model.deviance).toBeCloseTo(2 * (2 * log(2 / mu) + 3 * log(3 / mu)), 13);
    expect(model.nullDeviance).toBeCloseTo(model.deviance, 13);
  });
  it("log-likelihood, AIC and BIC with one parameter", () => {
    expect(model.logLikelihood).toBeCloseTo(logLikelihood, 13);
    expect(model.aic).toBeCloseTo(2 - 2 * logLikelihood, 13);
    expect(model.bic).toBeCloseTo(log(3) - 2 * logLikelihood, 13);
    expect([model.degreesOfFreedom, model.dispersion]).toEqual([1, 1]);
  });
});

describe("successes out of trials without columns", () => {
  const model = fitSync([[], []], [3, 1], { family: "binomial", trials: [4, 6] });
  const mu = 0.4;

  it("deviance: 2 sum of successes and failures times the logarithm of observed by expected", () => {
    const want = 2 * (3 * log(0.75 / mu) + log(0.25 / 0.6) + log(1 / 6 / mu) + 5 * log(5 / 6 / 0.6));
    expect(model.deviance).toBeCloseTo(want, 13);
  });
  it("log-likelihood: with the binomial coefficients 4 and 6", () => {
    expect(model.logLikelihood).toBeCloseTo(log(4) + log(6) + 4 * log(mu) + 6 * log(1 - mu), 13);
    expect(model.aic).toBeCloseTo(2 - 2 * model.logLikelihood, 13);
  });
});

describe("four points on a line", () => {
  // slope 41/35, intercept 1/5, residuals 4/5 -48/35 16/35 4/35: squares sum to 96/35
  const y = [1, 0, 3, 5];
  const model = fitSync({ x: [0, 1, 2, 4] }, y);

  it("have the deviance and dispersion of their residuals", () => {
    expect(model.deviance).toBeCloseTo(96 / 35, 13);
    expect(model.dispersion).toBeCloseTo(96 / 35 / 2, 13);
    expect(model.nullDeviance).toBeCloseTo(14.75, 13);
  });
  it("log-likelihood is at its own best dispersion, which counts as a parameter", () => {
    const want = -2 * (log((2 * Math.PI * 96) / 35 / 4) + 1);
    expect(model.logLikelihood).toBeCloseTo(want, 13);
    expect(model.degreesOfFreedom).toBe(2);
    expect(model.aic).toBeCloseTo(6 - 2 * want, 12);
    expect(model.bic).toBeCloseTo(3 * log(4) - 2 * want, 12);
  });
  it("with weights: rows of weight 0 do not count, others by their logarithm", () => {
    const x = { x: [0, 1, 2, 4, 9] };
    const weighted = fitSync(x, [...y, 100], { weights: [2, 2, 2, 2, 0] });
    expect(weighted.deviance).toBeCloseTo(192 / 35, 12);
    expect(weighted.dispersion).toBeCloseTo(192 / 35 / 2, 12);
    const want = -2 * (log((2 * Math.PI * 192) / 35 / 4) + 1) + 2 * log(2);
    expect(weighted.logLikelihood).toBeCloseTo(want, 12);
  });
});

describe("penalized and noised fits", () => {
  it("have a log-likelihood and effective parameters, but no AIC", () => {
    const x = [[0], [1], [2], [4]];
    for (const model of [
      fitSync(x, [1, 0, 3, 5], { penalty: ridge(1) }),
      fitSync(x, [1, 0, 3, 5], { noise: dropout(0.1) }),
    ]) {
      expect([model.aic, model.bic]).toEqual([undefined, undefined]);
      expect(model.degreesOfFreedom).toBeLessThan(2);
      expect(Number.isFinite(model.logLikelihood)).toBe(true);
    }
  });
});
