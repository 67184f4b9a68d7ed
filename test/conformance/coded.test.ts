// A coded x with factors is the same x as its dummies: each way to code a factor, in every pass, fit, path, fold and thread.
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
import { askShard } from "../../src/shard/exchange.js";
import { cutRows, partsOf, placeRows } from "../../src/shard/rows-part.js";
import { noiseCases } from "../helpers/cases.js";
import { codedData, dense } from "../helpers/coded.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, MEAN } from "../helpers/forms.js";
import { REQUEST, shardOf, type TestShard } from "../helpers/kernel.js";
import { generator, isClose, normals, relative } from "../helpers/numeric.js";

const N = 390;

function response(form: (typeof FORMS)[number], rows: number[][], seed: number): number[] {
  const uniform = generator(seed);
  const { name, link } = form.family;
  return rows.map((row) => {
    const s = row.reduce((sum, v, j) => sum + v * (((j * 7) % 5) - 2) * 0.04, 0);
    const mu = MEAN[link](Math.abs(form.family.isBounded ? 0.6 : 0) + 0.5 * s);
    if (name === "binomial") return uniform() < mu ? 1 : 0;
    if (name === "gaussian") return mu + uniform();
    if (name === "poisson" || name === "negative-binomial") return Math.round(2 * Math.abs(mu) * uniform());
    return Math.abs(mu) * (0.5 + uniform());
  });
}

const ALL =
  REQUEST.value | REQUEST.gradient | REQUEST.hessian | REQUEST.hessianVector | REQUEST.diagonal | REQUEST.adaptive;

function expectSame(got: TestShard, want: TestShard, requests: readonly number[], seed: number): void {
  const { scope, shard, columns } = got.uploaded;
  scope.view(shard.read("center"), columns).set(want.uploaded.center);
  scope.view(shard.read("scale"), columns).set(want.uploaded.scale);
  const normal = normals(seed);
  const theta = Array.from({ length: want.dimension }, () => 0.05 * normal());
  const u = theta.map(() => normal());
  for (const request of requests) {
    const [a, b] = [got.ask(theta, request, u, 1e-6), want.ask(theta, request, u, 1e-6)];
    const far: string[] = [];
    const compare = (v: number, w: number, what: string): void => {
      if (!isClose(v, w, 1e-10)) far.push(`${request} ${what}: ${v} against ${w}`);
    };
    for (const key of ["value", "loss", "slopeSquares", "receding", "blocking", "unmoved", "shaken"] as const) {
      compare(a[key], b[key], key);
    }
    for (const key of ["gradient", "product", "diagonal", "adaptive"] as const) {
      for (let j = 0; j < theta.length; j++) compare(a[key][j]!, b[key][j]!, key);
    }
    for (let j = 0; j < theta.length; j++) {
      for (let k = 0; k < theta.length; k++) compare(a.hessian[j]![k]!, b.hessian[j]![k]!, "hessian");
    }
    expect(far.slice(0, 5)).toEqual([]);
  }
}

describe("the answers of a shard", () => {
  const { blocks, rows, columns } = codedData(N, 3);
  const cases = [...FORMS.map((form) => ({ name: form.name, form, noise: undefined })), ...noiseCases(columns)].filter(
    ({ form }) => !form.family.isBounded,
  );
  for (const { name, form, noise } of cases) {
    it(name, () => {
      const x = noise?.noise === "poisson" ? rows.map((row) => row.map((v) => Math.abs(v))) : rows;
      if (x !== rows) return; // entries below 0 in a contrast of sums
      const y = response(form, rows, 5);
      for (const more of [{}, { intercept: false }, { weights: y.map((_, i) => (i % 5) * 0.7) }] as FitOptions[]) {
        const options = { ...form.options, ...more, noise };
        const got = shardOf(coded({ rows: N, blocks }), y, options);
        expectSame(
          got,
          shardOf(dense(rows), y, options),
          [ALL, REQUEST.value | REQUEST.gradient, REQUEST.gram, REQUEST.recession, REQUEST.unmovedGram],
          7,
        );
      }
    });
  }

  it("levels that take two bytes", () => {
    const { blocks, rows } = codedData(N, 3, 300);
    const y = response(FORMS[0]!, rows, 5);
    expectSame(shardOf(coded({ rows: N, blocks }), y, {}), shardOf(dense(rows), y, {}), [ALL], 7);
  });

  it("rows in parts, as threads hold them", () => {
    const y = response(FORMS[0]!, rows, 5);
    const whole = shardOf(coded({ rows: N, blocks }), y, { noise: dropout(0.2) });
    const { scope, shard } = whole.uploaded;
    const theta = Array.from({ length: whole.dimension }, (_, j) => 0.05 * Math.sin(j));
    const want = whole.ask(theta, ALL, theta);
    const sum = new Float64Array(theta.length);
    let value = 0;
    for (const range of partsOf(N, 3)) {
      const part = placeRows(
        scope,
        cutRows(scope, shard, 0, () => [range]),
      );
      const exchange = askShard(scope, part, theta.length, REQUEST.value | REQUEST.gradient, {
        point: scope.put(theta),
      });
      value += exchange.read("value");
      exchange.copy("gradient", theta.length).forEach((g, j) => {
        sum[j]! += g;
      });
    }
    expect(isClose(value, want.value, 1e-12)).toBe(true);
    sum.forEach((g, j) => {
      expect(isClose(g, want.gradient[j]!, 1e-10)).toBe(true);
    });
  });

  it("moments are those of the dummies", () => {
    const y = rows.map((row) => row[2]!);
    for (const weights of [undefined, y.map((_, i) => (i % 3) * 0.3)]) {
      const [got, want] = [coded({ rows: N, blocks }), dense(rows)].map((x) => shardOf(x, y, { weights }).uploaded);
      for (const key of ["mean", "sd"] as const)
        want![key].forEach((v, j) => {
          expect(isClose(got![key][j]!, v, 1e-13), `${key} ${j}: ${got![key][j]} against ${v}`).toBe(true);
        });
    }
  });
});

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
