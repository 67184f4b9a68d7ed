// Options that are valid one by one but contradict each other are refused before the fit.
import { describe, expect, it, vi } from "vitest";
import { type FitOptions, fitSync, l1Ball, l2Ball, lasso, ridge } from "../../src/index.js";
import { expectRefusal } from "../helpers/thrown.js";

const X = [[1, 5], [2, 3], [4, 4], [7, 1]]; // biome-ignore format: one matrix
const Y = [1, 3, 2, 5];

function refuses(x: number[][], y: readonly (number | string)[], options: FitOptions, message: RegExp): void {
  const onProgress = vi.fn();
  expectRefusal(() => fitSync(x, y as number[], { ...options, onProgress }), "BAD_OPTION", message);
  expect(onProgress).not.toHaveBeenCalled();
}

describe("bounds outside of a ball", () => {
  const atLeast = (norm: string, value: string, radius: string, more = "") =>
    new RegExp(
      `^bounds keep the ${norm} norm of the coefficients${more} at ${value} or more; expected at most ${radius}, `,
    );

  it("are refused, in either norm", () => {
    refuses(X, Y, { constraint: l2Ball(1), bounds: { lower: 2 } }, atLeast("l2", "2.82843", "1"));
    refuses(X, Y, { constraint: l1Ball(3), bounds: { lower: [2, -5], upper: [3, -1.5] } }, atLeast("l1", "3.5", "3"));
  });

  it("are refused over all classes", () => {
    const options: FitOptions = { family: "multinomial", constraint: l1Ball(5.9), bounds: { lower: 1 } };
    refuses([...X, ...X], [..."abcabcab"], options, atLeast("l1", "6", "5.9"));
  });

  it("count constant columns, which sit at a bound", () => {
    const x = X.map(([a]) => [a!, 3]);
    refuses(x, Y, { constraint: l2Ball(1), bounds: { lower: [0, 2] } }, atLeast("l2", "2", "1"));
    const model = fitSync(x, Y, { constraint: l1Ball(2.1), bounds: { lower: [0, 2] } });
    expect(model.coefficients[1]).toBe(2);
    expect(model.coefficients[0]).toBeCloseTo(0.1, 8);
  });

  it("are measured on unit-variance columns with standardize", () => {
    const bounds = { lower: [1, 0] };
    const more = " \\(of unit-variance columns\\)"; // sd 2.29129
    refuses(X, Y, { standardize: true, constraint: l2Ball(2.29), bounds }, atLeast("l2", "2.29129", "2.29", more));
    expect(fitSync(X, Y, { standardize: true, constraint: l2Ball(2.3), bounds }).status.code).toBe("converged");
  });

  it("go where they touch", () => {
    for (const constraint of [l2Ball(5), l1Ball(7)]) {
      const model = fitSync(X, Y, { constraint, bounds: { lower: [3, 4] } });
      expect([...model.coefficients]).toEqual([3, 4]);
    }
  });
});

describe("bounds that keep a left-out column off 0", () => {
  const penalties = [ridge(0.1, { factors: [1, Infinity] }), lasso(0.1, { factors: [1, Infinity] })];
  it.each(penalties)("are refused: $penalty", (penalty) => {
    const of = (side: string, value: string, sign: string) =>
      new RegExp(
        `^bounds.${side}\\[1\\] = ${value}; expected a number ${sign} 0, as factor Infinity leaves the column out`,
      );
    refuses(X, Y, { penalty, bounds: { lower: 1 } }, of("lower", "1", "<="));
    refuses(X, Y, { penalty, bounds: { upper: [2, -0.5] } }, of("upper", "-0.5", ">="));
    expect(fitSync(X, Y, { penalty, bounds: { lower: [1, 0] } }).coefficients[1]).toBe(0);
  });
});
