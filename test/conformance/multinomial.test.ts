// Properties of the multinomial family, without noise, with every noise and either mask, and with copies.
import { describe, expect, it } from "vitest";
import { dropout, fitSync, type Noise } from "../../src/index.js";
import { COPIES } from "../helpers/cases.js";
import { classCases, classData, K } from "../helpers/classes.js";
import { copyOf } from "../helpers/copies.js";
import { REQUEST, shardOf, type TestShard } from "../helpers/kernel.js";
import { VARIANCE } from "../helpers/noises.js";
import { derivative, isClose, normals, relative } from "../helpers/numeric.js";

const P = 4;
const N = 131;
const ALL = REQUEST.value | REQUEST.gradient | REQUEST.hessian | REQUEST.hessianVector | REQUEST.diagonal;

/** b_k + o + x beta_k of one row, from a point in the solver's coordinates. */
function etas({ uploaded }: TestShard, point: readonly number[], row: readonly number[]): number[] {
  const { block, columns, center, scale } = uploaded;
  return Array.from({ length: K }, (_, k) => {
    const intercept = block > columns ? point[k * block + columns]! : 0;
    return row.reduce((sum, v, j) => sum + (v - center[j]!) * scale[j]! * point[k * block + j]!, intercept);
  });
}

function betas({ uploaded }: TestShard, point: readonly number[]): number[][] {
  const { block, columns, scale } = uploaded;
  return Array.from({ length: K }, (_, k) =>
    Array.from({ length: columns }, (_, j) => point[k * block + j]! * scale[j]!),
  );
}

function probabilities(eta: readonly number[]): number[] {
  const e = eta.map(Math.exp);
  const total = e.reduce((a, b) => a + b);
  return e.map((v) => v / total);
}

/** 1/2 sum_kl W_kl s_kl, written out: docs/objective.md. */
function penaltyOf(noise: Noise, row: readonly number[], p: readonly number[], beta: readonly number[][]): number {
  let sum = 0;
  for (let k = 0; k < K; k++) {
    for (let l = 0; l < K; l++) {
      const same = Number(k === l);
      const W = noise.mask === "per-class" ? same * p[k]! * (1 - p[k]!) : p[k]! * same - p[k]! * p[l]!;
      row.forEach((v, j) => {
        const strength = (noise.strength as readonly number[])[j]!;
        sum += 0.5 * W * VARIANCE[noise.noise]!(v, strength) * beta[k]![j]! * beta[l]![j]!;
      });
    }
  }
  return sum;
}

for (const { name, noise, approximation, options } of classCases(P)) {
  describe(`multinomial: ${name}`, () => {
    const { x, y } = classData(N, P, 11, noise);
    const normal = normals(5);
    const weights = y.map((_, i) => (i % 5) * 0.7);
    const shards = {
      "with an intercept": shardOf(x, y, options),
      "without one": shardOf(x, y, { ...options, intercept: false }),
      weighted: shardOf(x, y, { ...options, weights }),
    };
    for (const [kind, shard] of Object.entries(shards)) {
      const point = Array.from({ length: shard.dimension }, () => 0.4 * normal());
      const shifted = (j: number, v: number) => point.map((old, k) => (k === j ? v : old));

      it(`gradient and Hessian are derivatives of the value (${kind})`, () => {
        const { gradient, hessian } = shard.ask(point, ALL);
        for (let j = 0; j < shard.dimension; j++) {
          const slope = derivative((v) => shard.ask(shifted(j, v), REQUEST.value).value, point[j]!);
          expect(isClose(gradient[j]!, slope, 2e-9), `gradient ${j}`).toBe(true);
          for (let k = 0; k < shard.dimension; k++) {
            const bend = derivative((v) => shard.ask(shifted(j, v), REQUEST.gradient).gradient[k]!, point[j]!);
            expect(isClose(hessian[j]![k]!, bend, 1e-8), `Hessian ${j} ${k}: ${hessian[j]![k]} against ${bend}`).toBe(
              true,
            );
          }
        }
      });

      it(`products and diagonal are the Hessian's (${kind})`, () => {
        const u = point.map(() => normal());
        const { hessian, product, diagonal } = shard.ask(point, ALL, u);
        hessian.forEach((row, j) => {
          const want = row.reduce((sum, h, k) => sum + h * u[k]!, 0);
          expect(isClose(product[j]!, want, 1e-11)).toBe(true);
          expect(isClose(diagonal[j]!, row[j]!, 1e-11)).toBe(true);
        });
      });

      it(`value, loss and adaptive penalty are those of their definitions (${kind})`, () => {
        const got = shard.ask(point, REQUEST.value | REQUEST.adaptive);
        const beta = betas(shard, point);
        const weightOf = (i: number) => (kind === "weighted" ? weights[i]! : 1);
        const lossAt = (row: readonly number[], k: number) => -Math.log(probabilities(etas(shard, point, row))[k]!);
        const sum = (value: (i: number) => number) => y.reduce((total, _, i) => total + weightOf(i) * value(i), 0);
        const loss = sum((i) => lossAt(x[i]!, y[i]!));
        expect(relative(got.loss, loss)).toBeLessThan(1e-12);
        let want = loss;
        if (approximation === "quadratic") {
          want += sum((i) => penaltyOf(noise!, x[i]!, probabilities(etas(shard, point, x[i]!)), beta));
        } else if (noise !== undefined) {
          const copies = Array.from({ length: COPIES }, (_, copy) => copy);
          const lossOf = (i: number, copy: number) => lossAt(copyOf(x[i]!, i, copy, [noise], noise.seed!), y[i]!);
          want = sum((i) => copies.reduce((total, copy) => total + lossOf(i, copy), 0) / COPIES);
        }
        expect(relative(got.value, want)).toBeLessThan(1e-12);
        if (noise === undefined) return;
        beta.forEach((_, k) => {
          beta[k]!.forEach((_, j) => {
            const adaptive = sum((i) => {
              const p = probabilities(etas(shard, point, x[i]!))[k]!;
              return p * (1 - p) * VARIANCE[noise.noise]!(x[i]![j]!, (noise.strength as readonly number[])[j]!);
            });
            expect(isClose(got.adaptive[k * shard.uploaded.block + j]!, adaptive, 1e-12)).toBe(true);
          });
        });
      });
    }

    it("answers the same after it was asked about a point far out", () => {
      const shard = shards.weighted;
      const point = Array.from({ length: shard.dimension }, () => 0.3 * normal());
      const u = point.map(() => normal());
      const before = shard.ask(point, ALL, u);
      shard.ask(point.map((v) => 1e200 * v), ALL, u); // biome-ignore format: one line
      expect(shard.ask(point, ALL, u)).toEqual(before);
    });
  });
}

describe("known values: seven rows, three classes", () => {
  // By an independent program: features are 1, x1, x2; the first is the intercept, which has no noise.
  const x = [[0, 2], [1, 0], [0, -1], [2, 1], [0, 0], [1, 3], [-1, 1]]; // biome-ignore format: rows
  const y = [0, 1, 2, 0, 1, 2, 0];
  const W = [[-0.4, 0.3, 0.1], [0.7, -0.2, -0.5], [0.5, 0.1, -0.3]]; // biome-ignore format: rows are features
  const start = { intercept: W[0]!, coefficients: [0, 1, 2].map((k) => [W[1]![k]!, W[2]![k]!]) };
  const objective = (noise?: Noise) =>
    7 * fitSync(x, y, { family: "multinomial", noise, start, maxIterations: 0 }).objective;

  it("negative log-likelihood", () => expect(objective()).toBeCloseTo(8.947068439341193, 13));

  it("noise penalty of one mask for all classes", () => {
    expect(objective(dropout(0.3)) - objective()).toBeCloseTo(0.46025964270867714, 13);
    expect(objective(dropout(0.3, { mask: "shared" })) - objective()).toBeCloseTo(0.46025964270867714, 13);
  });

  it("noise penalty of one mask per class", () => {
    expect(objective(dropout(0.3, { mask: "per-class" })) - objective()).toBeCloseTo(0.36631199540688464, 13);
  });
});
