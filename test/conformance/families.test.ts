// What every family must satisfy. It runs over the registry: a new family needs no new test here.
import { describe, expect, it } from "vitest";
import { FAMILIES, type Family, type FamilyName } from "../../src/families/index.js";
import { withScope } from "../../src/wasm/scope.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { derivative, isClose } from "../helpers/numeric.js";

const ETAS = [-3, -0.4, 0, 0.7, 2.5];
// exp overflows at 709.8: a log link may not be asked for more; any other link must survive anything.
const EXTREME: Record<Family["link"], number> = { identity: 1e6, logit: 1e6, log: 700 };

/** One row whose linear predictor is the intercept. */
function row(family: Family, y: number) {
  const shard = shardOf([[]], [y], { family: family.name as FamilyName });
  return (eta: number) => {
    const answers = shard.ask([eta], REQUEST.value | REQUEST.gradient | REQUEST.hessian);
    return { loss: answers.value, slope: answers.gradient[0]!, curvature: answers.hessian[0]![0]! };
  };
}

for (const family of Object.values<Family>(FAMILIES)) {
  const { low, high, lowOpen, highOpen } = family.domain;
  const ys = [
    low === -Infinity ? -2 : lowOpen ? low + 0.1 : low,
    0.25,
    high === Infinity ? 4 : highOpen ? high - 0.1 : high,
  ];

  describe(`family ${family.name}`, () => {
    it("has the same number on both sides of the border", () => {
      withScope((scope) => {
        const name = family.name.charAt(0).toUpperCase() + family.name.slice(1);
        const exported = scope.kernel.exports as unknown as { Family: Record<string, WebAssembly.Global> };
        expect(exported.Family[name]?.value).toBe(family.id);
      });
    });

    it("inverts its link", () => {
      withScope((scope) => {
        const kernel = scope.kernel.exports;
        for (const mu of [0.02, 0.3, 0.5, 0.9]) {
          const eta = scope.put([kernel.familyLink(family.id, 0, mu)]);
          kernel.familyMeans(family.id, 0, 1, eta, eta);
          expect(scope.get(eta, 1)[0]).toBeCloseTo(mu, 14);
        }
      });
    });

    for (const y of ys) {
      const at = row(family, y);
      for (const eta of ETAS) {
        it(`slope and curvature are the derivatives of loss (y = ${y}, eta = ${eta})`, () => {
          const got = at(eta);
          expect(
            isClose(
              got.slope,
              derivative((e) => at(e).loss, eta),
              1e-9,
            ),
          ).toBe(true);
          expect(
            isClose(
              got.curvature,
              derivative((e) => at(e).slope, eta),
              1e-9,
            ),
          ).toBe(true);
        });
      }
      for (const eta of [-EXTREME[family.link], EXTREME[family.link]]) {
        it(`stays finite far out (y = ${y}, eta = ${eta})`, () => {
          const got = at(eta);
          expect(Number.isFinite(got.loss) && Number.isFinite(got.slope) && got.curvature >= 0).toBe(true);
        });
      }
      it(`is least at mu = y, where it is bestLoss (y = ${y})`, () => {
        withScope((scope) => {
          const kernel = scope.kernel.exports;
          const best = kernel.familyBestLoss(family.id, 0, 1, scope.put([y]), scope.put([1]));
          for (const eta of ETAS) expect(at(eta).loss).toBeGreaterThanOrEqual(best - 1e-12);
          const eta = kernel.familyLink(family.id, 0, y);
          if (Number.isFinite(eta)) expect(at(eta).loss).toBeCloseTo(best, 12);
        });
      });
      it(`lets eta go where its loss keeps falling, and nowhere else (y = ${y})`, () => {
        const shard = shardOf([[]], [y], { family: family.name as FamilyName });
        for (const way of [-1, 1]) {
          const falls = at(way * 5).slope * way <= 0 && at(way * 300).slope * way <= 0;
          const got = shard.ask([0], REQUEST.recession, [way], 1e-6);
          expect(got.receding > 0 && got.blocking === 0).toBe(falls);
        }
      });
    }
  });
}

describe("far tails keep their digits", () => {
  it("binomial: the slope of a certain row is e^-|eta|, not 0", () => {
    for (const eta of [30, 60, 300]) {
      expect(Math.abs(row(FAMILIES.binomial, 1)(eta).slope / -Math.exp(-eta) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(row(FAMILIES.binomial, 0)(-eta).slope / Math.exp(-eta) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(row(FAMILIES.binomial, 1)(eta).loss / Math.exp(-eta) - 1)).toBeLessThan(1e-12);
    }
  });
});
