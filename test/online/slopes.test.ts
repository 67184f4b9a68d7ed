// The derivatives of one row against differences of the expected loss, which is computed by another rule: Simpson's.
import { describe, expect, it } from "vitest";
import { dropout } from "../../src/index.js";
import { Learner } from "../../src/online/learner.js";
import { LOSSES } from "../../src/online/losses.js";
import { logisticMeans } from "../../src/online/normal-means.js";
import { settle } from "../../src/online/options.js";
import { Row } from "../../src/online/row.js";
import { softmaxLoss, softmaxSlopes } from "../../src/online/softmax.js";

/** E f(N(0, 1)) by Simpson's rule on [-12, 12]. */
function overNormal(f: (z: number) => number, steps = 4000): number {
  const h = 24 / steps;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const z = -12 + k * h;
    sum += (k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * Math.exp(-0.5 * z * z) * f(z);
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

const CASES = Object.keys(LOSSES).flatMap((family) => [false, true].map((isQuadratic) => ({ family, isQuadratic })));

describe.each(CASES)("$family, quadratic: $isQuadratic", ({ family, isQuadratic }) => {
  const loss = LOSSES[family]!(isQuadratic);
  const y = family === "gaussian" ? -0.3 : 1;
  const to = new Float64Array(2);
  /** The expected loss, to second order or under the normal distribution. */
  const expected = (eta: number, variance: number): number => {
    if (!isQuadratic) return overNormal((z) => loss.loss(y, eta + Math.sqrt(variance) * z));
    const h = 1e-3;
    const second = (loss.loss(y, eta + h) - 2 * loss.loss(y, eta) + loss.loss(y, eta - h)) / (h * h);
    return loss.loss(y, eta) + 0.5 * variance * second;
  };
  it.each([-2, 0.3, 1.7])("at %f", (eta) => {
    for (const variance of [0.2, 1.5]) {
      loss.slopes(y, eta, variance, to);
      const h = 1e-4;
      const byEta = (expected(eta + h, variance) - expected(eta - h, variance)) / (2 * h);
      const byVariance = (expected(eta, variance + h) - expected(eta, variance - h)) / (2 * h);
      expect(to[0]).toBeCloseTo(byEta, 5);
      expect(to[1]! / 2).toBeCloseTo(byVariance, 5);
    }
  });
  it("has a loss of 0 at y, and no less elsewhere", () => {
    const at = family === "gaussian" ? y : family === "poisson" ? 0 : 40;
    expect(loss.loss(y, at)).toBeCloseTo(0, 12);
    expect(loss.loss(y, at - 1)).toBeGreaterThan(family === "binomial" ? 0 : 0.3);
  });
});

it("takes logistic means to six digits for any variance", () => {
  const to = new Float64Array(2);
  for (const variance of [1e-6, 1, 9, 100]) {
    for (const eta of [-3, 0, 0.7, 8]) {
      logisticMeans(eta, variance, to);
      const mean = overNormal((z) => 1 / (1 + Math.exp(-(eta + Math.sqrt(variance) * z))), 20000);
      expect(to[0]).toBeCloseTo(mean, 6);
    }
  }
});

describe("multinomial", () => {
  const [K, odds] = [3, 0.7];
  const row = new Row();
  row.add(0, 1.5);
  row.add(1, -0.4);
  const beta = Float64Array.from([0.3, -0.8, 0.1, 1.1, 0.2, -0.5]);
  const etaOf = (b: Float64Array): Float64Array =>
    Float64Array.from({ length: K }, (_, c) => 1.5 * b[c]! - 0.4 * b[K + c]!);
  /** l + tr(H C) / 2. */
  const expected = (b: Float64Array, y: number): number => {
    const eta = etaOf(b);
    const total = eta.reduce((sum, v) => sum + Math.exp(v), 0);
    const pi = eta.map((v) => Math.exp(v) / total);
    let trace = 0;
    for (const [x, at] of [
      [1.5, 0],
      [-0.4, K],
    ] as const) {
      const own = b.subarray(at, at + K);
      const mean = own.reduce((sum, v, c) => sum + pi[c]! * v, 0);
      trace += odds * x * x * own.reduce((sum, v, c) => sum + pi[c]! * (v - mean) ** 2, 0);
    }
    return softmaxLoss(y, eta) + 0.5 * trace;
  };
  it("has the gradient of the expected loss", () => {
    const eta = etaOf(beta);
    const variance = Float64Array.from(
      { length: K },
      (_, c) => odds * ((1.5 * beta[c]!) ** 2 + (0.4 * beta[K + c]!) ** 2),
    );
    const [mean, first] = [new Float64Array(K), new Float64Array(K)];
    softmaxSlopes(row, 1, { beta, odds, eta, variance, mean, first });
    for (let at = 0; at < 2 * K; at++) {
      const h = 1e-5;
      const [up, down] = [h, -h].map((d) =>
        expected(
          beta.map((v, k) => (k === at ? v + d : v)),
          1,
        ),
      );
      const [x, from] = at < K ? [1.5, 0] : [-0.4, K];
      const middle = mean.reduce((sum, pi, c) => sum + pi * beta[from + c]!, 0);
      const got = x * (first[at % K]! + odds * x * mean[at % K]! * (beta[at]! - middle));
      expect(got).toBeCloseTo((up! - down!) / (2 * h), 8);
    }
  });
  it("is what the learner steps against: with two classes apart it is the binomial model", () => {
    const learner = new Learner(settle({ family: "multinomial", classes: ["a", "b", "c"], noise: dropout(0.2) }), 1);
    const own = new Row();
    own.add(0, 1);
    for (let k = 0; k < 200; k++) learner.learn(own, k % 2, 1, 0);
    const eta = new Float64Array(3);
    learner.predict(own, 0, eta);
    expect(eta[0]! - eta[1]!).toBeCloseTo(0, 0);
    expect(eta[0]! - eta[2]!).toBeGreaterThan(2);
  });
});
