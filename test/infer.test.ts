// Covariances against derivatives taken numerically, duplicated rows, and how often intervals cover.
import { describe, expect, it } from "vitest";
import {
  compareModels,
  dropout,
  type FitOptions,
  fitSync,
  infer,
  lasso,
  Model,
  profileInterval,
  ridge,
  type Sparse,
  sparse,
} from "../src/index.js";
import type { OneFamily } from "./helpers/forms.js";
import { generator as random } from "./helpers/numeric.js";

const next = random(11);
const X = Array.from({ length: 40 }, () => [next() * 2 + 1, next() * 2 - 1]);
const COUNTS = X.map(([a, b]) => Math.floor(3 * next() * Math.exp(0.4 * a! - 0.5 * b!)));
const BITS = X.map(([a, b]) => Number(next() < 1 / (1 + Math.exp(1.5 - a! - b!))));
const W = X.map((_, i) => 1 + (i % 3));

const errors = (model: Model): number[] => model.summary().rows.map((row) => row.standardError!);

/** E g(eta~) for a row under dropout: the four masks of two columns. */
function overMasks(rate: number, row: readonly number[], beta: readonly number[], g: (eta: number) => number): number {
  let sum = 0;
  for (const a of [0, 1]) {
    for (const b of [0, 1]) {
      const p = (a ? 1 - rate : rate) * (b ? 1 - rate : rate);
      sum += p * g(beta[0]! + (a * row[0]! * beta[1]! + b * row[1]! * beta[2]!) / (1 - rate));
    }
  }
  return sum;
}

const plain = (row: readonly number[], beta: readonly number[]): number =>
  beta[0]! + row[0]! * beta[1]! + row[1]! * beta[2]!;
const spread = (rate: number, row: readonly number[], beta: readonly number[]): number =>
  (rate / (1 - rate)) * ((row[0]! * beta[1]!) ** 2 + (row[1]! * beta[2]!) ** 2);
const logistic = (eta: number): number => Math.log1p(Math.exp(eta));
const variance = (eta: number): number => 1 / (2 + Math.exp(eta) + Math.exp(-eta));
const ball = (beta: readonly number[], lambda: number): number => (lambda / 2) * (beta[1]! ** 2 + beta[2]! ** 2);

/** E logistic(eta + sqrt(s) Z) by the trapezoidal rule. */
function smoothed(eta: number, s: number): number {
  let sum = 0;
  const h = 0.05;
  for (let z = -8; z <= 8; z += h) sum += Math.exp(-0.5 * z * z) * logistic(eta + Math.sqrt(s) * z);
  return (sum * h) / Math.sqrt(2 * Math.PI);
}

interface Penalized {
  readonly name: string;
  readonly y: readonly number[];
  readonly options: FitOptions<OneFamily>;
  /** What row i adds to the objective, penalty included. */
  readonly row: (beta: readonly number[], i: number) => number;
}

const CASES: Penalized[] = [
  {
    name: "ridge, logistic",
    y: BITS,
    options: { family: "binomial", penalty: ridge(0.07) },
    row: (b, i) => logistic(plain(X[i]!, b)) - BITS[i]! * plain(X[i]!, b) + ball(b, 0.07),
  },
  {
    name: "dropout, quadratic",
    y: BITS,
    options: { family: "binomial", noise: dropout(0.2, { approximation: "quadratic" }) },
    row: (b, i) => {
      const eta = plain(X[i]!, b);
      return logistic(eta) - BITS[i]! * eta + 0.5 * variance(eta) * spread(0.2, X[i]!, b);
    },
  },
  {
    name: "dropout, gaussian, with a ridge",
    y: BITS,
    options: { family: "binomial", noise: dropout(0.3), penalty: ridge(0.02) },
    row: (b, i) => smoothed(plain(X[i]!, b), spread(0.3, X[i]!, b)) - BITS[i]! * plain(X[i]!, b) + ball(b, 0.02),
  },
  {
    name: "dropout, exact, poisson",
    y: COUNTS,
    options: { family: "poisson", noise: dropout(0.25) },
    row: (b, i) => overMasks(0.25, X[i]!, b, Math.exp) - COUNTS[i]! * plain(X[i]!, b),
  },
];

/** H^-1 J H^-1 with both taken by differences of the rows' objective. */
function numericSandwich(row: Penalized["row"], weights: readonly number[], at: readonly number[]): number[] {
  const moved = (j: number, by: number, from = at): number[] => from.map((v, k) => (k === j ? v + by : v));
  const h = 1e-4;
  const slope = (beta: readonly number[], i: number, j: number): number =>
    (8 * (row(moved(j, h, [...beta]), i) - row(moved(j, -h, [...beta]), i)) -
      row(moved(j, 2 * h, [...beta]), i) +
      row(moved(j, -2 * h, [...beta]), i)) /
    (12 * h);
  const d = at.length;
  const J = at.map(() => new Array<number>(d).fill(0));
  const H = at.map(() => new Array<number>(d).fill(0));
  weights.forEach((w, i) => {
    const s = at.map((_, j) => slope(at, i, j));
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) {
        J[j]![k]! += w * w * s[j]! * s[k]!;
        H[j]![k]! += (w * (slope(moved(k, 1e-3), i, j) - slope(moved(k, -1e-3), i, j))) / 2e-3;
      }
    }
  });
  const inverse = inverted(H);
  return at.map((_, j) => {
    let sum = 0;
    for (let k = 0; k < d; k++) for (let l = 0; l < d; l++) sum += inverse[j]![k]! * J[k]![l]! * inverse[l]![j]!;
    return Math.sqrt(sum);
  });
}

function inverted(A: number[][]): number[][] {
  const d = A.length;
  const rows = A.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let i = 0; i < d; i++) {
    const pivot = rows[i]![i]!;
    rows[i] = rows[i]!.map((v) => v / pivot);
    for (let k = 0; k < d; k++) {
      const c = rows[k]![i]!;
      if (k !== i) rows[k] = rows[k]!.map((v, j) => v - c * rows[i]![j]!);
    }
  }
  return rows.map((row) => row.slice(d));
}

describe("the sandwich of a penalized fit", () => {
  for (const { name, y, options, row } of CASES) {
    for (const weights of [undefined, W]) {
      it(`is that of differences: ${name}${weights === undefined ? "" : ", weighted"}`, () => {
        const model = fitSync(X, y, { ...options, weights });
        const want = numericSandwich(row, weights ?? X.map(() => 1), [model.intercept, ...model.coefficients]);
        errors(model).forEach((v, j) => {
          expect(Math.abs(v / want[j]! - 1)).toBeLessThan(2e-5);
        });
        expect(String(model.summary())).toContain("standard errors: sandwich, penalized");
        expect(model.degreesOfFreedom!).toBeGreaterThan(1);
        expect(model.degreesOfFreedom!).toBeLessThan(3);
      });
    }
  }
  it("of Monte Carlo comes to the exact one", () => {
    const errorsOf = (noise: FitOptions["noise"]) => errors(fitSync(X, COUNTS, { family: "poisson", noise }));
    const exact = errorsOf(dropout(0.1));
    errorsOf(dropout(0.1, { approximation: "monte-carlo", copies: 2000 })).forEach((v, j) => {
      expect(Math.abs(v / exact[j]! - 1)).toBeLessThan(0.02);
    });
  });
  it("of a ridge has tr(H_pen^-1 H) parameters: the singular values of gaussian columns", () => {
    const x = [[1], [-1], [2], [-2]];
    const model = fitSync(x, [1, 0, 3, 5], { penalty: ridge(2.5) });
    expect(model.degreesOfFreedom).toBeCloseTo(1 + 2.5 / (2.5 + 2.5), 12);
  });
});

describe("standard errors", () => {
  it("are the same for dense and sparse columns", () => {
    const data = X.flat();
    const parts = { format: "csr", rows: 40, columns: 2, indptr: X.map((_, i) => 2 * i).concat(80) } as const;
    const x: Sparse = sparse({ ...parts, indices: data.map((_, k) => k % 2), values: data });
    for (const options of [{}, { penalty: ridge(0.1) }, { noise: dropout(0.2) }]) {
      const [a, b] = [X, x].map((design) => errors(fitSync(design, BITS, { family: "binomial", ...options })));
      a!.forEach((v, j) => {
        expect(b![j]).toBeCloseTo(v, 9);
      });
    }
  });
  it("of two classes by multinomial are those of binomial, halved", () => {
    const two = errors(fitSync(X, BITS, { family: "binomial" }));
    const many = fitSync(X, BITS.map(String), { family: "multinomial" }).summary().rows;
    two.forEach((v, j) => {
      expect(many[j]!.standardError).toBeCloseTo(v / 2, 8);
      expect(many[j + 3]!.standardError).toBeCloseTo(v / 2, 8);
    });
  });
  it("are NaN where a column depends on others, and R's elsewhere", () => {
    const wide = X.map(([a, b]) => [a!, b!, 2 * b! - 1, 7]);
    const model = fitSync(wide, BITS, { family: "binomial" });
    const rows = model.summary().rows;
    const own = errors(fitSync(X, BITS, { family: "binomial" }));
    expect(rows[1]!.standardError).toBeCloseTo(own[1]!, 9);
    expect([0, 2, 3, 4].map((j) => rows[j]!.standardError)).toEqual([NaN, NaN, NaN, NaN]);
    expect(model.degreesOfFreedom).toBe(3);
    const [a, b] = [
      model.predict(wide, { interval: 0.9 }),
      fitSync(X, BITS, { family: "binomial" }).predict(X, { interval: 0.9 }),
    ];
    expect(a.upper[3]).toBeCloseTo(b.upper[3]!, 8);
  });
  it("come back with a saved model", () => {
    const model = fitSync(X, BITS, { family: "binomial" });
    const again = Model.fromJSON(JSON.stringify(model));
    expect(errors(again)).toEqual(errors(model));
    expect(String(again.summary())).toBe(String(model.summary()));
    expect(infer(again, X, BITS, { covariance: "HC1" }).rows).toEqual(
      infer(model, X, BITS, { covariance: "HC1" }).rows,
    );
  });
  it("are not there after a lasso, with the reason", () => {
    const model = fitSync(X, BITS, { family: "binomial", penalty: lasso(0.05) });
    expect(model.summary().rows[1]!.standardError).toBeUndefined();
    expect(String(model.summary())).toMatch(/no standard errors: an L1 penalty chooses columns/);
    expect(() => infer(model, X, BITS)).toThrow(/there are no standard errors: an L1 penalty/);
  });
});

describe("typed weights", () => {
  const rows = X.flatMap((row, i) => Array.from({ length: W[i]! }, () => row));
  const y = COUNTS.flatMap((v, i) => Array.from({ length: W[i]! }, () => v));
  for (const family of ["gaussian", "poisson"] as const) {
    it(`frequency: as if the rows stood there, ${family}`, () => {
      const long = fitSync(rows, y, { family });
      const short = fitSync(X, COUNTS, { family, weights: W, weightType: "frequency" });
      for (const key of ["dispersion", "logLikelihood", "aic", "bic", "degreesOfFreedom"] as const) {
        expect(short[key]).toBeCloseTo(long[key]!, 8);
      }
      const robust = (m: Model, kind: "HC1" | "HC3", ...data: [number[][], number[], number[]?]) =>
        infer(m, data[0], data[1], { covariance: kind, weights: data[2] }).rows.map((row) => row.standardError);
      errors(short).forEach((v, j) => {
        expect(v).toBeCloseTo(errors(long)[j]!, 9);
        for (const kind of ["HC1", "HC3"] as const) {
          expect(robust(short, kind, X, COUNTS, W)[j]).toBeCloseTo(robust(long, kind, rows, y)[j]!, 9);
        }
      });
    });
  }
  it("sampling: the sandwich and no likelihood", () => {
    const model = fitSync(X, COUNTS, { family: "poisson", weights: W, weightType: "sampling" });
    expect([model.logLikelihood, model.aic]).toEqual([NaN, undefined]);
    const analytic = fitSync(X, COUNTS, { family: "poisson", weights: W });
    infer(analytic, X, COUNTS, { covariance: "HC0", weights: W }).rows.forEach((row, j) => {
      expect(errors(model)[j]).toBeCloseTo(row.standardError * Math.sqrt(40 / 39), 10);
    });
    expect(String(model.summary())).toContain("standard errors: sandwich");
  });
});

describe("refusals", () => {
  const model = fitSync(X, BITS, { family: "binomial" });
  const shorter = fitSync(X.slice(1), BITS.slice(1), { family: "binomial" });
  const small = fitSync(
    X.map(([a]) => [a!]),
    BITS,
    { family: "binomial" },
  );
  const bent = fitSync({ z: X.map(([a]) => a!) }, BITS, { family: "binomial" });
  const probit = fitSync(
    X.map(([a]) => [a!]),
    BITS,
    { family: "binomial", link: "probit" },
  );
  for (const [other, reason] of [
    [shorter, /observations is 39 in one and 40 in the other|observations is 40/],
    [bent, /z of the smaller one is not in the larger: they are not nested/],
    [probit, /link is probit in one and logit in the other/],
    [fitSync(X, BITS, { family: "binomial", penalty: ridge(1) }), /penalty, noise or bounds/],
    [model, /the same number of parameters/],
    [
      fitSync(
        X.map(([a]) => [a!]),
        BITS.map((v, i) => (i < 3 ? 1 - v : v)),
        { family: "binomial" },
      ),
      /null deviances are/,
    ],
  ] as const) {
    it(`compareModels: ${reason.source}`, () => {
      expect(() => compareModels(other, model)).toThrow(reason);
    });
  }
  it("clusters beside a covariance that knows none, and takes them alone", () => {
    const cluster = BITS.map((_, i) => i % 3);
    expect(() => infer(model, X, BITS, { covariance: "HC3", cluster })).toThrow(
      'cluster with covariance "HC3", which knows no clusters; expected covariance "cluster" or "CR2", or no cluster',
    );
    expect(infer(model, X, BITS, { cluster }).kind).toBe("cluster");
  });
  it("of other data than those of the fit, or of wrong options", () => {
    expect(() => infer(model, X.slice(1), BITS.slice(1))).toThrow(/39 rows with weight; the model was fitted on 40/);
    expect(() => infer(model, X, BITS, { covariance: "cluster" })).toThrow(
      /^cluster has length undefined; expected 40/,
    );
    expect(() => infer(model, X, BITS, { level: 95 })).toThrow(/^level is 95/);
    expect(() => compareModels(small, model, { test: "score" })).toThrow(
      /needs x, with the columns of the larger model/,
    );
    expect(() => model.contrast([{ dose: 1 }])).toThrow(/names "dose", which is no estimate/);
    expect(() => profileInterval(model, X, BITS, { names: ["dose"] })).toThrow(/^names holds "dose"/);
    expect(() => model.predict(X, { interval: 2 })).toThrow(/^interval is 2/);
  });
});

describe("coverage", () => {
  for (const family of ["binomial", "poisson"] as const) {
    it(`95% intervals hold the coefficient in 94 to 96% of 2,000 ${family} data sets`, () => {
      const draw = random(family === "poisson" ? 5 : 6);
      const poisson = (mu: number): number => {
        let k = -1;
        for (let p = 1; p > Math.exp(-mu); k++) p *= draw();
        return k;
      };
      let covered = 0;
      for (let set = 0; set < 2000; set++) {
        const x = Array.from({ length: 150 }, () => [draw() * 2 - 1, draw() * 2 - 1]);
        const y = x.map(([a, b]) => {
          const eta = 0.3 + 0.8 * a! - 0.5 * b!;
          return family === "poisson" ? poisson(Math.exp(eta)) : Number(draw() < 1 / (1 + Math.exp(-eta)));
        });
        const row = fitSync(x, y, { family }).summary().rows[1]!;
        if (row.lower! <= 0.8 && row.upper! >= 0.8) covered++;
      }
      expect(covered).toBeGreaterThanOrEqual(1880);
      expect(covered).toBeLessThanOrEqual(1920);
    });
  }
});
