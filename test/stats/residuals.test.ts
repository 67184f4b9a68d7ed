// Rows far from the model, or fitted exactly: residuals, diagnostics and scores are finite, for every family and link.
import { describe, expect, it } from "vitest";
import { diagnose, fitSync, Model } from "../../src/index.js";
import { FORMS, type Form } from "../helpers/forms.js";

const FAR = [-1000, -300, -40, -12, -7, -1, 0, 1, 7, 12, 40, 300, 1000];

function etasOf({ family }: Form): number[] {
  if (!family.isBounded) return family.link === "log" ? FAR.filter((eta) => eta <= 300) : FAR;
  if (family.name !== "binomial") return [0, 1e-12, 0.5, 1, 40, 1000];
  return family.link === "log" ? FAR.filter((eta) => eta <= 0) : [0, 1e-12, 0.5, 1 - 1e-12, 1];
}

function ysOf({ family }: Form): number[] {
  const { low, high, lowOpen } = family.domain;
  return [low === -Infinity ? -2 : lowOpen ? 0.1 : low, high === 1 ? 1 : 3];
}

/** A model whose linear predictor is x. */
function lineOf({ options, family }: Form): Model {
  const [low, high] = ysOf({ options, family } as Form);
  const start = { intercept: 0, coefficients: [family.isBounded ? 0.5 : 0] };
  const json = fitSync([[1], [0.5], [1]], [high!, high!, low!], {
    ...options,
    start,
    intercept: false,
    maxIterations: 1,
  }).toJSON();
  return Model.fromJSON({ ...json, intercepts: [0], coefficients: [[1]] });
}

describe("rows far out", () => {
  for (const form of FORMS) {
    it(`${form.name}: no residual and no score is NaN`, () => {
      const model = lineOf(form);
      for (const y of ysOf(form)) {
        for (const eta of etasOf(form)) {
          for (const type of ["response", "deviance", "pearson", "working"] as const) {
            const [residual] = model.residuals([[eta]], [y], { type });
            expect(residual, `${type}, y ${y}, eta ${eta}`).not.toBeNaN();
          }
          expect(model.score([[eta]], [y]).deviance, `score, y ${y}, eta ${eta}`).not.toBeNaN();
        }
      }
    });
  }

  for (const link of ["logit", "probit", "cloglog", "loglog", "cauchit"] as const) {
    it(`binomial ${link}: what the model is sure of has residuals close to 0, of the right sign`, () => {
      const model = lineOf(FORMS.find(({ name }) => name === `binomial ${link}`)!);
      for (const type of ["deviance", "pearson"] as const) {
        const [up] = model.residuals([[40]], [1], { type });
        const [down] = model.residuals([[-40]], [0], { type });
        const size = link === "cauchit" ? 0.13 : 1e-7;
        expect(Math.abs(up!)).toBeLessThan(size);
        expect(Math.abs(down!)).toBeLessThan(size);
        expect([Math.sign(up!) >= 0, Math.sign(down!) <= 0]).toEqual([true, true]);
      }
    });
  }

  it("binomial quantile residuals are as far out on the sure side of 1 as on that of 0", () => {
    const model = lineOf(FORMS.find(({ name }) => name === "binomial logit")!);
    for (const eta of [30, 60, 600]) {
      const [up] = model.residuals([[-eta]], [1], { type: "quantile" });
      const [down] = model.residuals([[eta]], [0], { type: "quantile" });
      expect(Number.isFinite(up) && Number.isFinite(down)).toBe(true);
      expect(Math.abs(Math.log(-up! / down!))).toBeLessThan(0.2); // u here, 1 - u there
    }
  });

  it("Cook's distance and its kin are numbers where some means round to 1", () => {
    const x = [[0], [1], [2], [3], [4], [12], [20]];
    const y = [0, 1, 0, 1, 1, 1, 1];
    for (const link of ["logit", "probit", "cloglog", "loglog"] as const) {
      const seen = diagnose(fitSync(x, y, { family: "binomial", link }), x, y);
      for (const name of [
        "leverage",
        "standardized",
        "studentized",
        "cooksDistance",
        "dffits",
        "covarianceRatio",
      ] as const) {
        expect([...seen[name]!].some(Number.isNaN), `${link} ${name}`).toBe(false);
      }
      expect(
        Object.values(seen.dfbetas!)
          .flatMap((v) => [...v])
          .some(Number.isNaN),
      ).toBe(false);
      expect(seen.cooksDistance![6]).toBeLessThan(1e-6);
    }
  });

  it("a multinomial of two classes scores and leaves residuals as the binomial does, however far out", () => {
    const x = [150, 162, 171, 158, 180, 175, 168, 155, 190, 185, 177, 160].map((v) => [v]);
    const y = ["s", "s", "l", "s", "l", "l", "s", "s", "l", "l", "s", "l"];
    const two = fitSync(x, y, { family: "binomial" });
    const many = fitSync(x, y, { family: "multinomial" });
    for (const at of [165, 600, 16200, 1e7]) {
      for (const seen of ["s", "l"]) {
        const rows = [[at]];
        const [want, got] = [two.score(rows, [seen]), many.score(rows, [seen])];
        expect(got.logLoss! / want.logLoss! || 1).toBeCloseTo(1, 8);
        expect(got.deviance / want.deviance || 1).toBeCloseTo(1, 8);
        const [pearson] = many.residuals(rows, [seen], { type: "pearson" });
        const [own] = two.residuals(rows, [seen], { type: "pearson" });
        expect(pearson![1]! / own! || 1).toBeCloseTo(1, 6);
      }
    }
  });
});
