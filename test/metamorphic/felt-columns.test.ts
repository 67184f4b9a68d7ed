// A column of zeros, or a constant one, whose bounds exclude 0: its noise and its penalty are part of F.
import { describe, expect, it } from "vitest";
import { additive, dropout, elasticNet, type FitOptions, fitSync, l2Ball, laplace, ridge } from "../../src/index.js";
import type { OneFamily } from "../helpers/forms.js";
import { STORAGES } from "../helpers/storages.js";

const T = [0, 1, 2, 3, 4, 5, 6, 7];
const Y = [1, 1, 3, 2, 5, 4, 7, 9];
const LOSS = {
  gaussian: (y: number, eta: number) => (y - eta) ** 2 / 2,
  poisson: (y: number, eta: number) => Math.exp(eta) - y * eta,
  binomial: (y: number, eta: number) => Math.log1p(Math.exp(eta)) - y * eta,
} as const;
type Name = keyof typeof LOSS;

/** E l - l at variance s of eta, as docs/objective.md has it: exact for gaussian and for additive noise on poisson, else the integral. */
function extra(name: Name, y: number, eta: number, s: number): number {
  const l = LOSS[name];
  let sum = 0;
  for (let z = -10; z <= 10; z += 0.125) sum += Math.exp((-z * z) / 2) * l(y, eta + Math.sqrt(s) * z);
  return (0.125 * sum) / Math.sqrt(2 * Math.PI) - l(y, eta);
}

const VARIANCE = {
  none: () => 0,
  additive: (_: number) => 0.3 ** 2,
  dropout: (x: number) => (0.2 / 0.8) * x * x,
} as const;
const NOISE = {
  none: undefined,
  additive: additive(0.3),
  dropout: { ...dropout(0.2), approximation: "gaussian" },
} as const;
const PENALTY = {
  none: [undefined, 0, 0],
  ridge: [ridge(0.3), 0.3, 0],
  "elastic net": [elasticNet(0.4, 0.5), 0.2, 0.2],
} as const;

describe.each(Object.keys(LOSS) as Name[])("felt columns: %s", (family) => {
  const y = family === "binomial" ? [0, 0, 1, 0, 1, 0, 1, 1] : Y;
  for (const noise of Object.keys(NOISE) as (keyof typeof NOISE)[]) {
    for (const [label, [penalty, square, absolute]] of Object.entries(PENALTY)) {
      for (const value of [0, 2]) {
        it(`${noise}, ${label}, a column of ${value}`, () => {
          const x = T.map((t) => [value, t / 4]);
          const objective = (b: number, [b1, b2]: readonly number[]): number => {
            let sum = 0;
            x.forEach(([u, v], i) => {
              const eta = b + u! * b1! + v! * b2!;
              const s = VARIANCE[noise](u!) * b1! ** 2 + VARIANCE[noise](v!) * b2! ** 2;
              sum += LOSS[family](y[i]!, eta) + extra(family, y[i]!, eta, s);
            });
            const P = [b1!, b2!].reduce((p, c) => p + (square / 2) * c * c + absolute * Math.abs(c), 0);
            return sum / x.length + P;
          };
          const options: FitOptions<OneFamily> = {
            ...{ family, noise: NOISE[noise], penalty },
            bounds: { lower: [0.7, -Infinity] },
          };
          for (const [storage, place] of Object.entries(STORAGES)) {
            const model = fitSync(place(x), y, options);
            const [b, beta] = [model.intercept, [...model.coefficients]];
            expect(model.status.code, storage).toBe("converged");
            expect(beta[0], storage).toBe(0.7);
            const F = objective(b, beta);
            expect(Math.abs(model.objective - F), storage).toBeLessThan(1e-11 * (1 + Math.abs(F)));
            for (const d of [1e-4, -1e-4]) {
              expect(objective(b + d, beta), storage).toBeGreaterThan(F - 1e-13);
              expect(objective(b, [0.7, beta[1]! + d]), storage).toBeGreaterThan(F - 1e-13);
            }
          }
        });
      }
    }
  }
});

describe("felt columns", () => {
  it("in a ball the bound of a column of zeros takes its part of the radius", () => {
    const x = T.map((t) => [0, t]);
    const model = fitSync(x, Y, { constraint: l2Ball(0.8), bounds: { lower: [0.6, -Infinity] } });
    expect(model.coefficients[0]).toBe(0.6);
    expect(Math.hypot(...model.coefficients)).toBeCloseTo(0.8, 9);
  });

  it("a column of zeros that rows without labels do not share is a column", () => {
    const x = T.map((t) => [0, t / 4]);
    const unlabeled = { x: T.map((t) => [t / 3, 1]), weight: 0.9 };
    const y = [0, 0, 1, 0, 1, 0, 1, 1];
    const given = { family: "binomial", noise: additive(0.2), unlabeled } as const;
    const tiny = fitSync(x.map(([, t], i) => [i === 0 ? 1e-9 : 0, t!]), y, given); // biome-ignore format: one line
    const model = fitSync(x, y, given);
    expect(model.coefficients[0]).toBeCloseTo(tiny.coefficients[0]!, 5);
    expect(model.objective).toBeCloseTo(tiny.objective, 8);
  });

  it("the warning says what decides", () => {
    const model = fitSync(T.map((t) => [0, t]), Y, { penalty: ridge(1), bounds: { lower: [1, -Infinity] } }); // biome-ignore format: one line
    expect(model.status.warnings[0]!.message).toContain("all entries are equal in x1");
    expect(model.status.warnings[0]!.message).toContain("only bounds, penalty, noise and rows without labels do");
  });
});

describe("felt columns: noisy copies of a column whose entries are all equal differ, so its best coefficient is not 0", () => {
  const t = T.map((v) => v / 4);
  for (const [name, noise] of Object.entries({
    additive: additive(0.4),
    laplace: laplace(0.3),
    dropout: dropout(0.4),
  })) {
    for (const value of name === "dropout" ? [2] : [0, 2]) {
      it.each(Object.keys(LOSS) as Name[])(`${name}, a column of ${value}, %s`, (family) => {
        const y = family === "binomial" ? [0, 0, 1, 0, 1, 0, 1, 1] : Y;
        const x = t.map((v) => [value, v]);
        const options: FitOptions<OneFamily> = {
          family,
          noise: { ...noise, approximation: "monte-carlo", copies: 2, seed: 3 },
        };
        const model = fitSync(x, y, options);
        const at = (b: number): number => {
          const start = { intercept: model.intercept, coefficients: [b, model.coefficients[1]!] };
          return fitSync(x, y, { ...options, start, maxIterations: 0 }).objective;
        };
        const best = model.coefficients[0]!;
        expect(model.status.code).toBe("converged");
        expect(Math.abs(best)).toBeGreaterThan(1e-3);
        expect(at(best)).toBeCloseTo(model.objective, 12);
        const h = 1e-3 * Math.max(1, Math.abs(best));
        const slope = (at(best + h) - at(best - h)) / (2 * h);
        expect(Math.abs(slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(model.objective)));
        const held = { lower: [0, -Infinity], upper: [0, Infinity] };
        expect(fitSync(x, y, { ...options, bounds: held }).objective).toBeGreaterThan(model.objective);
      });
    }
  }
});
