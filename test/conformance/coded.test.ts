// A coded x with factors is the same x as its dummies: each way to code a factor, in every pass over rows.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions } from "../../src/index.js";
import { coded } from "../../src/input/coded.js";
import { askShard } from "../../src/shard/exchange.js";
import { cutRows, partsOf, placeRows } from "../../src/shard/rows-part.js";
import { noiseCases } from "../helpers/cases.js";
import { codedData, dense } from "../helpers/coded.js";
import { FORMS, MEAN } from "../helpers/forms.js";
import { REQUEST, shardOf, type TestShard } from "../helpers/kernel.js";
import { generator, isClose, normals } from "../helpers/numeric.js";
import { inTurn } from "../helpers/slice.js";

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
  for (const [k, { name, form, noise }] of cases.entries()) {
    it(name, () => {
      const x = noise?.noise === "poisson" ? rows.map((row) => row.map((v) => Math.abs(v))) : rows;
      if (x !== rows) return; // entries below 0 in a contrast of sums
      const y = response(form, rows, 5);
      const all: FitOptions[] = [{}, { intercept: false }, { weights: y.map((_, i) => (i % 5) * 0.7) }];
      for (const more of inTurn(all, k)) {
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

  it("several classes, whose Hessian unpacks the rows", () => {
    const y = rows.map((_, i) => ["a", "b", "c"][(i * i) % 3]!);
    for (const noise of [undefined, dropout(0.2)]) {
      const options = { family: "multinomial", noise } as const;
      expectSame(
        shardOf(coded({ rows: N, blocks }), y, options),
        shardOf(dense(rows), y, options),
        [ALL, REQUEST.gram],
        7,
      );
    }
  });

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
      const part = placeRows(scope, cutRows(scope, shard, 0, [range]));
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
