// Diagnostics beyond the golden tests: every family and link, penalized and noisy fits, and refusals.
import { describe, expect, it } from "vitest";
import { familyOf } from "../src/families/index.js";
import {
  calibration,
  diagnose,
  dropout,
  type FamilyName,
  type FitOptions,
  fitSync,
  lasso,
  type Model,
  negativeBinomial,
  quasi,
  ridge,
  roc,
  sparse,
  vif,
} from "../src/index.js";
import { quantileResiduals } from "../src/stats/quantile-residuals.js";
import { withScope } from "../src/wasm/scope.js";
import { calmData } from "./helpers/fits.js";
import { FORMS, fisherAt, lossAt, MEAN, MEAN_SLOPE, VARIANCE_OF } from "./helpers/forms.js";

describe.each(FORMS.map((form) => [form.name, form] as const))("residuals of %s", (_, form) => {
  const { x, y } = calmData(form);
  const weights = y.map((_, i) => 1 + (i % 3));
  const model = fitSync(x, y, { ...form.options, weights });
  const etas = model.predict(x, { type: "link" });
  const { link, name, domain } = form.family;
  const all = (type: "response" | "pearson" | "working" | "deviance") => model.residuals(x, y, { type, weights });

  it("are what the textbook says", () => {
    const [response, pearson, working] = [all("response"), all("pearson"), all("working")];
    y.forEach((v, i) => {
      const [eta, w] = [etas[i]!, weights[i]!];
      const mu = MEAN[link](eta);
      const scale = Math.abs(v) + Math.abs(mu);
      expect(Math.abs(response[i]! - (v - mu)) / scale).toBeLessThan(1e-12);
      const root = Math.sqrt(w / VARIANCE_OF[name]!(mu));
      expect(Math.abs(pearson[i]! - (v - mu) * root)).toBeLessThan(1e-9 * root * scale);
      const slope = MEAN_SLOPE[link](eta);
      expect(Math.abs(working[i]! * slope - (v - mu))).toBeLessThan(1e-9 * scale);
    });
  });

  it("squares of deviance residuals are the deviance, each of the sign of y - mu", () => {
    const deviance = all("deviance");
    const sum = deviance.reduce((s, r) => s + r * r, 0);
    expect(Math.abs(sum / model.deviance - 1)).toBeLessThan(1e-9);
    deviance.forEach((r, i) => {
      expect(r * (y[i]! - MEAN[link](etas[i]!))).toBeGreaterThanOrEqual(0);
    });
    const i = y.findIndex((v) => v > domain.low && v < domain.high);
    const at = (mu: number): number | undefined => (link === "identity" ? lossAt(form, y[i]!, mu) : undefined);
    const best = i < 0 ? undefined : at(y[i]!);
    if (best !== undefined) expect(deviance[i]! ** 2).toBeCloseTo(2 * weights[i]! * (at(etas[i]!)! - best), 9);
  });
});

describe("quantile residuals", () => {
  const normals = (
    family: FamilyName,
    y: number[],
    mu: number[],
    phi: number,
    u: number,
    weight?: number[],
    theta = 1.7,
  ) =>
    withScope((scope) => {
      const shape = family === "negative-binomial" ? { theta } : {};
      const observed = { y: Float64Array.from(y), weight: weight && Float64Array.from(weight) };
      const draws = new Float64Array(y.length).fill(u);
      return quantileResiduals(
        scope,
        familyOf(family, undefined, shape),
        observed,
        { mu: Float64Array.from(mu), rest: Float64Array.from(mu, (m) => 1 - m) },
        phi,
        draws,
      );
    });
  const close = (got: Float64Array, want: readonly number[]): void =>
    want.forEach((v, i) => {
      expect(Math.abs(got[i]! - v)).toBeLessThan(1e-11);
    });
  const Phi = (r: Float64Array): Float64Array =>
    withScope(({ kernel }) => r.map((v) => kernel.exports.distributionTail(0, 0, v, 0, 0)));

  it("of continuous families: R's qnorm(pgamma(y, w / phi, w / (phi mu))), and of the inverse Gaussian formula", () => {
    const mu = [1, 2.5, 4];
    close(normals("gaussian", [0.5, 3, 9], mu, 4, 0.3), [-0.25, 0.25, 2.5]);
    close(normals("gamma", [0.5, 3, 9], mu, 0.4, 0.3, [2, 2, 2]), [-1.23281722819378, 0.567885084321221, 2.23372843614534]); // biome-ignore format: one line
    close(normals("inverse-gaussian", [0.5, 3, 9], mu, 0.3, 0.3), [-1.07766143628479, 0.613557061559168, 1.30176911791874]); // biome-ignore format: one line
  });

  // R 4.2: ppois, pbinom, pnbinom at y and at y - 1
  it.each([
    ["poisson", [0, 3, 12], [1, 2.5, 4], undefined, [0.367879441171442, 0.757576133133066, 0.999726283177145], [0, 0.54381311588333, 0.99908477085273]], // biome-ignore format: one line
    ["binomial", [0, 0.6, 1], [0.2, 0.5, 0.7], [5, 5, 5], [0.32768, 0.8125, 1], [0, 0.5, 0.83193]],
    ["negative-binomial", [0, 3, 12], [1, 2.5, 4], undefined, [0.455454258695811, 0.735390418716834, 0.966907216193002], [0, 0.607105770763437, 0.9549156040333]], // biome-ignore format: one line
  ] as const)("of counts lie between F(y - 1) and F(y): %s", (family, y, mu, weight, upper, lower) => {
    for (const u of [0.25, 0.5, 1 - 1e-12]) {
      const got = Phi(normals(family, [...y], [...mu], 1, u, weight && [...weight]));
      got.forEach((p, i) => {
        expect(Math.abs(p - (lower[i]! + u * (upper[i]! - lower[i]!)))).toBeLessThan(1e-11);
      });
    }
  });

  it("far out they are still numbers", () => {
    expect(normals("poisson", [300], [2], 1, 0.5)[0]).toBeGreaterThan(30);
    expect(normals("gaussian", [-30], [0], 1, 0.5)[0]).toBeCloseTo(-30, 10);
    expect(normals("inverse-gaussian", [0.9, 1.1], [1, 1], 1e-4, 0.5).every(Number.isFinite)).toBe(true);
  });

  it("are standard normal when the model holds, and the same for the same seed", () => {
    const mu = Array.from({ length: 4000 }, (_, i) => 0.5 + (i % 40) / 10);
    // quantiles of the Poisson distribution at evenly spread probabilities: an ideal sample
    const y = mu.map((m, i) => {
      const p = (((i * 1597) % 4000) + 0.5) / 4000;
      let [k, term] = [0, Math.exp(-m)];
      for (let sum = term; sum < p; sum += term) term *= m / ++k;
      return k;
    });
    const model = fitSync(mu.map((m) => [Math.log(m)]), y, { family: "poisson" }); // biome-ignore format: one line
    const x = mu.map((m) => [Math.log(m)]);
    const r = model.residuals(x, y, { type: "quantile" });
    const mean = r.reduce((s, v) => s + v, 0) / r.length;
    const variance = r.reduce((s, v) => s + (v - mean) ** 2, 0) / r.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(model.residuals(x, y, { type: "quantile", seed: 1 })).toEqual(r);
    expect(model.residuals(x, y, { type: "quantile", seed: 2 })).not.toEqual(r);
    expect(diagnose(model, x, y, { seed: 2 }).residuals.quantile).toEqual(model.residuals(x, y, { type: "quantile", seed: 2 })); // biome-ignore format: one line
  });
});

/** Inverse by Gauss-Jordan, for small matrices. */
function inverse(A: readonly (readonly number[])[]): number[][] {
  const rows = A.map((row, i) => [...row, ...A.map((_, k) => Number(i === k))]);
  rows.forEach((_, k) => {
    const pivot = rows[k]!.map((v) => v / rows[k]![k]!);
    rows.forEach((row, i) => {
      rows[i] = i === k ? pivot : row.map((v, j) => v - row[k]! * pivot[j]!);
    });
  });
  return rows.map((row) => row.slice(A.length));
}

describe("leverage", () => {
  const form = FORMS.find(({ name }) => name === "binomial logit")!;
  const { x, y } = calmData(form);

  /** Diagonal of W^1/2 X H^-1 X' W^1/2 with H = X' W X + W_total P, by hand. */
  function byHand(model: Model, penalty: number): number[] {
    const z = x.map((row) => [1, ...row]);
    const w = [...model.predict(x, { type: "link" })].map((eta) => fisherAt(form, eta));
    const H = z[0]!.map((_, j) =>
      z[0]!.map((_, k) => z.reduce((s, row, i) => s + w[i]! * row[j]! * row[k]!, j === k && j > 0 ? penalty : 0)),
    );
    const V = inverse(H);
    return z.map((row, i) => w[i]! * row.reduce((s, v, j) => s + v * row.reduce((t, u, k) => t + V[j]![k]! * u, 0), 0));
  }

  it("of a ridge fit is that of the penalized Hessian, and adds up to the effective number of parameters", () => {
    const model = fitSync(x, y, { family: "binomial", penalty: ridge(0.1) });
    const { leverage } = diagnose(model, x, y);
    byHand(model, 0.1 * x.length).forEach((h, i) => {
      expect(Math.abs(leverage![i]! - h)).toBeLessThan(1e-12);
    });
    expect(leverage!.reduce((s, h) => s + h, 0)).toBeCloseTo(model.degreesOfFreedom!, 10);
  });

  it("falls with dropout", () => {
    const sum = (noise?: FitOptions["noise"]): number => {
      const model = fitSync(x, y, { family: "binomial", noise });
      return diagnose(model, x, y).leverage!.reduce((s, h) => s + h, 0);
    };
    const sums = [sum(), sum(dropout(0.3)), sum(dropout(0.7))];
    expect(sums[0]).toBeCloseTo(x[0]!.length + 1, 9);
    expect(sums[1]).toBeLessThan(sums[0]!);
    expect(sums[2]).toBeLessThan(sums[1]!);
    expect(sums[2]).toBeGreaterThan(1);
  });

  it("sparse x, many rows and dependent columns: the same", () => {
    const many = Array.from({ length: 700 }, (_, i) => x[i % x.length]!.map((v) => (i % 3 === 0 ? 0 : v)));
    const ys = many.map((_, i) => y[(i * 7) % y.length]!);
    const model = fitSync(many, ys, { family: "binomial" });
    const want = diagnose(model, many, ys);
    const p = many[0]!.length;
    const stored = many.flatMap((row, i) => row.flatMap((v, j) => (v === 0 ? [] : [{ i, j, v }])));
    const indptr = [0, ...many.map((_, i) => stored.filter((e) => e.i <= i).length)];
    const csr = sparse({ format: "csr", rows: many.length, columns: p, indptr, indices: stored.map(({ j }) => j), values: stored.map(({ v }) => v) }); // biome-ignore format: one line
    const found = diagnose(fitSync(csr, ys, { family: "binomial" }), csr, ys);
    found.cooksDistance!.forEach((d, i) => {
      expect(Math.abs(d - want.cooksDistance![i]!)).toBeLessThan(1e-10);
    });
    const twice = many.map((row) => [...row, row[0]! + row[1]!]);
    const dependent = diagnose(fitSync(twice, ys, { family: "binomial" }), twice, ys);
    dependent.leverage!.forEach((h, i) => {
      expect(Math.abs(h - want.leverage![i]!)).toBeLessThan(1e-10);
    });
    expect(dependent.collinearity.condition).toBe(Infinity);
    expect(dependent.collinearity.collisions[0]!.columns).toEqual(["x1", "x2", `x${p + 1}`]);
  });
});

describe("influence", () => {
  it("of least squares is what leaving the row out does", () => {
    const { x, y } = calmData("gaussian");
    const model = fitSync(x, y);
    const { dfbetas, studentized } = diagnose(model, x, y);
    for (const i of [0, 17, 59]) {
      const keep = (_: unknown, k: number): boolean => k !== i;
      const without = fitSync(x.filter(keep), y.filter(keep));
      const moved = model.coefficients.map((b, j) => b - without.coefficients[j]!);
      const ratio = moved.map((m, j) => m / dfbetas![`x${j + 1}`]![i]!); // sigma_(i) times the spread of each
      ratio.forEach((r) => {
        expect(r).toBeGreaterThan(0);
      });
      const rest = y[i]! - without.predict([x[i]!])[0]!;
      expect(Math.sign(studentized![i]!)).toBe(Math.sign(rest));
      const withSpread = model.coefficients.map(
        (_, j) => (dfbetas![`x${j + 1}`]![3]! * ratio[j]!) / Math.sqrt(without.dispersion),
      );
      const other = fitSync(x.filter((_, k) => k !== 3), y.filter((_, k) => k !== 3)); // biome-ignore format: one line
      withSpread.forEach((v, j) => {
        expect(v * Math.sqrt(other.dispersion)).toBeCloseTo(model.coefficients[j]! - other.coefficients[j]!, 10);
      });
    }
  });

  it("rows of weight 0 have none, and change nothing", () => {
    const { x, y } = calmData("gaussian");
    const weights = y.map((_, i) => Number(i !== 5));
    const keep = (_: unknown, i: number): boolean => i !== 5;
    const found = diagnose(fitSync(x, y, { weights }), x, y, { weights });
    const want = diagnose(fitSync(x.filter(keep), y.filter(keep)), x.filter(keep), y.filter(keep));
    expect(found.leverage![5]).toBe(0);
    found.cooksDistance!.filter(keep).forEach((d, i) => {
      expect(Math.abs(d - want.cooksDistance![i]!)).toBeLessThan(1e-12);
    });
  });
});

describe("what a fit does not have", () => {
  const { x, y } = calmData("binomial");

  it("is undefined, with the reason", () => {
    const model = fitSync(x, y, { family: "binomial", penalty: lasso(0.02) });
    const found = diagnose(model, x, y);
    expect(found.leverage).toBeUndefined();
    expect(found.dfbetas).toBeUndefined();
    expect(found.reasons.leverage).toMatch(/L1 penalty/);
    expect(found.residuals.deviance).toHaveLength(y.length);
    expect(diagnose(fitSync(x, y, { family: quasi("poisson") }), x, y).reasons.quantile).toMatch(/no distribution/);
  });

  it("many classes have residuals by class, and no leverage", () => {
    const labels = y.map((v, i) => "abc"[(v + (i % 2)) % 3]!);
    const model = fitSync(x, labels, { family: "multinomial" });
    const found = diagnose(model, x, labels);
    expect(found.residuals.deviance).toBeUndefined();
    expect(found.reasons).toMatchObject({ leverage: expect.stringMatching(/one residual per class/) });
    expect(found.separation.kind).toBe("none");
    const rows = model.residuals(x, labels, { type: "response" });
    expect(rows).toHaveLength(x.length);
    for (const row of rows) expect(row.reduce((s, v) => s + v, 0)).toBeCloseTo(0, 12);
    expect(() => model.residuals(x, labels)).toThrow(/one per class: use "response" or "pearson"/);
  });

  it("data of another fit are refused", () => {
    const model = fitSync(x, y, { family: "binomial" });
    expect(() => diagnose(model, x.slice(1), y.slice(1))).toThrow(/fitted on 60/);
    expect(() => diagnose(model, x, y, { sed: 1 } as never)).toThrow(/did you mean seed/);
    expect(() => model.residuals(x, y, { type: "studentized" as never })).toThrow(/type is "studentized"/);
  });

  it("vif is for plain fits of independent columns, and for groups that are there", () => {
    const plain = fitSync(x, y, { family: "binomial" });
    expect(vif(plain).map(({ name }) => name)).toEqual([...plain.names]);
    expect(() => vif(plain, { groups: { a: ["x1", "x9"] } })).toThrow(/groups.a has .*x9.*; expected a column/);
    expect(() => vif(plain, { groups: { a: ["x1"], b: ["x1"] } })).toThrow(/in one group only/);
    expect(() => vif(fitSync(x, y, { family: "binomial", penalty: ridge(1) }))).toThrow(/plain fit/);
    const twice = x.map((row) => [...row, row[0]!]);
    expect(() => vif(fitSync(twice, y, { family: "binomial" }))).toThrow(/depend on others/);
  });

  it("a negative binomial fit is told what it is", () => {
    const counts = calmData("negative-binomial");
    const model = fitSync(counts.x, counts.y, { family: negativeBinomial({ theta: 2 }) });
    expect(diagnose(model, counts.x, counts.y).separation.kind).toBe("none");
  });
});

describe("what was observed, and the weights", () => {
  const x = [[0], [1], [2], [3], [4], [5]];
  const options = { family: "binomial" } as const;

  it("are shares of the successes, weighted by trials, as the rows of single trials", () => {
    const [alive, dead, w] = [
      [3, 0, 2, 4, 0, 5],
      [1, 3, 2, 2, 0, 1],
      [1, 2, 1, 0.5, 1, 1],
    ];
    const table = { dose: x.map(([v]) => v!), alive, dead, w };
    const model = fitSync("cbind(alive, dead) ~ dose", table, { ...options, weights: "w" });
    const { observed, weights } = diagnose(model, table);
    expect([...observed!]).toEqual([3 / 4, 0, 1 / 2, 4 / 6, 0, 5 / 6]);
    expect([...weights]).toEqual([4, 6, 4, 3, 0, 6]);
    const single = x.flatMap((_, i) => [...Array(alive[i]!).fill([i, 1]), ...Array(dead[i]!).fill([i, 0])]);
    const p = model.predict(table);
    const [q, y, v] = [single.map(([i]) => p[i]!), single.map(([, hit]) => hit as number), single.map(([i]) => w[i]!)];
    const { auc } = roc(p, observed!, { weights });
    expect(auc).toBeCloseTo(roc(q, y, { weights: v }).auc, 14);
    expect(auc).toBeCloseTo(model.score(table).auc!, 14);
    const bins = calibration(p, observed!, { weights, bins: 3, by: "width" });
    calibration(q, y, { weights: v, bins: 3, by: "width" }).forEach((bin, k) => {
      for (const [name, value] of Object.entries(bin))
        expect(bins[k]![name as keyof typeof bin]).toBeCloseTo(value, 13);
    });
  });

  it("are 1 for the label whose probability is the mean, and 1 without weights", () => {
    const y = ["no", "yes", "no", "yes", "yes", "no"];
    const seen = (success: string) => diagnose(fitSync(x, y, { ...options, success }), x, y);
    expect([...seen("yes").observed!]).toEqual([0, 1, 0, 1, 1, 0]);
    expect([...seen("no").observed!]).toEqual([1, 0, 1, 0, 0, 1]);
    expect([...seen("no").weights]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("keep the places of the table, and do not change with the caller's arrays", () => {
    const rows = [{ a: 1, y: 2 }, { a: null, y: 9 }, { a: 3, y: 4 }, { a: 4, y: 1 }]; // biome-ignore format: one line
    const found = diagnose(fitSync("y ~ a", rows), rows);
    expect([...found.observed!]).toEqual([2, Number.NaN, 4, 1]);
    expect([...found.weights]).toEqual([1, Number.NaN, 1, 1]);
    const [y, weights] = [Float64Array.of(0, 1, 0, 1, 1, 3), Float64Array.of(1e300, 2e300, 1e300, 1e300, 1e300, 4e300)];
    const own = diagnose(fitSync(x, y, { weights }), x, y, { weights });
    const want = [[...y], [...weights]];
    for (const given of [y, weights]) given.fill(7);
    expect([[...own.observed!], [...own.weights]]).toEqual(want);
  });

  it("many classes have no number", () => {
    const y = ["a", "b", "c", "a", "b", "c"];
    const found = diagnose(fitSync(x, y, { family: "multinomial" }) as never, x, y);
    expect([found.observed, [...found.weights]]).toEqual([undefined, [1, 1, 1, 1, 1, 1]]);
  });
});
