// A row with its own combination of columns: leaving it out is not defined, and nothing else changes.
import { describe, expect, it } from "vitest";
import { diagnose, fitSync, infer, ridge } from "../../src/index.js";
import { FORMS } from "../helpers/forms.js";
import { isClose } from "../helpers/numeric.js";

const DOSE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const OTHER = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
const ROW = 3;

/** y for every family, neither on the border of its domain nor met exactly. */
function responseOf(high: number, i: number): number {
  return high === 1 ? [0.3, 0.6, 0.2, 0.55, 0.5, 0.35, 0.7, 0.4, 0.65, 0.45][i]! : [2, 3, 3, 7, 4, 6, 5, 7, 6, 9][i]!;
}

const PER_ROW = ["leverage", "standardized", "studentized", "cooksDistance", "dffits", "covarianceRatio"] as const;

describe("a row with a column of its own", () => {
  for (const { name, options, family } of FORMS) {
    it(`${name}: its influence is NaN with a warning, that of others is as without it`, () => {
      const y = DOSE.map((_, i) => responseOf(family.domain.high, i));
      const own = DOSE.map((_, i) => Number(i === ROW));
      const model = fitSync({ dose: DOSE, own }, y, options);
      expect(model.status.code).toBe("converged");
      const found = diagnose(model, { dose: DOSE, own }, y);
      expect(found.leverage![ROW]).toBe(1);
      expect(found.warnings.map(({ code, detail }) => [code, detail.rows])).toEqual([["leverage-one", [ROW]]]);
      expect(found.warnings[0]!.message).toMatch(/^row 3 \(counted from 0\) has leverage 1: /);
      const rest = <T>(v: ArrayLike<T>): T[] => Array.from(v).filter((_, i) => i !== ROW);
      const without = fitSync({ dose: rest(DOSE) }, rest(y), options);
      const other = diagnose(without, { dose: rest(DOSE) }, rest(y));
      expect(other.warnings).toEqual([]);
      for (const what of PER_ROW) {
        if (what !== "leverage") expect(found[what]![ROW], what).toBeNaN();
        // Cook's distance is per parameter, and the ratio of determinants knows their number
        const factor = what === "cooksDistance" ? 3 / 2 : 1;
        if (what === "covarianceRatio") continue;
        rest(found[what]!).forEach((v, i) => {
          expect(isClose(v * factor, other[what]![i]!, 1e-6), `${what} ${i}: ${v * factor} ${other[what]![i]}`).toBe(
            true,
          );
        });
      }
      for (const moved of Object.values(found.dfbetas!)) expect(moved[ROW]).toBeNaN();
      for (const covariance of ["HC2", "HC3"] as const) {
        const table = infer(model, { dose: DOSE, own }, y, { covariance });
        const plain = infer(without, { dose: rest(DOSE) }, rest(y), { covariance });
        expect(table.rows.map(({ standardError }) => Number.isNaN(standardError))).toEqual([false, false, true]);
        expect(table.warnings[0]?.detail.rows).toEqual([ROW]);
        expect(String(table)).toContain("leverage 1");
        plain.rows.forEach(({ standardError }, k) => {
          expect(isClose(table.rows[k]!.standardError, standardError, 1e-6)).toBe(true);
        });
      }
      expect(infer(model, { dose: DOSE, own }, y, { covariance: "HC1" }).warnings).toEqual([]);
    });
  }

  it("is found as a combination too, among several, and at any scale of the columns", () => {
    const y = [2.1, 2.9, 9, 5.2, 5.8, 7.1, 8.3, 8.8, 9.1, 10.4];
    for (const size of [1e-9, 1, 1e9]) {
      const a = DOSE.map((v, i) => size * (v + (i === 2 ? 1 : 0)));
      const b = DOSE.map((v) => size * v);
      const c = OTHER.map((v, i) => v + (i === 7 ? 1e3 : 0));
      const found = diagnose(fitSync({ a, b, c, other: OTHER }, y), { a, b, c, other: OTHER }, y);
      expect(found.warnings[0]?.detail.rows).toEqual([2, 7]);
      expect(found.warnings[0]?.message).toContain("rows 2, 7 (counted from 0) have leverage 1");
      expect([...found.cooksDistance!].map(Number.isNaN)).toEqual(DOSE.map((_, i) => i === 2 || i === 7));
    }
  });

  it("is not a row that is far out only: 1 - h keeps its digits", () => {
    const y = [2.1, 2.9, 9, 5.2, 5.8, 7.1, 8.3, 8.8, 9.1, 10.4];
    for (const far of [1e3, 1e5, 1e6]) {
      const x = DOSE.map((v, i) => (i === 9 ? far : v));
      const found = diagnose(fitSync({ x }, y), { x }, y);
      expect(found.warnings).toEqual([]);
      // (1 - h) of simple regression: the part of the other rows
      const rest = x.slice(0, 9);
      const mean = rest.reduce((s, v) => s + v, 0) / 9;
      const spread = rest.reduce((s, v) => s + (v - mean) ** 2, 0);
      const left = 1 / (1 + 1 / 9 + (far - mean) ** 2 / spread);
      // y - fitted is (1 - h) times what the others predict wrongly
      const slope = rest.reduce((s, v, i) => s + (v - mean) * y[i]!, 0) / spread;
      const meanY = y.slice(0, 9).reduce((s, v) => s + v, 0) / 9;
      const missed = y[9]! - (meanY + slope * (far - mean));
      const whole = rest.reduce((s, v, i) => s + (y[i]! - meanY - slope * (v - mean)) ** 2, 0);
      const want = (missed * Math.sqrt(left)) / Math.sqrt(whole / 7);
      expect(isClose(found.studentized![9]!, want, 1e-4), `${far}: ${found.studentized![9]} for ${want}`).toBe(true);
    }
  });

  it("keeps its leverage in [0, 1] with a ridge, and says so where the own column has no penalty", () => {
    const own = DOSE.map((_, i) => Number(i === ROW));
    const y = [2.1, 2.9, 9, 5.2, 5.8, 7.1, 8.3, 8.8, 9.1, 10.4];
    const x = { dose: DOSE, own };
    for (const factors of [
      [1, 0],
      [1, 1],
    ]) {
      const found = diagnose(fitSync(x, y, { penalty: ridge(0.1, { factors }) }), x, y);
      for (const h of found.leverage!) expect(h >= 0 && h <= 1).toBe(true);
      expect(found.warnings.length).toBe(factors[1] === 0 ? 1 : 0);
    }
  });
});

it("a row close to leverage 1: what is left has all its digits", () => {
  const x = [1000, 1, 2, 3]; // without an intercept h = x^2 / sum x^2
  const y = [1001, 2, 1, 4];
  const total = 1000 ** 2 + 14;
  const slope = (1000 * 1001 + 2 + 2 + 12) / total;
  const model = fitSync({ x }, y, { intercept: false });
  const found = diagnose(model, { x }, y);
  const want = (1001 - 1000 * slope) / Math.sqrt((model.dispersion * 14) / total);
  expect(found.standardized![0]! / want).toBeCloseTo(1, 8);
});
