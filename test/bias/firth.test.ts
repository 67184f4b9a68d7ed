// The adjusted score by its definition, and what is refused.
import { describe, expect, it } from "vitest";
import {
  additive,
  compareModels,
  crossValidate,
  type FitOptions,
  fit,
  fitSync,
  type LinkName,
  l2Ball,
  Model,
  matrix,
  negativeBinomial,
  type ProfileInterval,
  path,
  profileInterval,
  quasi,
  ridge,
  sparse,
} from "../../src/index.js";
import type { OneFamily } from "../helpers/forms.js";
import { generator } from "../helpers/numeric.js";

type Family = "binomial" | "poisson";

/** A row's mu as a function of eta, written here once more. */
const MEAN: Partial<Record<LinkName, (eta: number) => number>> = {
  logit: (eta) => 1 / (1 + Math.exp(-eta)),
  cloglog: (eta) => -Math.expm1(-Math.exp(eta)),
  loglog: (eta) => Math.exp(-Math.exp(-eta)),
  cauchit: (eta) => 0.5 + Math.atan(eta) / Math.PI,
  log: Math.exp,
};

/** log-probability of y, with 0 log 0 = 0. */
function logLikelihood(family: Family, y: number, mu: number): number {
  if (family === "poisson") return (y === 0 ? 0 : y * Math.log(mu)) - mu;
  return y === 1 ? Math.log(mu) : Math.log(1 - mu);
}

/** All values a row may have, with their probabilities. */
function outcomes(family: Family, mu: number): [y: number, probability: number][] {
  if (family === "binomial") return [[0, 1 - mu], [1, mu]]; // biome-ignore format: pairs
  const out: [number, number][] = [];
  for (let y = 0, p = Math.exp(-mu); y < 60; y++, p *= mu / y) out.push([y, p]);
  return out;
}

/** Derivatives of l(eta) by central differences. */
function derivatives(family: Family, link: LinkName, y: number, eta: number): { first: number; second: number } {
  const at = (e: number): number => logLikelihood(family, y, MEAN[link]!(e));
  const h = 1e-4;
  return {
    first: (at(eta - 2 * h) - 8 * at(eta - h) + 8 * at(eta + h) - at(eta + 2 * h)) / (12 * h),
    second: (at(eta + h) - 2 * at(eta) + at(eta - h)) / (h * h),
  };
}

/** d x d inverse by Gauss and Jordan. */
function inverseOf(A: readonly (readonly number[])[]): number[][] {
  const d = A.length;
  const rows = A.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let k = 0; k < d; k++) {
    const pivot = rows[k]![k]!;
    rows[k] = rows[k]!.map((v) => v / pivot);
    for (let i = 0; i < d; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]!;
      rows[i] = rows[i]!.map((v, j) => v - factor * rows[k]![j]!);
    }
  }
  return rows.map((row) => row.slice(d));
}

/**
 * Firth's definition: U_r + tr(I^-1 (P_r + Q_r)) / 2 with P_r = E(U U' U_r), Q_r = -E(J U_r), the expectations of independent rows as sums
 * over all their outcomes.
 */
function adjustedScore(family: Family, link: LinkName, X: number[][], y: number[], beta: number[]): number[] {
  const d = beta.length;
  const zeros = (): number[][] => beta.map(() => beta.map(() => 0));
  const score = beta.map(() => 0);
  const information = zeros();
  const sums = beta.map(zeros);
  X.forEach((x, i) => {
    const eta = x.reduce((sum, v, j) => sum + v * beta[j]!, 0);
    const own = derivatives(family, link, y[i]!, eta);
    let [squares, thirds] = [0, 0];
    for (const [value, probability] of outcomes(family, MEAN[link]!(eta))) {
      if (probability < 1e-18) continue;
      const { first, second } = derivatives(family, link, value, eta);
      squares += probability * first ** 2;
      thirds += probability * (first ** 3 + second * first);
    }
    for (let r = 0; r < d; r++) {
      score[r]! += own.first * x[r]!;
      for (let s = 0; s < d; s++) {
        information[r]![s]! += squares * x[r]! * x[s]!;
        for (let t = 0; t < d; t++) sums[r]![s]![t]! += thirds * x[r]! * x[s]! * x[t]!;
      }
    }
  });
  const inverse = inverseOf(information);
  return score.map(
    (u, r) =>
      u + sums[r]!.reduce((sum, row, s) => sum + row.reduce((part, v, t) => part + inverse[s]![t]! * v, 0), 0) / 2,
  );
}

const random = generator(7);
const X = Array.from({ length: 30 }, () => [random() * 2 - 1, Math.floor(random() * 2)]);
const BINARY = X.map(([a, b]) => Number(a! + b! - 0.5 + random() - 0.5 > 0));
const COUNTS = X.map(([a]) => Math.floor(random() * 2 * Math.exp(a!)));

describe("the adjusted score", () => {
  const links: [Family, LinkName][] = [["binomial", "logit"], ["binomial", "cloglog"], ["binomial", "loglog"], ["binomial", "cauchit"], ["poisson", "log"]]; // biome-ignore format: pairs
  it.each(links)("of %s with link %s is 0 by its definition", (family, link) => {
    const y = family === "binomial" ? BINARY : COUNTS;
    const model = fitSync(X, y, { family, link, biasReduction: "firth" });
    expect(model.status.code).toBe("converged");
    const beta = [model.intercept, ...model.coefficients];
    const rows = X.map((row) => [1, ...row]);
    for (const u of adjustedScore(family, link, rows, y, beta)) expect(Math.abs(u)).toBeLessThan(1e-5);
    const moved = beta.map((b, j) => b + (j === 1 ? 0.01 : 0)); // the definition feels a hundredth
    expect(Math.abs(adjustedScore(family, link, rows, y, moved)[1]!)).toBeGreaterThan(1e-3);
  });
});

it("is found with a link that is not canonical where no part of a step is nearer to it", () => {
  // found at random; the numbers are those of brglm2
  const x = [[0.05899333953857422, 2, -0.21773242950439453], [0.7110357284545898, 0, -1.1341408640146255], [-1.417588233947754, 1, 1.0385174751281738], [-1.997128963470459, 0, -0.5776808261871338], [1.5583255290985107, 0, -0.04832448065280914], [-1.1070594787597656, 1, -0.44531869888305664], [-1.10099458694458, 1, 1.2312898635864258], [-0.5183858871459961, 0, -1.6911839246749878], [1.0222423076629639, 0, -0.3819845914840698], [-0.05774545669555664, 1, 1.0268912315368652], [0.9577784538269043, 2, -1.5784497261047363], [-0.22262799739837646, 0, 1.6012965440750122]]; // biome-ignore format: numbers
  const y = [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1];
  const { status, intercept, coefficients } = fitSync(x, y, {
    family: "binomial",
    link: "probit",
    biasReduction: "firth",
  });
  expect(status.code).toBe("converged");
  const want = [-0.5621037, 1.6068068, 0.4111278, 1.2949316];
  for (const [j, v] of [intercept, ...coefficients].entries()) expect(v).toBeCloseTo(want[j]!, 6);
});

const options = (more: object = {}): FitOptions<OneFamily> => ({ family: "binomial", biasReduction: "firth", ...more });

describe("separated rows", () => {
  const x = [[-3], [-2], [-1], [1], [2], [3]];
  const y = [0, 0, 0, 1, 1, 1];
  it("have finite estimates", () => {
    expect(fitSync(x, y, { family: "binomial" }).status.code).toBe("separated");
    const { status, coefficients } = fitSync(x, y, options());
    expect(status.code).toBe("converged");
    expect(status.warnings).toEqual([]);
    expect(coefficients[0]).toBeGreaterThan(0.5);
    expect(coefficients[0]).toBeLessThan(2);
  });
  it("of one class have the log odds of y + 1/2 out of n + 1", () => {
    const none = fitSync(y.map(() => []), y.map(() => 1), options()); // biome-ignore format: a call
    expect(none.status.code).toBe("converged");
    expect(none.intercept).toBeCloseTo(Math.log(6.5 / 0.5), 11);
    expect(
      fitSync(
        x,
        y.map(() => 0),
        options(),
      ).status.code,
    ).toBe("converged");
  });
  it("of one class have an interval, too", () => {
    const rows = y.map(() => []);
    const none = fitSync(rows, y.map(() => 1), options()); // biome-ignore format: a call
    const [{ lower, upper }] = profileInterval(none, rows, y.map(() => 1)) as unknown as [ProfileInterval]; // biome-ignore format: a call
    const penalized = (b: number): number =>
      6.5 * Math.log(1 / (1 + Math.exp(-b))) + 0.5 * Math.log(1 / (1 + Math.exp(b)));
    for (const end of [lower, upper])
      expect(2 * (penalized(none.intercept) - penalized(end))).toBeCloseTo(3.841458820694124, 8);
    expect(lower).toBeLessThan(none.intercept);
  });
  it("of counts that are all 0 have the mean 1 / 2n", () => {
    const none = fitSync(y.map(() => []), y.map(() => 0), options({ family: "poisson" })); // biome-ignore format: a call
    expect(none.intercept).toBeCloseTo(Math.log(1 / 12), 11);
  });
});

describe("the same fit", () => {
  const model = fitSync(X, BINARY, options());
  const same = (other: Model): void => {
    expect(other.status.code).toBe("converged");
    expect(other.intercept).toBeCloseTo(model.intercept, 9);
    for (const [j, b] of model.coefficients.entries()) expect(other.coefficients[j]).toBeCloseTo(b, 9);
  };
  it("comes of sparse columns, of single precision that is exact, and asynchronously", async () => {
    const indptr = [0, ...X.map((_, i) => 2 * (i + 1))];
    const all = {
      format: "csr",
      rows: 30,
      columns: 2,
      indptr,
      indices: X.flatMap(() => [0, 1]),
      values: X.flat(),
    } as const;
    same(fitSync(sparse(all), BINARY, options()));
    same(await fit(matrix(Float64Array.from(X.flat()), 30, 2, "row"), BINARY, options({ onProgress: () => {} })));
  });
  it("has the objective on the scale of the columns as given", () => {
    const scaled = fitSync(X.map(([a, b]) => [8 * a!, b! + 100]), BINARY, options()); // biome-ignore format: a call
    expect(scaled.objective).toBeCloseTo(model.objective - Math.log(8) / 30, 9);
    const mu = model.predict(X);
    const information = [0, 1, 2].map((r) => [0, 1, 2].map((s) => X.reduce((sum, row, i) => sum + mu[i]! * (1 - mu[i]!) * [1, ...row][r]! * [1, ...row][s]!, 0))); // biome-ignore format: a sum
    const [a, b, c] = information as [number[], number[], number[]];
    const det =
      a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
      a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
      a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
    expect(model.objective).toBeCloseTo((model.deviance / 2 - Math.log(det) / 2) / 30, 9);
  });
  it("comes of columns that depend on each other, with a warning, and its likelihood ratios too", () => {
    const twice = X.map(([a, b]) => [a!, b!, 2 * b! - a!]);
    const dependent = fitSync(twice, BINARY, options());
    expect(dependent.status.warnings.map(({ code }) => code)).toContain("rank-deficient");
    expect(dependent.degreesOfFreedom).toBe(3);
    expect(dependent.deviance).toBeCloseTo(model.deviance, 9);
    const one = fitSync(X.map(([a]) => [a!]), BINARY, options()); // biome-ignore format: a call
    const want = compareModels(one, model, { x: X, y: BINARY });
    const got = compareModels(one, dependent, { x: twice, y: BINARY });
    expect(got.statistic).toBeCloseTo(want.statistic, 8);
  });
  it("comes of columns that nearly depend on each other", () => {
    const near = X.map(([a, b]) => [8 * a!, 8 * (a! + 1e-7 * b!)]);
    const got = fitSync(near, BINARY, options());
    expect(got.status.code).toBe("converged");
    expect(got.status.warnings).toEqual([]);
    expect(got.deviance).toBeCloseTo(model.deviance, 6);
    const volume = 8 * 8e-7; // of the new columns beside that of the old ones
    expect(got.objective).toBeCloseTo(model.objective - Math.log(volume) / 30, 6);
  });
  it("comes of a table, whose models are compared by it", () => {
    const rows = X.map(([a, b], i) => ({ a: a!, kind: b === 1 ? "yes" : "no", y: BINARY[i]! }));
    const [less, more] = ["y ~ a", "y ~ a + kind"].map((formula) => fitSync(formula, rows, options())) as [
      Model,
      Model,
    ];
    same(more);
    const one = fitSync(X.map(([a]) => [a!]), BINARY, options()); // biome-ignore format: a call
    const want = compareModels(one, model, { x: X, y: BINARY }).statistic;
    expect(compareModels(less, more, { table: rows }).statistic).toBeCloseTo(want, 9);
    expect(profileInterval(more, rows)[1]!.lower).toBeCloseTo(profileInterval(model, X, BINARY)[1]!.lower, 8);
  });
  it("comes beside a constant column", () => {
    same(fitSync(X.map(([a, b]) => [a!, b!, 5]), BINARY, options())); // biome-ignore format: a call
  });
  it("comes of counted rows", () => {
    const twice = [...X, ...X];
    const both = [...BINARY, ...BINARY];
    const got = fitSync(X, BINARY, options({ weights: X.map(() => 2), weightType: "frequency" }));
    const want = fitSync(twice, both, options());
    for (const [j, b] of got.coefficients.entries()) expect(b).toBeCloseTo(want.coefficients[j]!, 9);
    expect(got.aic).toBeCloseTo(want.aic!, 9);
  });
  it("needs no intercept", () => {
    const through = fitSync(X, BINARY, options({ intercept: false }));
    const asColumn = fitSync(X.map((row) => [1, ...row]), BINARY, options({ intercept: false })); // biome-ignore format: a call
    expect(through.status.code).toBe("converged");
    expect(asColumn.coefficients[0]).toBeCloseTo(model.intercept, 9);
  });
  it("is named in the summary", () => {
    expect(String(model.summary())).toMatch(/^Binomial model, logit link, Firth's bias reduction\n/);
    expect(model.biasReduction).toBe("firth");
    expect(fitSync(X, BINARY, { family: "binomial" }).biasReduction).toBeUndefined();
  });
  it("ends where it is told to", () => {
    const { status } = fitSync(X, BINARY, options({ maxIterations: 1 }));
    expect(status).toMatchObject({ code: "max-iterations", iterations: 1 });
    const stopped = fitSync(X, BINARY, options({ timeLimit: 0 }));
    expect(stopped.status.code).toBe("aborted");
  });
});

describe("what is refused", () => {
  const refused = (more: object, message: RegExp): void => {
    expect(() => fitSync(X, BINARY, options(more))).toThrow(message);
  };
  it("with one line, by name", () => {
    refused({ penalty: ridge(0.1) }, /^biasReduction "firth" with option penalty; expected one of the two: leave penalty or biasReduction out$/);
    refused({ noise: additive(0.1) }, /^biasReduction "firth" with option noise; /);
    refused({ constraint: l2Ball(1) }, /^biasReduction "firth" with option constraint; /);
    refused({ bounds: { lower: 0 } }, /^biasReduction "firth" with option bounds; /);
    refused({ solver: "lbfgs" }, /^biasReduction "firth" with solver "lbfgs"; expected solver "newton", or "auto"$/);
    refused({ link: "log" }, /^biasReduction "firth" with link "log"; expected a link whose predictors may be any number: there the root may not exist$/);
    refused({ family: quasi("binomial") }, /^biasReduction "firth" with family "quasi-binomial"; expected family binomial or poisson$/);
    refused({ family: negativeBinomial({ theta: 1 }) }, /^biasReduction "firth" with family "negative-binomial"; /);
    refused({ weights: X.map(() => 1), weightType: "sampling" }, /^biasReduction "firth" with weightType "sampling"; /);
    refused({ weights: X.map(() => 1e-200) }, /^biasReduction "firth" with weights this small or large; /);
  }); // biome-ignore format: a list
  it("by path and crossValidate", async () => {
    const both = { family: "binomial", biasReduction: "firth" } as never;
    await expect(path(X, BINARY, both)).rejects.toThrow(/^biasReduction cannot be combined with path, which /);
    await expect(crossValidate(X, BINARY, both)).rejects.toThrow(
      /^biasReduction cannot be combined with crossValidate, /,
    );
  });
  const model = fitSync(X, BINARY, options());
  it("by compareModels: one fit of each kind, no data, a score test", () => {
    const one = fitSync(X.map(([a]) => [a!]), BINARY, options()); // biome-ignore format: a call
    expect(() => compareModels(one, fitSync(X, BINARY, { family: "binomial" }))).toThrow(
      /one of them is bias-reduced, the other is not$/,
    );
    expect(() => compareModels(one, model)).toThrow(/^a likelihood-ratio test of bias-reduced fits needs x, /);
    expect(() => compareModels(one, model, { test: "score" })).toThrow(/^test "score" is for maximum likelihood; /);
    expect(compareModels(one, model, { test: "wald" }).df).toBe(1);
  });
  it("with links that have no penalized likelihood: profiles and ratios", () => {
    const probit = fitSync(X, BINARY, options({ link: "probit" }));
    expect(() => profileInterval(probit, X, BINARY)).toThrow(
      /^profileInterval of a bias-reduced fit needs a penalized likelihood, and link "probit" has none; /,
    );
  });
  it("by saved models that cannot be", () => {
    const saved = JSON.parse(JSON.stringify(fitSync(X, COUNTS, {})));
    saved.recipe.biasReduction = "firth";
    expect(() => Model.fromJSON(saved)).toThrow(
      /recipe.biasReduction is there; expected it with family binomial or poisson only/,
    );
  });
});
