// What weights make of the sandwich.
import { describe, expect, it } from "vitest";
import { fitSync, infer } from "../../src/index.js";

describe("frequency weights beside trials", () => {
  const x = [[0], [1], [2], [3], [4], [5]];
  const y = [1, 0, 2, 2, 1, 4];
  const trials = [4, 3, 2, 5, 3, 4];
  const weights = [1, 2, 3, 1, 3, 2];
  const long = <T>(values: readonly T[]): T[] => values.flatMap((v, i) => new Array<T>(weights[i]!).fill(v));

  it("have the sandwich of rows that stand there so often, each with its trials", () => {
    const many = { x: long(x), y: long(y), trials: long(trials) };
    const options = { family: "binomial", weights, trials, weightType: "frequency" } as const;
    const short = infer(fitSync(x, y, options), x, y, { covariance: "HC0", weights, trials });
    const whole = fitSync(many.x, many.y, { family: "binomial", trials: many.trials });
    const robust = infer(whole, many.x, many.y, { covariance: "HC0", trials: many.trials });
    short.rows.forEach(({ standardError }, j) => {
      expect(standardError).toBeCloseTo(robust.rows[j]!.standardError, 10);
    });
  });
});
