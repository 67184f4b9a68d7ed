// Is every step of a path the fit at that lambda, or rate, whatever the family, penalty, noise and storage?
import { describe, expect, it } from "vitest";
import {
  additive, dropout, elasticNet, type FitOptions, fitSync, lasso, type Model, matrix, type Path, type PathOptions, type Penalty, pathSync, ridge,
} from "../../src/index.js"; // biome-ignore format: a list
import { DEFAULTS } from "../../src/options/defaults.js";
import { dataFor } from "../helpers/cases.js";
import { classData } from "../helpers/classes.js";
import { FORMS, type OneFamily } from "../helpers/forms.js";
import { generator, normals } from "../helpers/numeric.js";
import { coarse, STORAGES } from "../helpers/storages.js";

const PENALTIES: Record<string, (lambda?: number) => Penalty> = {
  lasso,
  ridge,
  "elastic net": (lambda) => elasticNet(lambda, 0.4),
};

function expectSteps(
  path: Path,
  fit: (value: number) => { objective: number; status: { code: string } },
  steps: number[],
) {
  const values = (path.lambdas ?? path.rates)!;
  for (const k of steps) {
    const model = fit(values[k]!);
    expect(path.statuses[k]!.code, JSON.stringify(path.statuses[k])).toBe("converged");
    expect(model.status.code).toBe("converged");
    const off = Math.abs(path.objectives[k]! - model.objective) / Math.max(1, Math.abs(model.objective));
    expect(off, `step ${k}: ${path.objectives[k]} against ${model.objective}`).toBeLessThanOrEqual(1e-9);
  }
}

describe("a step over lambda is the fit", () => {
  for (const form of FORMS.filter(({ isConvex }) => isConvex)) {
    for (const [name, penalty] of Object.entries(PENALTIES)) {
      const noises =
        form.family.approximations.length > 0 && name === "lasso" ? [undefined, dropout(0.2)] : [undefined];
      for (const noise of noises) {
        it(`${form.name}, ${name}${noise ? ", dropout" : ""}`, () => {
          const { x, y } = dataFor(form, 60, 4, 21, noise);
          const options: FitOptions<OneFamily> = { ...form.options, noise, standardize: true };
          const path = pathSync(x, y, { ...options, penalty: penalty(), count: 6, minRatio: 1e-2 });
          expectSteps(path, (lambda) => fitSync(x, y, { ...options, penalty: penalty(lambda) }), [0, 2, 5]);
          if (name !== "lasso") return;
          expect(path.nonZeros[0], "at lambdaMax all are 0").toBe(0);
          const below = pathSync(x, y, { ...options, penalty: penalty(), lambdas: [path.lambdas![0]! * (1 - 1e-6)] });
          expect(below.nonZeros[0], "just below it one is not").toBe(1);
        });
      }
    }
  }

  it("multinomial", () => {
    const { x, y } = classData(120, 4, 3);
    for (const penalty of Object.values(PENALTIES)) {
      const options = { family: "multinomial", standardize: true } as const;
      const path = pathSync(x, y, { ...options, penalty: penalty(), count: 6, minRatio: 1e-2 });
      const fit = (lambda: number) =>
        fitSync(x, y, { ...options, penalty: penalty(lambda) }) as unknown as ReturnType<typeof fitSync>;
      expectSteps(path as unknown as Path, fit, [0, 2, 5]);
    }
  });
});

const form = FORMS.find(({ name }) => name === "binomial logit")!;

describe("a path over lambda", () => {
  const { x, y } = dataFor(form, 80, 5, 3);
  const fitted = (options: Omit<PathOptions, "family">) => pathSync(x, y, { family: "binomial", count: 8, ...options });

  for (const [name, store] of Object.entries(STORAGES)) {
    it(`is the same for x ${name}`, () => {
      const rows = coarse(x);
      const want = pathSync(rows, y, { family: "binomial", count: 8 });
      const got = pathSync(store(rows), y, { family: "binomial", count: 8 });
      for (let k = 0; k < 8; k++) {
        expect(got.lambdas![k]! / want.lambdas![k]!).toBeCloseTo(1, 12);
        expect(got.objectives[k]! / want.objectives[k]!).toBeCloseTo(1, 9);
      }
    });
  }

  const others: Record<string, FitOptions> = {
    bounds: { bounds: { lower: 0 } },
    "bounds away from 0": { bounds: { lower: [0.2, -1, -1, -1, -1], upper: 2 } },
    "a column without penalty": { penalty: lasso(undefined, { factors: [0, 1, 2, 1, 1] }) },
    "a column left out": { penalty: lasso(undefined, { factors: [1, Infinity, 2, 1, 1] }) },
    "a summed scale": { penalty: lasso(undefined, { scale: "sum" }) },
    "weights and offset": { weights: y.map((_, i) => 0.5 + (i % 3)), offset: y.map((_, i) => (i % 5) / 5) },
    "no intercept": { intercept: false },
    "another noise": { noise: additive(0.3) },
  };
  for (const [name, options] of Object.entries(others)) {
    it(`with ${name} is made of fits`, () => {
      const path = fitted(options);
      const penalty = options.penalty ?? lasso();
      expectSteps(
        path,
        (lambda) => fitSync(x, y, { family: "binomial", ...options, penalty: { ...penalty, lambda } }),
        [0, 3, 7],
      );
      const free = (penalty.factors as number[] | undefined)?.[0] === 0 || name === "bounds away from 0" ? 1 : 0;
      const large = path.coefficients(0).filter((b) => Math.abs(b) > 1e-8); // what is free is fitted to the tolerance
      if (name !== "bounds") expect(large).toHaveLength(free);
    });
  }

  it("sorts the lambdas it is given, takes 0, and has the same bits twice", () => {
    const path = fitted({ lambdas: [0, 0.1, 0.02] });
    expect([...path.lambdas!]).toEqual([0.1, 0.02, 0]);
    expectSteps(path, (lambda) => fitSync(x, y, { family: "binomial", penalty: lasso(lambda) }), [0, 1, 2]);
    expect(fitted({ lambdas: [0.1, 0.02, 0] }).coefficients(1)).toEqual(path.coefficients(1));
  });

  it("counts degrees of freedom of a ridge on many rows with a Hessian in f32, to five digits where columns are correlated", () => {
    const next = normals(17);
    const [rows, p] = [2600, 200]; // beyond the limit of effective.ts
    const columns = Array.from({ length: p }, () => new Float64Array(rows));
    const y = Array.from({ length: rows }, (_, i) => {
      const common = next();
      for (const column of columns) column[i] = next() + 2 * common;
      return Number(common + next() > 0);
    });
    const data = Float64Array.from(columns.flatMap((column) => [...column]));
    const lambdas = [0.3, 1e-4];
    const shared = { family: "binomial", tolerance: 1e-6 } as const;
    const wide = matrix(data, rows, p, "column");
    const { degreesOfFreedom } = pathSync(wide, y, { ...shared, penalty: ridge(), lambdas });
    lambdas.forEach((lambda, k) => {
      const fit = fitSync(wide, y, { ...shared, penalty: ridge(lambda), standardErrors: true });
      expect(Math.abs(degreesOfFreedom[k]! / fit.degreesOfFreedom! - 1)).toBeLessThan(1e-5);
    });
  });
  it("counts degrees of freedom: non-zeros for a lasso, the trace of the hat matrix for a gaussian ridge", () => {
    const path = fitted({});
    expect([...path.degreesOfFreedom]).toEqual([...path.nonZeros].map((n) => n + 1));
    const ys = x.map((row, i) => row[0]! - row[1]! + Math.sin(i));
    const smooth = pathSync(x, ys, { penalty: ridge(), lambdas: [0.5, 0] });
    // tr(X (X'X / n + lambda)^-1 X' / n) by fits to unit vectors: the slope of fitted value i in y_i
    const at = (shift: number, i: number) =>
      fitSync(
        x,
        ys.map((v, k) => v + (k === i ? shift : 0)),
        { penalty: ridge(0.5) },
      ).predict(x)[i]!;
    const trace = x.reduce((sum, _, i) => sum + at(1, i) - at(0, i), 0);
    expect(smooth.degreesOfFreedom[0]).toBeCloseTo(trace, 7);
    expect(smooth.degreesOfFreedom[1]).toBeCloseTo(6, 9);
  });

  it("interpolates linearly in lambda, is clamped at its ends, and refits exactly", () => {
    const path = fitted({});
    const [a, b] = [path.lambdas![3]!, path.lambdas![4]!];
    const middle = path.at((a + b) / 2);
    path.coefficients(3).forEach((beta, j) => {
      expect(middle.coefficients[j]).toBeCloseTo((beta + path.coefficients(4)[j]!) / 2, 12);
    });
    expect(path.at(b).coefficients).toEqual(path.coefficients(4));
    expect(path.at(10).coefficients).toEqual(path.coefficients(0));
    expect(path.at(0).coefficients).toEqual(path.coefficients(7));
    const exact = path.at((a + b) / 2, { exact: true });
    expect(exact.objective).toBeCloseTo(
      fitSync(x, y, { family: "binomial", penalty: lasso((a + b) / 2) }).objective,
      12,
    );
    expect(path.at(b).predict(x)).toEqual(path.predict(x)[4]);
    expect(path.predict(x)[4]!.length).toBe(80);
  });

  it("relaxes: the columns of a step, fitted without the penalty; gamma blends", () => {
    const path = fitted({ relax: true });
    for (const k of [0, 2, 4, 7]) {
      const kept = [...path.coefficients(k).keys()].filter((j) => path.coefficients(k)[j] !== 0);
      const plain = fitSync(
        x.map((row) => kept.map((j) => row[j]!)),
        y,
        { family: "binomial" },
      );
      const relaxed = path.relaxed!.coefficients(k);
      for (const [c, j] of kept.entries()) expect(relaxed[j]).toBeCloseTo(plain.coefficients[c]!, 7);
      expect(path.relaxed!.nonZeros[k]).toBe(kept.length);
      expect(path.relaxed!.deviances[k]).toBeLessThanOrEqual(path.deviances[k]! + 1e-9);
    }
    const half = path.at(path.lambdas![4]!, { gamma: 0.5 });
    expect(half.coefficients[0]).toBeCloseTo((path.coefficients(4)[0]! + path.relaxed!.coefficients(4)[0]!) / 2, 12);
  });

  it("stops when told to, with the steps that are done", () => {
    const controller = new AbortController();
    const onProgress = ({ step }: { step: number }) => step === 3 && controller.abort();
    const path = fitted({ signal: controller.signal, onProgress });
    expect(path.end).toBe("aborted");
    expect(path.length).toBe(3);
    expect(path.coefficients(2)).toEqual(fitted({}).coefficients(2));
    expect(fitted({ timeLimit: 0 })).toMatchObject({ end: "time-limit", length: 0 });
    expect(() => fitted({ timeLimit: 0 }).at(1)).toThrow(/stopped before its first step/);
  });
});

describe("strong rules", () => {
  const normal = normals(9);
  const uniform = generator(4);
  const p = 3 * DEFAULTS.workingDimension;
  const x = Array.from({ length: 60 }, () => {
    const common = normal();
    return Array.from({ length: p }, () => normal() + 0.7 * common);
  });
  const eta = x.map((row) => 2 * row[0]! - 2 * row[7]! + row[30]!);
  const y = eta.map((e) => Number(uniform() < 1 / (1 + Math.exp(-e))));

  it("change no answer: every step satisfies the conditions over all columns and is the fit", () => {
    const path = pathSync(x, y, { family: "binomial", count: 12 });
    expect(path.lambdas!.at(-1)! / path.lambdas![0]!).toBeCloseTo(1e-2, 12); // fewer rows than columns
    for (const { optimality } of path.statuses) expect(optimality).toBeLessThanOrEqual(1e-10);
    expectSteps(path, (lambda) => fitSync(x, y, { family: "binomial", penalty: lasso(lambda) }), [0, 3, 7, 11]);
    expect([...path.nonZeros].some((n) => n > 20)).toBe(true);
  });

  it("save passes: a coarse path reads the rows less often than fits that only start where the one before ended", () => {
    const path = pathSync(x, y, { family: "binomial", count: 12, standardize: true });
    const passes = path.statuses.reduce((sum, status) => sum + status.passes, 0);
    let warm = 0;
    let start: Model | undefined;
    for (const lambda of path.lambdas!) {
      start = fitSync(x, y, { family: "binomial", penalty: lasso(lambda), start, standardize: true });
      warm += start.status.passes;
    }
    expect(passes).toBeLessThan(warm);
  });
});

describe("a path with many rows", () => {
  it("forms few Hessians, since the one it has learns, and each step is still the fit", () => {
    const next = normals(29);
    const x = Array.from({ length: 1000 }, () => {
      const common = next();
      return Array.from({ length: 36 }, () => next() + 0.5 * common);
    });
    const y = x.map((row) => Number(row[0]! - row[5]! + 0.5 * row[9]! + 0.3 * row[20]! + 2 * next() > 0));
    const path = pathSync(x, y, { family: "binomial", count: 50, stopEarly: false });
    const sum = (name: "passes" | "hessians") => path.statuses.reduce((total, status) => total + status[name], 0);
    expect(sum("hessians")).toBeLessThanOrEqual(6);
    expect(sum("passes")).toBeLessThanOrEqual(240);
    expectSteps(path, (lambda) => fitSync(x, y, { family: "binomial", penalty: lasso(lambda) }), [0, 10, 25, 40, 49]);
  });
});

describe("a path over rates", () => {
  const { x, y } = dataFor(form, 80, 4, 6);

  it("is made of fits, and rises from little noise to much", () => {
    const penalty = ridge(1e-3);
    const path = pathSync(x, y, { family: "binomial", over: "rate", count: 6, penalty });
    expect(path.rates![0]! / (1 - path.rates![0]!)).toBeCloseTo(DEFAULTS.leastOdds, 12);
    expect(path.rates!.at(-1)! / (1 - path.rates!.at(-1)!)).toBeCloseTo(DEFAULTS.mostOdds, 12);
    expectSteps(path, (rate) => fitSync(x, y, { family: "binomial", penalty, noise: dropout(rate) }), [0, 2, 5]);
    const degrees = [...path.degreesOfFreedom];
    expect(degrees).toEqual([...degrees].sort((a, b) => b - a));
    expect(degrees[0]).toBeLessThan(5);
  });

  it("begins at no noise, leaves columns alone, takes other noises", () => {
    for (const noise of [dropout([0.5, 0, 0.5, 0.5]), additive([1, 0, 1, 1])]) {
      const path = pathSync(x, y, { family: "binomial", over: "rate", noise, rates: [0.4, 0] });
      const own = (rate: number) => ({ ...noise, strength: [rate, 0, rate, rate] });
      expect([...path.rates!]).toEqual([0, 0.4]);
      expectSteps(path, (rate) => fitSync(x, y, { family: "binomial", noise: own(rate) }), [0, 1]);
      const exact = path.at(0.4, { exact: true });
      expect(exact.objective).toBeCloseTo(path.objectives[1]!, 10);
    }
  });

  it("takes a noise without a strength, as a path over lambda takes a penalty without", () => {
    for (const [noise, at] of [
      [dropout(), dropout(0.3)],
      [additive(undefined, { approximation: "quadratic" }), additive(0.3, { approximation: "quadratic" })],
    ] as const) {
      const path = pathSync(x, y, { family: "binomial", over: "rate", noise, rates: [0.3] });
      expectSteps(path, () => fitSync(x, y, { family: "binomial", noise: at }), [0]);
    }
    expect(() => fitSync(x, y, { family: "binomial", noise: dropout() })).toThrow(
      /^dropout rate is undefined; expected/,
    );
    for (const wrong of [null, "much"]) {
      const options = { family: "binomial", over: "rate", noise: dropout(wrong as never), rates: [0.3] } as const;
      expect(() => pathSync(x, y, options)).toThrow(new RegExp(`^dropout rate is ${wrong}; expected`));
    }
  });

  it("goes with rows without labels and sparse x", () => {
    const options = { family: "binomial", unlabeled: { x: x.slice(0, 30), weight: 0.5 } } as const;
    const path = pathSync(x, y, { ...options, over: "rate", rates: [0.2, 0.5] });
    expectSteps(path, (rate) => fitSync(x, y, { ...options, noise: dropout(rate) }), [0, 1]);
    const sparse = pathSync(STORAGES["sparse by row"]!(x), y, { family: "binomial", over: "rate", rates: [0.2, 0.5] });
    expectSteps(sparse, (rate) => fitSync(x, y, { family: "binomial", noise: dropout(rate) }), [0, 1]);
  });
});
