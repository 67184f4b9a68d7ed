// Relations about rows that hold for any data.
import { describe, expect, it } from "vitest";
import { type FitOptions, fitSync } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { calmData, calmFor, expectFit, fitCases, isSampled } from "../helpers/fits.js";
import type { OneFamily } from "../helpers/forms.js";
import { entryFor } from "../helpers/noises.js";
import { generator } from "../helpers/numeric.js";
import { sliced } from "../helpers/slice.js";

const P = 4;
const WITH_OFFSET = (n: number) => Array.from({ length: n }, (_, i) => 0.2 * ((i % 5) - 2));

for (const example of sliced(fitCases(P))) {
  const { name, noise, options } = example;
  const { x, y } = calmFor(example);
  const n = x.length;
  const weights = y.map((_, i) => i % 3); // 0, 1, 2, ...
  const offset = WITH_OFFSET(n);
  const twice = y.flatMap((_, i) => Array<number>(weights[i]!).fill(i)); // rows by number, as often as they weigh
  const pick = <T>(values: readonly T[], rows: readonly number[]): T[] => rows.map((i) => values[i]!);

  describe(`rows: ${name}`, () => {
    const weighted = fitSync(x, y, { ...options, weights, offset });

    it.skipIf(isSampled(example))("weight 2 is a row twice, weight 0 is no row", () => {
      const repeated = fitSync(pick(x, twice), pick(y, twice), { ...options, offset: pick(offset, twice) });
      expectFit(weighted, repeated);
      expect(weighted.logLikelihood !== undefined && weighted.status.warnings.length).toBe(0);
    });

    it("all weights times a number change the deviance by it and nothing else", () => {
      const heavy = fitSync(x, y, { ...options, weights: weights.map((w) => 1000 * w), offset });
      expectFit(heavy, { ...weighted, deviance: 1000 * weighted.deviance });
    });

    it("weight 0 is no row, also when its entries are huge", () => {
      for (const huge of [1e10, -1e10, 1e100, 1e140, -1e140]) {
        const wild = x.map((row, i) =>
          i === 0 ? row.map((_, j) => entryFor(noise?.noise, j % 2 ? -huge : huge)) : row,
        );
        const model = fitSync(wild, y, { ...options, weights, offset });
        expectFit(model, weighted);
        expect(model.status.warnings).toEqual([]);
        model.adaptivePenalty?.forEach((q, j) => {
          expect(q).toBeCloseTo(weighted.adaptivePenalty![j]!, 8);
        });
      }
    });

    it("weight 0 is no row, also when its y or offset is far out", () => {
      const far = fitSync(x, y, { ...options, weights, offset: offset.map((o, i) => (i === 0 ? 1e6 : o)) });
      expectFit(far, weighted);
    });

    it.skipIf(isSampled(example))("their order does not matter", () => {
      const uniform = generator(4);
      const order = y.map((_, i) => ({ i, key: uniform() })).sort((a, b) => a.key - b.key).map(({ i }) => i); // biome-ignore format: one line
      const model = fitSync(pick(x, order), pick(y, order), {
        ...options,
        weights: pick(weights, order),
        offset: pick(offset, order),
      });
      expectFit(model, weighted);
    });

    it("adding a number to the offset moves only the intercept", () => {
      const moved = fitSync(x, y, { ...options, weights, offset: offset.map((o) => o + 2.5) });
      expectFit(moved, { ...weighted, intercept: weighted.intercept - 2.5 });
    });

    it("an offset of zeros is none", () => {
      const zeros = fitSync(x, y, { ...options, offset: y.map(() => 0) });
      expectFit(zeros, fitSync(x, y, options));
    });
  });
}

for (const solver of Object.keys(SOLVERS) as SolverName[]) {
  describe(`trials and exposure (${solver})`, () => {
    it("y successes out of m trials are m rows, and so for proportions with weights", () => {
      const { x } = calmData("binomial", 20);
      const uniform = generator(2);
      const trials = x.map(() => 1 + Math.floor(5 * uniform()));
      const y = trials.map((m) => Math.floor((m + 1) * uniform()));
      const options: FitOptions<OneFamily> = { family: "binomial", solver };
      const grouped = fitSync(x, y, { ...options, trials });
      const rows = x.flatMap((row, i) => Array<number[]>(trials[i]!).fill(row));
      const single = trials.flatMap((m, i) => Array.from({ length: m }, (_, k) => (k < y[i]! ? 1 : 0)));
      const { intercept, coefficients, objective } = fitSync(rows, single, options);
      expectFit(grouped, { intercept, coefficients, objective });
      const shares = fitSync(x, y.map((s, i) => s / trials[i]!), { ...options, weights: trials }); // biome-ignore format: one line
      expectFit(shares, grouped);
    });

    it("trials times weights: weight 2 is the group twice", () => {
      const { x } = calmData("binomial", 20);
      const trials = x.map((_, i) => 2 + (i % 3));
      const y = trials.map((m, i) => (i * 7) % (m + 1));
      const weights = x.map((_, i) => 1 + (i % 2));
      const rows = x.flatMap((_, i) => Array<number>(weights[i]!).fill(i));
      const weighted = fitSync(x, y, { family: "binomial", solver, trials, weights });
      const repeated = fitSync(
        rows.map((i) => x[i]!),
        rows.map((i) => y[i]!),
        { family: "binomial", solver, trials: rows.map((i) => trials[i]!) },
      );
      expectFit(weighted, repeated);
      expect(weighted.logLikelihood).toBeCloseTo(repeated.logLikelihood, 8);
    });

    it("exposure is an offset of its logarithm, and adds to one", () => {
      const { x, y } = calmData("poisson");
      const exposure = y.map((_, i) => 0.5 + (i % 4));
      const offset = WITH_OFFSET(y.length);
      const options: FitOptions<OneFamily> = { family: "poisson", solver };
      const log = exposure.map(Math.log);
      expectFit(fitSync(x, y, { ...options, exposure }), fitSync(x, y, { ...options, offset: log }));
      expectFit(
        fitSync(x, y, { ...options, exposure, offset }),
        fitSync(x, y, { ...options, offset: offset.map((o, i) => o + log[i]!) }),
      );
    });
  });
}
