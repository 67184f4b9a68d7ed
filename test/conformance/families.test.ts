// Properties of every family with every link. The test runs over the registries, so a new family needs no new test here.
import { describe, expect, it } from "vitest";
import { ASK } from "../../src/base/ids.js";
import { withScope } from "../../src/wasm/scope.js";
import { FORMS, type Form, fisherAt, lossAt, MEAN, VARIANCE_OF } from "../helpers/forms.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { derivative, isClose } from "../helpers/numeric.js";

// exp overflows at 709.8: a log link may not be asked for more; any other link on the whole line must survive anything.
const EXTREME: Partial<Record<string, number>> = { identity: 1e6, logit: 1e6, probit: 1e6, cauchit: 1e6 };

/** Linear predictors inside the domain. */
function etasOf({ family }: Form): number[] {
  if (!family.isBounded) return [-3, -0.4, 0, 0.7, 2.5];
  if (family.name === "binomial") return family.link === "log" ? [-3, -0.8, -0.4] : [0.25, 0.4, 0.7];
  return [0.6, 1, 2.5];
}

function ysOf({ family }: Form): number[] {
  const { low, high, lowOpen } = family.domain;
  return [low === -Infinity ? -2 : lowOpen ? low + 0.1 : low, 0.25, high === Infinity ? 4 : high];
}

/** One row whose linear predictor is the intercept. */
function row({ options }: Form, y: number) {
  const shard = shardOf([[]], [y], options);
  return (eta: number) => {
    const answers = shard.ask([eta], REQUEST.value | REQUEST.gradient | REQUEST.hessian);
    return { loss: answers.value, slope: answers.gradient[0]!, curvature: answers.hessian[0]![0]! };
  };
}

/** The kernel's answer for one number. */
function ask({ family }: Form, what: number, y: number, x: number): { sum: number; out: number } {
  return withScope((scope) => {
    const { parameters } = family;
    const params = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
    const out = scope.put([Number.NaN]);
    const kernel = scope.kernel.exports;
    const sum = kernel.familyAnswer(family.id, what, params, 1, scope.put([y]), 0, scope.put([x]), out, 0);
    return { sum, out: scope.get(out, 1)[0]! };
  });
}

for (const form of FORMS) {
  const { family, name } = form;
  const etas = etasOf(form);

  describe(name, () => {
    it("inverts its link, and has the mean, variance and Fisher weight of the textbook", () => {
      for (const eta of etas) {
        const mu = ask(form, ASK.mean, 1, eta).out;
        expect(isClose(mu, MEAN[family.link](eta), 1e-13)).toBe(true);
        expect(isClose(ask(form, ASK.link, 1, mu).out, eta, 1e-11), `${ask(form, ASK.link, 1, mu).out}`).toBe(true);
        expect(isClose(ask(form, ASK.fisher, 1, eta).out, fisherAt(form, eta), 1e-11)).toBe(true);
        const pearson = ask(form, ASK.pearson, 0.3, eta).sum;
        const room = 1e-12 + (family.name === "binomial" ? 1e-15 / (1 - mu) : 0); // of 1 - mu in the textbook's variance
        expect(isClose(pearson, (0.3 - mu) ** 2 / VARIANCE_OF[family.name]!(mu), room)).toBe(true);
      }
    });

    it("has the second derivative of its mean, over the first", () => {
      for (const eta of etas) {
        const bend = derivative((e) => Math.log(ask(form, ASK.meanSlope, 1, e).out), eta);
        const got = ask(form, ASK.meanBend, 1, eta).out;
        expect(isClose(got, bend, 1e-8), `${got} against ${bend}`).toBe(true);
      }
    });

    for (const y of ysOf(form)) {
      const at = row(form, y);
      for (const eta of etas) {
        it(`loss is the textbook's, slope and curvature are its derivatives (y = ${y}, eta = ${eta})`, () => {
          const got = at(eta);
          expect(isClose(got.loss - at(etas[0]!).loss, lossAt(form, y, eta) - lossAt(form, y, etas[0]!), 1e-11)).toBe(
            true,
          );
          const slope = derivative((e) => at(e).loss, eta);
          const curvature = derivative((e) => at(e).slope, eta);
          expect(isClose(got.slope, slope, 1e-8), `${got.slope} against ${slope}`).toBe(true);
          expect(isClose(got.curvature, curvature, 1e-8), `${got.curvature} against ${curvature}`).toBe(true);
        });
      }
      if (!family.isBounded) {
        const far = family.link === "log" ? (family.name === "poisson" ? 700 : 200) : (EXTREME[family.link] ?? 500);
        for (const eta of [-far, far]) {
          it(`stays a number far out, and never falls below the least (y = ${y}, eta = ${eta})`, () => {
            const { loss, slope, curvature } = at(eta);
            const best = ask(form, ASK.bestLoss, y, 0).sum;
            expect([loss, slope, curvature].some(Number.isNaN)).toBe(false);
            expect(loss).toBeGreaterThanOrEqual(best - 1e-9 * Math.max(1, Math.abs(best)));
          });
        }
      } else if (family.name !== "gaussian") {
        it(`has no loss outside its domain (y = ${y})`, () => {
          const outside = family.name === "binomial" ? (family.link === "log" ? 0.1 : 1.1) : -0.1;
          expect(Number.isFinite(at(outside).loss) && y !== 1).toBe(false);
        });
      }
      it(`is least at mu = y, where it is bestLoss (y = ${y})`, () => {
        const best = ask(form, ASK.bestLoss, y, 0).sum;
        for (const eta of etas) expect(at(eta).loss).toBeGreaterThanOrEqual(best - 1e-11);
        const eta = ask(form, ASK.link, y, y).out;
        const loss = Number.isFinite(eta) ? at(eta).loss : Number.NaN;
        if (Number.isFinite(loss)) expect(loss).toBeCloseTo(best, 11);
      });
    }
  });
}

describe("far tails keep their digits", () => {
  const binomial = FORMS.find((form) => form.name === "binomial logit")!;
  it("binomial: the slope of a certain row is e^-|eta|, not 0", () => {
    for (const eta of [30, 60, 300]) {
      expect(Math.abs(row(binomial, 1)(eta).slope / -Math.exp(-eta) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(row(binomial, 0)(-eta).slope / Math.exp(-eta) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(row(binomial, 1)(eta).loss / Math.exp(-eta) - 1)).toBeLessThan(1e-12);
    }
  });
});

describe("fused loops and the composed form are one", () => {
  const noises = ["quadratic", "gaussian"] as const;
  const x = [[0.5], [1], [-0.7], [2], [0.1]];
  const y = [1, 0, 1, 1, 0];
  const pairs = {
    "gaussian identity": {
      composed: 4,
      struct: "Power",
      values: { p: 0, q: 1, A: -1, a: 1, B: 0.5, b: 2, C: 0, D: 0 },
    },
    "poisson log": { composed: 3, struct: "Power", values: { p: 1, q: 0, A: 0, a: 0, B: 1, b: 1, C: -1, D: 0 } },
    "binomial logit": { composed: 7, struct: "Proportion", values: { form: 0 } },
  } as const;
  for (const [name, { composed, struct, values }] of Object.entries(pairs)) {
    const { options } = FORMS.find((form) => form.name === name)!;
    const kinds =
      name === "poisson log"
        ? [undefined, ...noises]
        : name === "binomial logit"
          ? [undefined, "gaussian"]
          : [undefined];
    for (const approximation of kinds as (undefined | "gaussian")[]) {
      it(`${name}, ${approximation ?? "no noise"}`, () => {
        const noise = approximation && { noise: "dropout", strength: 0.3, approximation };
        const request = REQUEST.value | REQUEST.gradient | REQUEST.hessian;
        const fused = shardOf(x, y, { ...options, noise });
        const other = shardOf(x, y, { ...options, noise });
        const { scope, shard } = other.uploaded;
        shard.set({ family: composed, familyParams: scope.struct(struct, values as Record<string, number>).at });
        const point = [0.4, 0.3];
        const [a, b] = [fused.ask(point, request), other.ask(point, request)];
        // the composed gaussian drops y^2 / 2, a term in y alone
        const dropped = name === "gaussian identity" ? y.reduce((sum, v) => sum + (v * v) / 2, 0) : 0;
        expect(isClose(b.value + dropped, a.value, 1e-9)).toBe(true);
        for (const [j, g] of a.gradient.entries()) expect(isClose(b.gradient[j]!, g, 1e-9)).toBe(true);
        for (const [j, h] of a.hessian.flat().entries()) expect(isClose(b.hessian.flat()[j]!, h, 1e-7)).toBe(true);
      });
    }
  }
});
