// Columns that one draw multiplies together, as those of a polynomial: the noise of a term is that of the one column it adds to eta.
import { describe, expect, it } from "vitest";
import { type DesignInput, dropout, fitSync, infer, lasso, Model, type Noise, pathSync } from "../../src/index.js";
import { coded } from "../../src/input/coded.js";
import { withTable } from "../../src/input/of-table.js";
import { NOISES } from "../../src/noise/index.js";
import { dataFor, noiseCases, pointFor } from "../helpers/cases.js";
import { classCases, classData, K } from "../helpers/classes.js";
import { ALL, checkGradient, checkHessian, checkProducts, stepFor } from "../helpers/derivatives.js";
import { isSampled } from "../helpers/fits.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { VARIANCE } from "../helpers/noises.js";
import { generator, isClose, normals, relative } from "../helpers/numeric.js";

const P = 5;
const N = 131;
/** Column 1 has no noise; the last three are one term. */
const TIED = {
  labels: ["a", "b", "poly"],
  assign: Int32Array.of(0, 1, 2, 2, 2),
  wide: new Set([2]),
  bases: new Set([2]),
};

function tied(rows: readonly (readonly number[])[], terms = TIED): DesignInput {
  const blocks = rows[0]!.map((_, j) => ({
    kind: "numbers" as const,
    values: Float64Array.from(rows, (row) => row[j]!),
  }));
  return withTable(coded({ rows: rows.length, blocks }) as object, { terms }) as DesignInput;
}

const CASES = noiseCases(P)
  .filter(({ noise }) => NOISES[noise.noise]!.multiplies)
  .map(({ noise, ...each }) => {
    const [first, , own] = noise.strength as number[];
    return { ...each, noise: { ...noise, strength: [first!, 0, own!, own!, own!] } satisfies Noise };
  });

for (const { name, form, noise } of CASES) {
  describe(`tied columns: ${name}`, () => {
    const { x, y } = dataFor(form, N, P, 17, noise);
    const options = { ...form.options, noise, weights: y.map((_, i) => (i % 5) * 0.7) };
    const shard = shardOf(tied(x), y, options);
    const normal = normals(3);
    const point = pointFor(form, shard, normal);

    it("derivatives, products and diagonal are those of the value", () => {
      checkGradient(shard, point, stepFor(form));
      checkHessian(shard, point, stepFor(form));
      checkProducts(shard, point, point.map(() => normal())); // biome-ignore format: one line
    });

    /** The same rows with one column in place of the term, at the point where it adds the same to eta. */
    const inOne = (at: readonly number[]) => {
      const { columns, scale, center } = shard.uploaded;
      const beta = at.slice(0, columns).map((theta, j) => theta * scale[j]!);
      const short = x.map((row) => [row[0]!, row[1]!, row[2]! * beta[2]! + row[3]! * beta[3]! + row[4]! * beta[4]!]);
      const other = shardOf(short, y, { ...options, noise: { ...noise, strength: noise.strength.slice(0, 3) } });
      const own = other.uploaded;
      const betas = [beta[0]!, beta[1]!, 1];
      const intercept = at[columns]! - beta.reduce((sum, b, j) => sum + b * center[j]!, 0);
      const theta = betas.map((b, j) => (own.scale[j] === 0 ? 0 : b / own.scale[j]!));
      return { other, at: [...theta, intercept + betas.reduce((sum, b, j) => sum + b * own.center[j]!, 0)] };
    };

    it.skipIf(form.family.classes === "many")("the value is that of one column in place of the term", () => {
      const { other, at } = inOne(point);
      expect(relative(shard.ask(point, ALL).value, other.ask(at, ALL).value)).toBeLessThan(1e-11);
    });

    it.skipIf(form.family.classes === "many" || form.family.isBounded)("so is where a direction leads", () => {
      for (let k = 0; k < 12; k++) {
        const u = Array.from(point, () => normal());
        if (k % 3 === 0) u.fill(0, 0, 2);
        if (k % 2 === 0) u[P] = 4 * normal();
        const { other, at } = inOne(u);
        const origin = point.map(() => 0);
        const [got, want] = [
          shard.ask(origin, REQUEST.recession, u, 1e-9),
          other.ask(at.map(() => 0), REQUEST.recession, at, 1e-9), // biome-ignore format: one line
        ];
        for (const key of ["receding", "blocking", "unmoved", "shaken"] as const)
          expect(got[key]).toBeCloseTo(want[key], 8);
      }
    });

    it("the Gram matrix of columns that noise tells apart has the variances of whole terms", () => {
      const { hessian } = shard.ask(point, REQUEST.gram);
      const entry = shardOf(x, y, options).ask(point, REQUEST.gram).hessian;
      const { scale } = shard.uploaded;
      if (isSampled({ approximation: noise.approximation })) return;
      const v =
        (hessian[2]![2]! - shardOf(x, y, { ...options, noise: [] }).ask(point, REQUEST.gram).hessian[2]![2]!) /
        scale[2]! ** 2;
      const square = x.reduce((sum, row, i) => sum + options.weights[i]! * row[2]! ** 2, 0);
      const cross = x.reduce((sum, row, i) => sum + options.weights[i]! * row[2]! * row[3]!, 0);
      expect(isClose(hessian[2]![2]!, entry[2]![2]!, 1e-10)).toBe(true);
      expect(isClose(hessian[3]![2]! - entry[3]![2]!, (v / square) * cross * scale[2]! * scale[3]!, 1e-9)).toBe(true);
    });
  });
}

const softmax = (eta: readonly number[]): number[] => {
  const e = eta.map(Math.exp);
  const total = e.reduce((a, b) => a + b);
  return e.map((v) => v / total);
};

for (const { name, noise, approximation, options } of classCases(P)) {
  if (noise === undefined || !NOISES[noise.noise]!.multiplies) continue;
  describe(`tied columns: multinomial, ${name}`, () => {
    const [first, , own] = noise.strength as number[];
    const strength = [first!, 0, own!, own!, own!];
    const { x, y } = classData(N, P, 11, noise);
    const weights = y.map((_, i) => (i % 5) * 0.7);
    const shard = shardOf(tied(x), y, { ...options, noise: { ...noise, strength }, weights });
    const normal = normals(5);
    const point = Array.from({ length: shard.dimension }, () => 0.4 * normal());

    it("derivatives, products and diagonal are those of the value", () => {
      checkGradient(shard, point, 1e-3);
      checkHessian(shard, point, 1e-3);
      checkProducts(shard, point, point.map(() => normal())); // biome-ignore format: one line
    });

    it.skipIf(approximation !== "quadratic")("the penalty is 1/2 sum_kl W_kl s_kl, s of the parts of terms", () => {
      const { columns, block, scale, center } = shard.uploaded;
      const beta = Array.from({ length: K }, (_, k) =>
        scale.slice(0, columns).map((s, j) => s * point[k * block + j]!),
      );
      const v = VARIANCE[noise.noise]!;
      let want = 0;
      x.forEach((row, i) => {
        const p = softmax(
          beta.map((b, k) =>
            b.reduce((sum, b_j, j) => sum + b_j * (row[j]! - center[j]!), point[k * block + columns]!),
          ),
        );
        const part = beta.map((b) => row.reduce((sum, x_j, j) => sum + (j > 1 ? x_j * b[j]! : 0), 0));
        for (let k = 0; k < K; k++) {
          for (let l = 0; l < K; l++) {
            const same = Number(k === l);
            const W = noise.mask === "per-class" ? same * p[k]! * (1 - p[k]!) : p[k]! * same - p[k]! * p[l]!;
            const s = v(1, own!) * part[k]! * part[l]! + v(row[0]!, first!) * beta[k]![0]! * beta[l]![0]!;
            want += 0.5 * weights[i]! * W * s;
          }
        }
      });
      const { value, loss } = shard.ask(point, REQUEST.value);
      expect(relative(value - loss, want)).toBeLessThan(1e-10);
    });
  });
}

describe("whole fits", () => {
  const uniform = generator(5);
  const rows = Array.from({ length: 260 }, () => {
    const v = 2 * uniform() - 1;
    return { v, z: uniform(), u: uniform() };
  });
  const y = rows.map(({ v, u }) => Number(u < 1 / (1 + Math.exp(-(2 * v * v - v - 0.3)))));
  const TERMS = { labels: ["z", "poly"], assign: Int32Array.of(0, 1, 1), wide: new Set([1]), bases: new Set([1]) };
  const of = (f: (v: number) => readonly [number, number]): DesignInput => tied(rows.map(({ v, z }) => [z, ...f(v)]), TERMS); // biome-ignore format: one line
  const plain = of((v) => [v, v * v]);
  const mixed = of((v) => [2 * v + v * v, v - 0.5 * v * v]);

  for (const family of ["binomial", "poisson", "gaussian", "multinomial"] as const) {
    it(`a term by other columns of the same space has the same fit: ${family}`, () => {
      const given = family === "multinomial" ? y.map((v, i) => ["a", "b", "c"][v + (i % 2)]!) : y;
      const options = { family, noise: dropout(0.4), intercept: true };
      const [a, b] = [fitSync(plain, given, options), fitSync(mixed, given, options)];
      const entries = fitSync(mixed, given, { family, noise: dropout(0.4, { mask: "entry" }) });
      expect([a.status.code, b.status.code]).toEqual(["converged", "converged"]);
      expect(relative(b.objective, a.objective)).toBeLessThan(1e-9);
      expect(relative(entries.objective, a.objective)).toBeGreaterThan(1e-5);
    });
  }

  it("two classes with one mask are the quadratic binomial", () => {
    const noise = dropout(0.4, { approximation: "quadratic" });
    const two = fitSync(plain, y.map(String), { family: "multinomial", noise });
    expect(relative(two.objective, fitSync(plain, y, { family: "binomial", noise }).objective)).toBeLessThan(1e-9);
  });

  it("paths, penalties, rows without labels and saved models know the term", () => {
    const noise = dropout(0.4);
    const want = fitSync(plain, y, { family: "binomial", noise });
    const turned = fitSync(mixed, y, { family: "binomial", noise });
    const [a, b] = [plain, mixed].map((x) => pathSync(x, y, { family: "binomial", noise: dropout(), over: "rate", rates: [0.1, 0.4] })); // biome-ignore format: one line
    expect(relative(a!.at(1).coefficients[0]!, want.coefficients[0]!)).toBeLessThan(1e-9);
    expect(relative(b!.at(1).coefficients[0]!, turned.coefficients[0]!)).toBeLessThan(1e-9);
    const sparse = fitSync(plain, y, { family: "binomial", noise, penalty: lasso(1e-7) });
    expect(relative(sparse.objective, want.objective)).toBeLessThan(1e-5);
    const more = [plain, mixed].map((x) => fitSync(x, y, { family: "binomial", noise, unlabeled: { x } }).objective);
    expect(relative(more[1]!, more[0]!)).toBeLessThan(1e-9);
    expect(relative(more[0]!, want.objective)).toBeLessThan(1e-9); // the same rows twice
    const opened = Model.fromJSON(JSON.parse(JSON.stringify(want)));
    expect(infer(opened, plain, y).rows.map((row) => row.standardError)).toEqual(infer(want, plain, y).rows.map((row) => row.standardError)); // biome-ignore format: one line
  });
});
