// The fused loops of three forms give the same numbers as the composed form.
import { describe, expect, it } from "vitest";
import { ASK } from "../../src/base/ids.js";
import { powerForm } from "../../src/families/forms.js";
import type { FitOptions } from "../../src/options/types.js";
import { dataFor, noiseFor } from "../helpers/cases.js";
import { type Asked, asking } from "../helpers/families.js";
import { formOf } from "../helpers/forms.js";
import { REQUEST, shardOf, type TestShard } from "../helpers/kernel.js";
import { isClose, normals } from "../helpers/numeric.js";

interface Pair {
  readonly family: "gaussian" | "binomial" | "poisson";
  /** The same as a composed form. */
  readonly composed: Asked;
  readonly ys: readonly number[];
  /** Approximations of noise that both have. */
  readonly approximations: readonly ("quadratic" | "gaussian")[];
}

const PAIRS: readonly Pair[] = [
  // mu = eta^1 has no expectation, because another power would leave its domain
  { family: "gaussian", composed: powerForm(0, "identity", []), ys: [-2, 0, 3.5], approximations: ["quadratic"] },
  {
    family: "poisson",
    composed: powerForm(1, "log", []),
    ys: [0, 0.5, 7],
    approximations: ["quadratic", "gaussian"],
  },
  {
    family: "binomial",
    composed: { id: 7, parameters: { struct: "Proportion", values: { form: 0 } } },
    ys: [0, 0.3, 1],
    approximations: ["gaussian"],
  },
];

/** The gaussian family drops y^2 / 2 in its composed form. */
const dropped = (family: string, y: number): number => (family === "gaussian" ? (y * y) / 2 : 0);
const P = 4;
const ALL = REQUEST.value | REQUEST.gradient | REQUEST.hessian | REQUEST.hessianVector | REQUEST.diagonal;

/** The shard, with another number of family. */
function composedShard(shard: TestShard, { id, parameters }: Asked): void {
  const { scope, shard: struct } = shard.uploaded;
  const familyParams = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
  struct.set({ family: id, familyParams });
}

for (const { family, composed, ys, approximations } of PAIRS) {
  const form = formOf(family);
  const [fused, other] = [asking(form.family), asking(composed)];
  const etas = family === "gaussian" ? [0.2, 1, 4] : [-30, -3, -0.4, 0, 0.7, 2.5, 30];

  describe(`${family}: fused = composed`, () => {
    it("mean, link, Fisher weight and residuals", () => {
      for (const eta of etas) {
        for (const ask of [ASK.mean, ASK.fisher]) {
          expect(isClose(fused.vector(ask, [eta])[0]!, other.vector(ask, [eta])[0]!, 1e-14)).toBe(true);
        }
        for (const y of ys) {
          expect(isClose(fused.sum(ASK.pearson, [y], [eta]), other.sum(ASK.pearson, [y], [eta]), 1e-12)).toBe(true);
        }
      }
      for (const mu of [0.01, 0.5, 0.99]) {
        expect(isClose(fused.vector(ASK.link, [mu])[0]!, other.vector(ASK.link, [mu])[0]!, 1e-14)).toBe(true);
      }
    });

    it("loss, its derivatives, and what they are held against", () => {
      for (const y of ys) {
        expect(isClose(fused.sum(ASK.bestLoss, [y]) - dropped(family, y), other.sum(ASK.bestLoss, [y]), 1e-14)).toBe(
          true,
        );
        expect(fused.sum(ASK.saturated, [y], [1])).toBe(other.sum(ASK.saturated, [y], [1]));
        for (const eta of etas) {
          const [a, b] = [fused.derivatives(y, eta), other.derivatives(y, eta)];
          expect(isClose(a[0]! - dropped(family, y), b[0]!, 1e-13)).toBe(true);
          const known = family === "binomial" ? [1, 2] : [1, 2, 3, 4];
          for (const k of known) expect(isClose(a[k]!, b[k]!, 1e-13), `derivative ${k} at ${y}, ${eta}`).toBe(true);
        }
      }
    });

    it.runIf(approximations.includes("gaussian"))("expectations", () => {
      for (const y of ys) {
        for (const eta of etas.filter((e) => Math.abs(e) < 5)) {
          for (const s of [1e-9, 1e-3, 0.1, 1, 9]) {
            const [a, b] = [fused.expectation(y, eta, s), other.expectation(y, eta, s)];
            expect(isClose(a[0]! / s, b[0]! / s, 1e-8), `${y}, ${eta}, ${s}: ${a} against ${b}`).toBe(true);
            for (const k of [1, 2]) expect(isClose(a[k]!, b[k]!, 1e-9)).toBe(true);
            for (const k of [3, 4]) expect(isClose(a[k]!, b[k]!, 1e-5)).toBe(true); // in Hessians only
          }
        }
      }
    });

    for (const approximation of [undefined, ...approximations]) {
      it(`whole shards, ${approximation ?? "no noise"}`, () => {
        const noise = approximation && noiseFor("dropout", P, approximation);
        const options: FitOptions = { family, noise };
        const { x, y } = dataFor(form, 131, P, 11, noise);
        const positive = x.map((row) => row.map(Math.abs)); // eta > 0 for the power link
        const weights = y.map((_, i) => (i % 5) * 0.7);
        const normal = normals(3);
        const [a, b] = [0, 1].map(() => shardOf(positive, y, { ...options, weights }));
        composedShard(b!, composed);
        const small = a!.uploaded.scale.map(() => 0.02);
        const point = [...small, family === "gaussian" ? 2 : 0.3].map((v) => v * (1 + 0.1 * normal()));
        const u = point.map(() => normal());
        const [got, want] = [a!, b!].map((shard) => shard.ask(point, ALL, u));
        const constant = y.reduce((sum, v, i) => sum + weights[i]! * dropped(family, v), 0);
        expect(isClose(got!.value - constant, want!.value, 1e-9)).toBe(true);
        expect(isClose(got!.loss - constant, want!.loss, 1e-12)).toBe(true);
        const tolerance = approximation === "gaussian" ? 1e-8 : 1e-11;
        for (const key of ["gradient", "product", "diagonal"] as const) {
          got![key].forEach((v, j) => {
            expect(isClose(v, want![key][j]!, tolerance), `${key} ${j}: ${v} against ${want![key][j]}`).toBe(true);
          });
        }
        got!.hessian.flat().forEach((v, k) => {
          expect(isClose(v, want!.hessian.flat()[k]!, tolerance)).toBe(true);
        });
      });
    }
  });
}
