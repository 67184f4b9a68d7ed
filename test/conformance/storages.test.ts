// For every storage of X, whole or in partitions, a shard gives the same answers and a fit the same model.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fitSync, GlmError, type Model, type Noise } from "../../src/index.js";
import { NOISES } from "../../src/noise/index.js";
import { dataFor, noiseCases, pointFor } from "../helpers/cases.js";
import { classCases, classData } from "../helpers/classes.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { type Answers, REQUEST, shardOf, type TestShard } from "../helpers/kernel.js";
import { isClose, normals, relative } from "../helpers/numeric.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { inTurn, sliced } from "../helpers/slice.js";
import { coarse, STORAGES } from "../helpers/storages.js";

const P = 4;
const N = 131;
const ALL =
  REQUEST.value | REQUEST.gradient | REQUEST.hessian | REQUEST.hessianVector | REQUEST.diagonal | REQUEST.adaptive;

interface Case {
  readonly name: string;
  readonly x: number[][];
  readonly y: number[];
  readonly options: FitOptions;
  readonly noise: Noise | undefined;
  readonly point: (shard: TestShard, normal: () => number) => number[];
}

const CASES: Case[] = [
  ...[...FORMS.map((form) => ({ name: `${form.name}, no noise`, form, noise: undefined })), ...noiseCases(P)].map(
    ({ name, form, noise }): Case => {
      const { x, y } = dataFor(form, N, P, 11, noise);
      const options = { ...form.options, noise };
      return { name, x: coarse(x), y, options, noise, point: (shard, normal) => pointFor(form, shard, normal) };
    },
  ),
  ...classCases(P).map(({ name, noise, options }): Case => {
    const { x, y } = classData(N, P, 11, noise);
    const point = (shard: TestShard, normal: () => number) =>
      Array.from({ length: shard.dimension }, () => 0.3 * normal());
    return { name: `multinomial, ${name}`, x: coarse(x), y, options, noise, point };
  }),
];

/** Copies of a sparse X are sparse only where zeros stay zeros. */
function isPossible(storage: string, noise: Noise | undefined): boolean {
  return !(storage.startsWith("sparse") && noise?.approximation === "monte-carlo" && NOISES[noise.noise]!.shakesZeros);
}

/** Moments may be rounded in another way; shards of one fit share their coordinates. */
function useCoordinates(part: TestShard, whole: TestShard): void {
  const { scope, shard, columns } = part.uploaded;
  scope.view(shard.read("center"), columns).set(whole.uploaded.center);
  scope.view(shard.read("scale"), columns).set(whole.uploaded.scale);
}

function expectAnswers(got: Answers, want: Answers): void {
  const close = (a: number, b: number, what: string) =>
    expect(isClose(a, b, 1e-10), `${what}: ${a} against ${b}`).toBe(true);
  for (const key of ["value", "loss", "slopeSquares", "receding", "blocking", "unmoved", "shaken"] as const) {
    close(got[key], want[key], key);
  }
  for (const key of ["gradient", "product", "diagonal", "adaptive"] as const) {
    want[key].forEach((v, j) => {
      close(got[key][j]!, v, `${key} ${j}`);
    });
  }
  want.hessian.flat().forEach((v, k) => {
    close(got.hessian.flat()[k]!, v, `hessian ${k}`);
  });
}

for (const [k, { name, x, y, options, noise, point }] of sliced(CASES).entries()) {
  describe(`storages: ${name}`, () => {
    const mores: FitOptions[] = [{}, { intercept: false }, { weights: y.map((_, i) => (i % 5) * 0.7) }];
    for (const more of inTurn(mores, k)) {
      const what = Object.keys(more)[0] ?? "an intercept";
      const whole = shardOf(STORAGES["dense by column"]!(x), y, { ...options, ...more });
      const normal = normals(5);
      const theta = point(whole, normal);
      const u = theta.map(() => normal());
      const asked = (shard: TestShard): Answers[] => {
        useCoordinates(shard, whole);
        const rest = [0, 1].map((k) => u.map((v, j) => (j % P === k ? v : 0)));
        return [
          shard.ask(theta, ALL, u),
          shard.ask(theta, REQUEST.recession, u, 1e-6),
          shard.ask(theta, REQUEST.recession, rest[0], 1e-6),
          shard.ask(theta, REQUEST.gram | REQUEST.recession, rest[1], 1e-6),
          shard.ask(theta, REQUEST.unmovedGram, rest[1], 1e-6),
          shard.ask(theta.map(() => 0), ALL, u), // biome-ignore format: one line
        ];
      };
      const all = asked(whole);
      const want = Number.isFinite(all[5]!.value) ? all : all.slice(0, 5); // zeros may lie outside the domain

      for (const [storage, lay] of Object.entries(STORAGES)) {
        if (!isPossible(storage, noise)) {
          it(`${storage}, ${what}: is refused`, () => {
            expect(() => shardOf(lay(x), y, { ...options, ...more })).toThrow(GlmError);
          });
          continue;
        }
        it(`${storage}, ${what}: the same answers`, () => {
          const make = () => shardOf(lay(x), y, { ...options, ...more });
          const isCut = what === "weights"; // also in partitions of 64 rows
          const got = asked(isCut ? withSmallPartitions(make) : make());
          want.forEach((answers, k) => {
            if (storage === "32-bit by column" && !isCut)
              expect(got[k]).toEqual(answers); // bit for bit
            else expectAnswers(got[k]!, answers);
          });
        });
      }
    }
  });
}

describe("whole fits", () => {
  const noises = [undefined, dropout(0.2), dropout([0.1, 0, 0.2, 0.3], { approximation: "monte-carlo", copies: 3 })];
  for (const form of FORMS) {
    const data = dataFor(form, 80, P, 23);
    const x = coarse(data.x);
    for (const solver of SOLVER_NAMES) {
      it(`agree, ${form.name}, ${solver}`, () => {
        for (const noise of noises) {
          const fits = Object.values(STORAGES).map((lay) =>
            fitSync(lay(x), data.y, { ...form.options, noise, solver }),
          );
          expectAgreement(fits);
        }
      });
    }
  }

  for (const solver of SOLVER_NAMES) {
    it(`agree, multinomial, ${solver}`, () => {
      const { x, y } = classData(80, P, 23);
      for (const noise of [undefined, dropout(0.2), dropout(0.2, { mask: "per-class" })]) {
        const options = { family: "multinomial", noise, solver } as const;
        const fits = Object.values(STORAGES).map((lay) => fitSync(lay(coarse(x)), y, options));
        const [first, ...others] = fits;
        for (const other of others) {
          expect(other.status.code).toBe("converged");
          expect(relative(other.objective, first!.objective)).toBeLessThan(1e-9);
        }
      }
    });
  }

  function expectAgreement([first, ...others]: Model[]): void {
    for (const other of others) {
      expect(other.status.code, JSON.stringify(other.status.warnings)).toBe("converged");
      expect(relative(other.objective, first!.objective)).toBeLessThan(1e-9);
      expect(relative(other.deviance, first!.deviance)).toBeLessThan(1e-6);
      other.coefficients.forEach((b, j) => {
        expect(b).toBeCloseTo(first!.coefficients[j]!, 6);
      });
    }
  }
});
