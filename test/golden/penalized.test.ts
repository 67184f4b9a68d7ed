// Do ridge, lasso, elastic net and bounds agree with glmnet, and beyond it with an exact solution? Fixtures and their
// scripts: test/golden/README.md. The multinomial cases are in classes.test.ts.
import { describe, expect, it } from "vitest";
import { fitSync } from "../../src/index.js";
import { agrees, type ModelCase, readCases, unitOf } from "./models.js";

interface Expected {
  readonly interceptValue: number | null;
  readonly coefficients: readonly number[];
  readonly deviance: number;
  readonly penalty: number;
}

/** Values that a coefficient takes exactly: 0 where the lasso acts or the column is left out, and its bounds. */
function corners({ penalty, bounds }: ModelCase<Expected>, j: number): (number | null | undefined)[] {
  const factor = penalty?.factors === undefined ? 1 : penalty.factors[j]!;
  const hasKink = penalty !== undefined && (factor === null || penalty.share * factor > 0);
  return [hasKink ? 0 : null, bounds?.lower?.[j], bounds?.upper?.[j]];
}

const CASES = await readCases<Expected>("penalized");

describe("penalized fits and bounds against R", () => {
  for (const { golden, x, y, options } of CASES) {
    if (golden.family === "multinomial") continue;
    it(golden.name, () => {
      const { expected, tolerance } = golden;
      const model = fitSync(x, y, options);
      expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
      const same = (what: string, got: number, want: number, unit = 0) =>
        expect(agrees(got, want, tolerance, unit), `${what}: ${got} against ${want}`).toBe(true);
      if (expected.interceptValue !== null) same("intercept", model.intercept, expected.interceptValue, 1);
      expected.coefficients.forEach((want, j) => {
        const name = golden.x[j]!;
        const got = model.coefficients[j]!;
        if (corners(golden, j).includes(want)) expect(got, `coefficient of ${name}`).toBe(want);
        else same(`coefficient of ${name}`, got, want, 0.1 * unitOf(x[name]!));
      });
      same("deviance", model.deviance, expected.deviance);
    });
  }
});
