// Properties of every shard, for all families x noises x approximations that the descriptors allow: its derivatives
// are those of its value, its products are those of its Hessian, and answers are sums over rows.
import { describe, expect, it } from "vitest";
import type { Noise } from "../../src/noise/index.js";
import type { FitOptions } from "../../src/options/types.js";
import { dataFor, noiseCases, pointFor } from "../helpers/cases.js";
import { ALL, checkGradient, checkHessian, checkProducts, stepFor } from "../helpers/derivatives.js";
import { isSampled } from "../helpers/fits.js";
import { FORMS, type Form, formOf } from "../helpers/forms.js";
import { REQUEST, shardOf, type TestShard } from "../helpers/kernel.js";
import { normals, relative } from "../helpers/numeric.js";
import { sliced } from "../helpers/slice.js";

const P = 4;
const N = 131; // more than one chunk, and an odd rest

interface Case {
  readonly name: string;
  readonly form: Form;
  readonly options: FitOptions;
}

const CASES: Case[] = [
  ...FORMS.map((form) => ({ name: `${form.name}, no noise`, form, options: form.options })),
  ...noiseCases(P).map(({ name, form, noise }) => ({ name, form, options: { ...form.options, noise } })),
];

for (const { name, form, options } of sliced(CASES)) {
  const noise = options.noise as Noise | undefined;
  describe(`shard: ${name}`, () => {
    const { x, y } = dataFor(form, N, P, 11, noise);
    const normal = normals(5);
    const shards = {
      "with an intercept": shardOf(x, y, options),
      "without one": shardOf(x, y, { ...options, intercept: false }),
      "weights and offset": shardOf(x, y, {
        ...options,
        weights: y.map((_, i) => (i % 5) * 0.7),
        offset: y.map((_, i) => (form.family.isBounded ? 0.02 : 0.1) * ((i % 3) - 1)),
      }),
    };
    for (const [kind, shard] of Object.entries(shards)) {
      const point = pointFor(form, shard, normal);

      it(`gradient and Hessian are derivatives of the value (${kind})`, () => {
        checkGradient(shard, point, stepFor(form));
        checkHessian(shard, point, stepFor(form));
      });

      it(`Hessian-vector product and diagonal agree with the Hessian (${kind})`, () => {
        checkProducts(shard, point, point.map(() => normal())); // biome-ignore format: one line
      });
    }

    it("answers the same after it was asked about a point far out", () => {
      const shard = shards["with an intercept"];
      const point = pointFor(form, shard, normal, 0.3);
      const u = point.map(() => normal());
      const before = shard.ask(point, ALL, u);
      shard.ask(point.map((v) => 1e5 * v), ALL, u); // biome-ignore format: one line
      expect(shard.ask(point, ALL, u)).toEqual(before);
    });

    it("answers one question as it answers all at once", () => {
      const shard = shards["weights and offset"];
      const point = pointFor(form, shard, normal, 0.3);
      const u = point.map(() => normal());
      const together = shard.ask(point, ALL, u);
      const same = (got: ArrayLike<number>, want: ArrayLike<number>) => {
        const size = Math.max(...Array.from(want, Math.abs)); // sums are taken in another order
        expect(Array.from(got, (v, j) => Math.abs(v - want[j]!) <= 1e-12 * size)).not.toContain(false);
      };
      same([shard.ask(point, REQUEST.value).value], [together.value]);
      same(shard.ask(point, REQUEST.gradient).gradient, together.gradient);
      same(shard.ask(point, REQUEST.hessian).hessian.flat(), together.hessian.flat());
      same(shard.ask(point, REQUEST.hessianVector, u).product, together.product);
      expect([...shard.ask(point, REQUEST.diagonal).diagonal]).toEqual([...together.diagonal]);
    });

    // rows of the second part have other numbers, so other copies
    it.skipIf(isSampled({ approximation: noise?.approximation }))(
      "adds up: two shards of some rows each answer as one of all rows",
      () => {
        const whole = shards["with an intercept"];
        const cut = 50;
        const parts = [
          shardOf(x.slice(0, cut), y.slice(0, cut), options),
          shardOf(x.slice(cut), y.slice(cut), options),
        ];
        const u = Array.from({ length: whole.dimension }, () => normal());
        const point = pointFor(form, whole, normal, 0.2);
        const request = ALL | REQUEST.adaptive;
        for (const part of parts) useCoordinates(part, whole);
        const [a, b] = parts.map((part) => part.ask(point, request, u));
        const all = whole.ask(point, request, u);
        const same = (got: number, want: number) =>
          expect(relative(got, want) < 1e-9 || Math.abs(got - want) < 1e-12).toBe(true);
        same(a!.value + b!.value, all.value);
        same(a!.loss + b!.loss, all.loss);
        for (const key of ["gradient", "product", "diagonal", "adaptive"] as const) {
          all[key].forEach((want, j) => {
            same(a![key][j]! + b![key][j]!, want);
          });
        }
        all.hessian.forEach((row, j) => {
          row.forEach((want, k) => {
            same(a!.hessian[j]![k]! + b!.hessian[j]![k]!, want);
          });
        });
      },
    );
  });
}

/** Shards of one fit share their coordinates, whoever computed them. */
function useCoordinates(part: TestShard, whole: TestShard): void {
  const { scope, shard, columns } = part.uploaded;
  scope.view(shard.read("center"), columns).set(whole.uploaded.center);
  scope.view(shard.read("scale"), columns).set(whole.uploaded.scale);
}

describe("quadratic, gaussian and exact are one for the gaussian family", () => {
  const { x, y } = dataFor(formOf("gaussian"), 40, P, 3);
  it("agrees to rounding", () => {
    const point = [0.3, -0.2, 0.5, 0.1, 0.4];
    const values = (["quadratic", "gaussian", "exact"] as const).map((approximation) => {
      const noise = { noise: "dropout", strength: 0.3, approximation } as const;
      return shardOf(x, y, { family: "gaussian", noise }).ask(point, REQUEST.value).value;
    });
    expect(relative(values[0]!, values[1]!)).toBeLessThan(1e-14);
    expect(relative(values[0]!, values[2]!)).toBeLessThan(1e-14);
  });
});
