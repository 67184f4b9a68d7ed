// Relations about multinomial fits that hold for any data.
import { describe, expect, it } from "vitest";
import {
  additive,
  dropout,
  elasticNet,
  type FitOptions,
  fitSync,
  l1Ball,
  lasso,
  type Model,
  type Noise,
  ridge,
} from "../../src/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { classCases, classData, K } from "../helpers/classes.js";
import { calmData, looksForDependence, SOLVER_NAMES } from "../helpers/fits.js";
import { normals, relative } from "../helpers/numeric.js";

const P = 4;
type Many = Model<"many">;
type Options = Omit<FitOptions, "family">;

const run = (x: number[][], y: ArrayLike<number> | readonly string[], options: Options = {}): Many =>
  fitSync(x, y, { ...options, family: "multinomial" });

function expectSame(got: Many, want: Many, tolerance = 2e-8): void {
  expect(got.status.code, JSON.stringify(got.status.warnings)).toBe("converged");
  expect(relative(got.objective, want.objective)).toBeLessThan(1e-11);
  want.coefficients.forEach((beta, k) => {
    beta.forEach((b, j) => {
      expect(Math.abs(got.coefficients[k]![j]! - b)).toBeLessThan(tolerance * Math.max(1, Math.abs(b)));
    });
  });
  want.intercept.forEach((b, k) => {
    expect(Math.abs(got.intercept[k]! - b)).toBeLessThan(tolerance * Math.max(1, Math.abs(b)));
  });
}

const VARIANTS: Record<string, Options> = {
  "an intercept": {},
  "no intercept": { intercept: false },
  "a ridge": { penalty: ridge(0.1) },
  "a ridge on some columns": { penalty: ridge(0.1, { factors: [1, 0, 2, 0] }), standardize: true },
};

for (const { name, noise, options } of classCases(P)) {
  const { x, y } = classData(90, P, 21, noise);
  describe(`multinomial: ${name}`, () => {
    for (const [variant, more] of Object.entries(VARIANTS)) {
      it(`all solvers reach the same model (${variant})`, () => {
        const weights = y.map((_, i) => 0.5 + (i % 4));
        const [first, ...others] = SOLVER_NAMES.map((solver) => run(x, y, { noise, weights, solver, ...more }));
        for (const other of others) expectSame(other, first!);
      });
    }

    it("classes in another order are the same model in that order", () => {
      const order = [2, 0, 1]; // class k becomes class order[k]
      const model = fitSync(x, y, options);
      const other = run(x, y.map((k) => order[k]!), { noise }); // biome-ignore format: one line
      order.forEach((to, from) => {
        expect(other.intercept[to]).toBeCloseTo(model.intercept[from]!, 8);
        model.coefficients[from]!.forEach((b, j) => {
          expect(other.coefficients[to]![j]).toBeCloseTo(b, 8);
        });
      });
      expect(relative(other.objective, model.objective)).toBeLessThan(1e-12);
    });

    it("weight 0 is no row, and all weights times a number change the deviance by it", () => {
      const weights = y.map((_, i) => i % 3);
      const model = run(x, y, { noise, weights });
      const wild = x.map((row, i) => (weights[i] === 0 ? row.map((v) => Math.abs(v) * 1e9) : row));
      expectSame(run(wild, y, { noise, weights }), model);
      const heavy = run(x, y, { noise, weights: weights.map((w) => 1000 * w) });
      expectSame(heavy, model);
      expect(relative(heavy.deviance, 1000 * model.deviance)).toBeLessThan(1e-6);
    });

    it.skipIf(noise?.approximation === "monte-carlo")("weight 2 is a row twice", () => {
      const weights = y.map((_, i) => 1 + (i % 2));
      const rows = y.flatMap((_, i) => Array<number>(weights[i]!).fill(i));
      const pick = <T>(values: readonly T[]): T[] => rows.map((i) => values[i]!);
      expectSame(run(x, y, { noise, weights }), run(pick(x), pick(y), { noise }));
    });

    it("labels are numbers in sorted order", () => {
      const labels = ["apple", "pear", "quince"];
      const model = run(x, y, { noise });
      const named = run(x, y.map((k) => labels[k]!), { noise }); // biome-ignore format: one line
      expect([named.intercept, named.coefficients]).toEqual([model.intercept, model.coefficients]);
      expect(named.classes).toEqual(labels);
      const likeliest = model.predict(x).map((p) => p.indexOf(Math.max(...p)));
      expect(named.predict(x, { type: "class" })).toEqual(likeliest.map((k) => labels[k]));
    });
  });
}

describe("two classes", () => {
  const { x, y } = calmData("binomial", 80);
  const difference = (model: Many, j: number) => model.coefficients[1]![j]! - model.coefficients[0]![j]!;

  for (const solver of SOLVER_NAMES) {
    it(`are the binomial model: the difference between the classes (${solver})`, () => {
      const two = run(x, y, { solver });
      const one = fitSync(x, y, { family: "binomial", solver });
      expect(two.intercept[1]! - two.intercept[0]!).toBeCloseTo(one.intercept, 8);
      one.coefficients.forEach((b, j) => {
        expect(difference(two, j)).toBeCloseTo(b, 8);
        expect(two.coefficients[0]![j]! + two.coefficients[1]![j]!).toBeCloseTo(0, 12);
      });
      expect(two.objective).toBeCloseTo(one.objective, 12);
      expect(two.deviance).toBeCloseTo(one.deviance, 8);
      expect(two.nullDeviance).toBeCloseTo(one.nullDeviance, 8);
      expect(two.logLikelihood).toBeCloseTo(one.logLikelihood, 8);
      if (looksForDependence(solver)) expect(two.degreesOfFreedom).toBe(one.degreesOfFreedom);
      two.predict(x).forEach((p, i) => {
        expect(p[1]).toBeCloseTo(one.predict(x)[i]!, 8);
      });
    });

    it(`with dropout of one mask are the quadratic form of the binomial (${solver})`, () => {
      // W = p q [1 -1; -1 1]: only the variance of the difference counts
      const noise = dropout([0.3, 0.2, 0, 0.1], { approximation: "quadratic" });
      const two = run(x, y, { noise, solver });
      const one = fitSync(x, y, { family: "binomial", noise, solver });
      one.coefficients.forEach((b, j) => {
        expect(difference(two, j)).toBeCloseTo(b, 7);
      });
      expect(two.objective).toBeCloseTo(one.objective, 12);
    });

    it(`with ridge are the binomial at half the strength: b1 = -b0 = b / 2 (${solver})`, () => {
      const two = run(x, y, { penalty: ridge(0.2), solver });
      const one = fitSync(x, y, { family: "binomial", penalty: ridge(0.1), solver });
      one.coefficients.forEach((b, j) => {
        expect(two.coefficients[1]![j]).toBeCloseTo(b / 2, 8);
      });
      expect(two.objective).toBeCloseTo(one.objective, 12);
    });
  }
});

describe("what only differences matter to", () => {
  const { x, y } = classData(90, P, 21);

  it("is centred: columns that nothing acts on, and intercepts", () => {
    const noise: Noise = { noise: "dropout", strength: [0, 0.3, 0, 0], mask: "per-class" };
    const model = run(x, y, { noise, penalty: ridge(0.1, { factors: [0, 0, 1, 0] }) });
    const sum = (j: number) => model.coefficients.reduce((total, beta) => total + beta[j]!, 0);
    for (const j of [0, 3]) expect(sum(j)).toBeCloseTo(0, 12);
    expect(model.intercept.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
  });

  it("counts once: (K - 1) (p + 1) parameters", () => {
    expect(run(x, y).degreesOfFreedom).toBe((K - 1) * (P + 1));
    expect(run(x, y, { intercept: false }).degreesOfFreedom).toBe((K - 1) * P);
  });

  it("may start anywhere: a number added to all classes of a column changes nothing", () => {
    const cold = run(x, y);
    const start = {
      intercept: Array.from(cold.intercept, (b) => b + 3),
      coefficients: cold.coefficients.map((beta) => Array.from(beta, (b, j) => b + j)),
    };
    const warm = run(x, y, { start });
    expectSame(warm, cold);
    expect(warm.status.iterations).toBeLessThanOrEqual(1);
  });
});

describe("lasso, elastic net, bounds and balls (multinomial)", () => {
  const able = SOLVER_NAMES.filter((name) => SOLVERS[name].constrained);
  const { x, y } = classData(90, P, 21);
  const PENALTIES: Record<string, Options> = {
    lasso: { penalty: lasso(0.05) },
    "elastic net": { penalty: elasticNet(0.05, 0.5) },
    "lasso with dropout": { penalty: lasso(0.03), noise: dropout(0.2) },
    "lasso with masks per class": { penalty: lasso(0.03), noise: additive(0.3, { mask: "per-class" }) },
    bounds: { bounds: { lower: -0.1, upper: 0.2 }, penalty: ridge(0.01) },
    "a ball": { constraint: l1Ball(0.5) },
  };
  for (const solver of able) {
    for (const [what, options] of Object.entries(PENALTIES)) {
      it(`${what}: no step away goes down (${solver})`, () => {
        const model = run(x, y, { ...options, solver });
        expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
        if (options.constraint !== undefined) {
          const norm = model.coefficients.reduce((sum, beta) => sum + beta.reduce((t, b) => t + Math.abs(b), 0), 0);
          expect(norm).toBeCloseTo(0.5, 7);
          return;
        }
        const at = (coefficients: number[][]) =>
          run(x, y, { ...options, solver, start: { intercept: model.intercept, coefficients }, maxIterations: 0 })
            .objective;
        for (let k = 0; k < K; k++) {
          for (let j = 0; j < P; j++) {
            for (const step of [-1e-4, 1e-4]) {
              const moved = model.coefficients.map((beta, c) =>
                Array.from(beta, (b, q) => (c === k && q === j ? b + step : b)),
              );
              const { lower = -Infinity, upper = Infinity } = (options.bounds ?? {}) as {
                lower?: number;
                upper?: number;
              };
              if (moved[k]![j]! < lower || moved[k]![j]! > upper) continue;
              expect(at(moved)).toBeGreaterThanOrEqual(model.objective - 1e-13);
            }
          }
        }
      });
    }
  }
});

/** Data on which steps are long and matrices nearly singular, and still there is a minimizer. */
const HARD: Record<string, () => { x: number[][]; y: number[] }> = {
  "near separation: one row on the wrong side": () => {
    const x = Array.from({ length: 60 }, (_, i) => [i / 10, Math.sin(i)]);
    const y = x.map((_, i) => Math.floor(i / 20));
    return { x, y: y.map((k, i) => (i === 10 ? 1 : i === 30 ? 2 : i === 50 ? 0 : k)) };
  },
  "a class of two rows": () => {
    const { x, y } = classData(120, P, 31);
    return { x, y: y.map((k, i) => (i === 17 || i === 80 ? 2 : k % 2)) };
  },
  "columns that are nearly one": () => {
    const { x, y } = classData(120, P, 41);
    const normal = normals(6);
    return { x: x.map((row) => [row[0]!, row[0]! + 1e-3 * normal(), row[1]!, row[1]! - 1e-3 * normal()]), y };
  },
  "columns of very unequal size": () => {
    const { x, y } = classData(120, P, 51);
    return { x: x.map((row) => row.map((v, j) => v * 10 ** (3 * j - 4))), y };
  },
};

describe("hard cases", () => {
  for (const [name, make] of Object.entries(HARD)) {
    const { x, y } = make();
    for (const [what, options] of Object.entries({
      plain: {},
      dropout: { noise: dropout(0.1) },
      ridge: { penalty: ridge(1e-3) },
    })) {
      it(`all solvers reach one objective, and its slopes are 0: ${name}, ${what}`, () => {
        const models = SOLVER_NAMES.map((solver) => run(x, y, { ...options, solver, maxIterations: 5000 }));
        models.forEach((model, k) => {
          expect(model.status.code, `${SOLVER_NAMES[k]} ${JSON.stringify(model.status)}`).toBe("converged");
          expect(relative(model.objective, models[0]!.objective), SOLVER_NAMES[k]!).toBeLessThan(1e-9);
          if (what !== "plain") return;
          const p = model.predict(x);
          x[0]!.forEach((_, j) => {
            const size = Math.max(...x.map((row) => Math.abs(row[j]!)));
            for (let c = 0; c < K; c++) {
              const slope = p.reduce((sum, row, i) => sum + (row[c]! - Number(y[i] === c)) * x[i]![j]!, 0);
              expect(Math.abs(slope) / (size * y.length)).toBeLessThan(1e-8);
            }
          });
        });
      });
    }
  }
});
