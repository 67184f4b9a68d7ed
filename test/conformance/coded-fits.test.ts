// Fits, paths, folds and every verb say the same of a coded x with factors as of its dummies.
import { describe, expect, it } from "vitest";
import {
  collinearity,
  crossValidate,
  type DesignInput,
  diagnose,
  dropout,
  elasticNet,
  type FitOptions,
  fit,
  fitSync,
  groupLasso,
  infer,
  lasso,
  type Model,
  mcp,
  pathSync,
  profileInterval,
  ridge,
  separation,
  sparse,
  vif,
} from "../../src/index.js";
import { coded } from "../../src/input/coded.js";
import { codedData, dense } from "../helpers/coded.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { generator, isClose, relative } from "../helpers/numeric.js";

const N = 390;

const OPTIONS: Record<string, FitOptions> = {
  plain: {},
  ridge: { penalty: ridge(0.02) },
  lasso: { penalty: lasso(0.02) },
  "elastic net, standardized": { penalty: elasticNet(0.03, 0.5), standardize: true },
  mcp: { penalty: mcp(0.05) },
  "group lasso": { penalty: groupLasso(0.02, { groups: [0, 0, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 5, 5, 6] }) },
  bounds: { bounds: { lower: -0.1, upper: 0.15 } },
  dropout: { noise: dropout(0.2) },
  "monte carlo": { noise: dropout(0.2, { approximation: "monte-carlo", copies: 3 }), penalty: ridge(0.01) },
  weights: { weights: Array.from({ length: N }, (_, i) => (i % 4) / 2) },
  offset: { offset: Array.from({ length: N }, (_, i) => 0.3 * Math.sin(i)) },
  "no intercept": { intercept: false },
};

function expectAgreement(got: Model, want: Model): void {
  expect(got.status.code).toBe(want.status.code);
  expect(relative(got.objective, want.objective)).toBeLessThan(1e-9);
  want.coefficients.forEach((b, j) => {
    expect(got.coefficients[j]).toBeCloseTo(b, 6);
  });
}

describe("whole fits", () => {
  const { blocks, rows } = codedData(N, 3);
  const y = rows.map((row, i) => Math.round(2 * Math.exp(0.2 * row[0]! - 0.1 * row[2]!) * Math.abs(Math.sin(i))));
  const x = coded({ rows: N, blocks });
  for (const [name, options] of Object.entries(OPTIONS)) {
    it(name, () => {
      for (const solver of ["auto", ...SOLVER_NAMES] as const) {
        if (options.penalty !== undefined && /lasso|elastic|mcp/.test(name) && solver !== "auto") continue;
        if (name === "bounds" && solver !== "auto" && solver !== "coordinate-descent") continue;
        const all = { family: "poisson", ...options, solver } as const;
        expectAgreement(fitSync(x, y, all), fitSync(dense(rows), y, all));
      }
    });
  }

  it("a lasso by working sets, which see some columns of a factor", () => {
    const { blocks, rows } = codedData(N, 3, 300);
    for (const penalty of [lasso(0.05), lasso(0.005), mcp(0.05)]) {
      const all = { family: "poisson", penalty } as const;
      const [got, want] = [fitSync(coded({ rows: N, blocks }), y, all), fitSync(dense(rows), y, all)];
      expectAgreement(got, want);
      if (penalty.lambda === 0.005) expect(want.coefficients.filter((b) => b !== 0).length).toBeGreaterThan(9);
    }
  });

  it("predictions and covariances", async () => {
    const all = { family: "poisson", standardErrors: true } as const;
    const [got, want] = [fitSync(x, y, all), fitSync(dense(rows), y, all)];
    want.predict(dense(rows)).forEach((mu, i) => {
      expect(got.predict(x)[i]).toBeCloseTo(mu, 6);
    });
    for (const covariance of ["model", "HC0", "HC3", "cluster"] as const) {
      const clusters = covariance === "cluster" ? y.map((_, i) => i % 20) : undefined;
      const [a, b] = [
        infer(got, x, y, { covariance, cluster: clusters }),
        infer(want, dense(rows), y, { covariance, cluster: clusters }),
      ];
      b.rows.forEach(({ standardError }, j) => {
        expect(relative(a.rows[j]!.standardError, standardError), `${covariance} ${j}`).toBeLessThan(1e-6);
      });
    }
    expectAgreement(await fit(x, y, all), want);
  });

  it("numbers far from 0 times the only level of a factor", () => {
    const numbers = Float64Array.from({ length: N }, (_, i) => 1e8 + Math.sin(i * i));
    const given = Array.from(numbers, (v, i) => v - 1e8 + Math.cos(i));
    for (const contrasts of [undefined, Float64Array.of(1.5), Float64Array.of(0)]) {
      const one = {
        kind: "factor",
        codes: new Uint8Array(N),
        levels: 1,
        columns: 1,
        contrasts,
        values: numbers,
      } as const;
      const rows = Array.from(numbers, (v) => [v * (contrasts?.[0] ?? 1)]);
      expectAgreement(fitSync(coded({ rows: N, blocks: [one] }), given), fitSync(rows, given));
    }
  });

  it("every verb that reads rows says the same", () => {
    const all = { family: "poisson" } as const;
    const inputs = [x, dense(rows)];
    const fits = inputs.map((input) => fitSync(input, y, all));
    const numbers = (given: unknown): number[] => {
      if (typeof given === "number") return [given];
      if (ArrayBuffer.isView(given)) return Array.from(given as Float64Array);
      return typeof given === "object" && given !== null ? Object.values(given).flatMap(numbers) : [];
    };
    const expectAlike = (name: string, of: (input: DesignInput, model: Model) => unknown): void => {
      const [a, b] = inputs.map((input, k) => numbers(of(input, fits[k]!)));
      expect(a!.length, name).toBe(b!.length);
      expect(a!.length, name).toBeGreaterThan(0);
      b!.forEach((v, k) => {
        if (!Number.isNaN(v)) expect(isClose(a![k]!, v, 1e-5), `${name} ${k}: ${a![k]} against ${v}`).toBe(true);
      });
    };
    expectAlike("diagnose", (input, model) => diagnose(model, input, y));
    expectAlike("score", (input, model) => model.score(input, y));
    expectAlike("interval", (input, model) => model.predict(input, { interval: 0.9 }));
    expectAlike("residuals", (input, model) => model.residuals(input, y));
    expectAlike("profile", (input, model) => profileInterval(model, input, y, { names: ["x2", "x4"] }));
    expectAlike("collinearity", (input) => collinearity(input));
    expectAlike("vif", (_, model) => vif(model));
    expectAlike("separation", (input) =>
      separation(
        input,
        y.map((v) => Number(v > 0)),
        { family: "binomial" },
      ),
    );
    const labels = y.map((v) => ["few", "some", "many"][Math.min(v, 2)]!);
    for (const noise of [undefined, dropout(0.1)]) {
      const [a, b] = inputs.map((input) =>
        fitSync(input, labels, { family: "multinomial", penalty: ridge(0.01), noise }),
      );
      expect(relative(a!.objective, b!.objective)).toBeLessThan(1e-9);
    }
  });

  it("paths and folds", async () => {
    const all = { family: "poisson", penalty: lasso() } as const;
    const [got, want] = [x, dense(rows)].map((input) => pathSync(input, y, all));
    expect(got!.length).toBe(want!.length);
    want!.objectives.forEach((objective, k) => {
      expect(relative(got!.objectives[k]!, objective)).toBeLessThan(1e-8);
    });
    const [a, b] = [
      await crossValidate(x, y, { ...all, folds: 3 }),
      await crossValidate(dense(rows), y, { ...all, folds: 3 }),
    ];
    expect(relative(a.best!.mean, b.best!.mean)).toBeLessThan(1e-6);
  });

  it("a level that has no rows, and one that has all of them", () => {
    const codes = new Uint8Array(N).fill(1);
    const block = { kind: "factor", codes, levels: 3, columns: 3, contrasts: undefined, values: undefined } as const;
    const model = fitSync(coded({ rows: N, blocks: [...blocks, block] }), y, { family: "poisson" });
    const want = fitSync(dense(rows.map((row) => [...row, 0, 1, 0])), y, { family: "poisson" });
    expectAgreement(model, want);
    expect(Array.from(model.coefficients).slice(-3)).toEqual([0, 0, 0]);
  });

  it("a sample of many rows, and thousands of levels", () => {
    const n = 40_000;
    const uniform = generator(9);
    const levels = 3000;
    const codes = Int32Array.from({ length: n }, () => Math.floor(levels * uniform()));
    const numbers = Float64Array.from({ length: n }, () => uniform());
    const counts = Float64Array.from({ length: n }, (_, i) =>
      Math.floor(3 * uniform() + numbers[i]! + (codes[i]! % 3)),
    );
    const places = Int32Array.from({ length: levels }, (_, l) => l - 1);
    const many = coded({ rows: n, blocks: [
      { kind: "numbers", values: numbers },
      { kind: "factor", codes, levels, columns: levels - 1, contrasts: undefined, places, values: undefined },
    ] }); // biome-ignore format: a list
    const indptr = [0];
    const [indices, values]: [number[], number[]] = [[], []];
    codes.forEach((l, i) => {
      indices.push(0);
      values.push(numbers[i]!);
      if (l > 0) {
        indices.push(l);
        values.push(1);
      }
      indptr.push(values.length);
    });
    const plain = sparse({ format: "csr", rows: n, columns: levels, indptr, indices, values });
    const all = { family: "poisson", penalty: ridge(1e-4) } as const;
    expectAgreement(fitSync(many, counts, all), fitSync(plain, counts, all));
  });
});
