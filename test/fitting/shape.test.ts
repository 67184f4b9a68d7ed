// The score and information of a negative binomial's theta, where large terms nearly cancel.
import { describe, expect, it } from "vitest";
import { fitSync, negativeBinomial } from "../../src/index.js";
import { derivative, isClose } from "../helpers/numeric.js";
import { kernel, put, scoped } from "../helpers/testing-kernel.js";

const Y = [0, 1, 2, 5, 9, 40, 3];
const MU = [0.5, 2, 2.5, 4, 9, 30, 1];

const ask = (of: "shapeScore" | "shapeInformation", theta: number): number =>
  scoped(() => kernel[of](Y.length, put(Y), 0, put(MU), theta));

const sumOf = (of: (y: number, mu: number) => number): number => Y.reduce((sum, y, i) => sum + of(y, MU[i]!), 0);

describe("theta of a negative binomial", () => {
  it("has the score of the textbook, for whole counts a sum of fractions", () => {
    for (const theta of [1e-3, 0.1, 1, 5, 9.5, 10.5, 80]) {
      const want = sumOf((y, mu) => {
        const parts = Array.from({ length: y }, (_, k) => 1 / (theta + k));
        return parts.reduce((s, v) => s + v, 0) - Math.log1p(mu / theta) + (mu - y) / (mu + theta);
      });
      expect(isClose(ask("shapeScore", theta), want, 1e-11)).toBe(true);
      expect(
        isClose(ask("shapeInformation", theta), -derivative((t) => ask("shapeScore", t), theta, 1e-3 * theta), 1e-8),
      ).toBe(true);
    }
  });

  it("keeps its digits as theta grows: score (y - (y - mu)^2) / 2 theta^2, information that over theta, twice", () => {
    const want = sumOf((y, mu) => y - (y - mu) ** 2) / 2;
    for (const theta of [1e8, 1e10, 1e12, 1e15, 1e60]) {
      const room = 1e-10 + 1e4 / theta;
      expect(Math.abs((ask("shapeScore", theta) * theta * theta) / want - 1)).toBeLessThan(room);
      expect(Math.abs((ask("shapeInformation", theta) * theta ** 3) / (2 * want) - 1)).toBeLessThan(room);
    }
  });

  it("is found where counts vary hardly more than Poisson counts", () => {
    // 0 and 2 in equal parts, and a share of 3: the variance is above the mean by a little
    const y = Array.from({ length: 4000 }, (_, i): number => (i % 2 === 0 ? 2 : 0));
    y[0] = 3;
    const model = fitSync(
      y.map(() => []),
      y,
      { family: negativeBinomial() },
    );
    const given = (theta: number) =>
      fitSync(
        y.map(() => []),
        y,
        { family: negativeBinomial({ theta }) },
      ).logLikelihood;
    expect(model.theta).toBeGreaterThan(100);
    for (const factor of [0.9, 1.1]) expect(model.logLikelihood).toBeGreaterThan(given(model.theta! * factor));
  });

  it("e^x - 1 - x and log(1 + x) - x do not cancel", () => {
    for (const x of [1e-300, 1e-160, 1e-12, 1e-6]) {
      for (const v of [x, -x]) {
        expect(Math.abs(kernel.expRest(v) - (v * v) / 2 - v ** 3 / 6 - v ** 4 / 24)).toBeLessThanOrEqual(1e-15 * v * v);
        expect(Math.abs(kernel.log1pRest(v) + (v * v) / 2 - v ** 3 / 3 + v ** 4 / 4)).toBeLessThanOrEqual(
          1e-15 * v * v,
        );
      }
    }
    for (const x of [0.1, 0.124, 0.126, 0.5, 0.69, 0.71, 3, 99, 101, -0.1, -0.124, -0.126, -0.5, -0.69, -0.71]) {
      expect(isClose(kernel.expRest(x), Math.expm1(x) - x, 1e-14)).toBe(true);
      expect(isClose(kernel.log1pRest(x), Math.log1p(x) - x, 1e-14)).toBe(true);
    }
    expect([kernel.expRest(-1e9), kernel.expRest(-Infinity), kernel.expRest(Infinity), kernel.expRest(0)]).toEqual([
      1e9 - 1,
      Infinity,
      Infinity,
      0,
    ]);
  });
});
