// More columns than coordinate descent handles at once: it works on a part of them at a time, and must end at the minimum
// of all columns.
import { describe, expect, it } from "vitest";
import { elasticNet, type FitOptions, fitSync, lasso, type Noise, ridge } from "../../src/index.js";
import { DEFAULTS } from "../../src/options/defaults.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { approximationsOf, dataFor, noiseFor } from "../helpers/cases.js";
import { classData, K } from "../helpers/classes.js";
import { active, expectConditions, type Penalized, slopesByResiduals, slopesByShard } from "../helpers/conditions.js";
import { expectFit, isConvex, isFused, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type Form, formOf, type OneFamily, OWN } from "../helpers/forms.js";
import { entryFor } from "../helpers/noises.js";
import { normals, relative } from "../helpers/numeric.js";
import { inTurn } from "../helpers/slice.js";
import { STORAGES } from "../helpers/storages.js";

const P = 300;
const N = 60;
const ABLE = SOLVER_NAMES.filter((name) => SOLVERS[name].constrained);
const zeros = (p: number) => Array<number>(p).fill(0);

it("has more columns than are worked on at once", () => expect(P).toBeGreaterThan(DEFAULTS.workingDimension));

/** The same with all columns at once. */
function allAtOnce<T>(run: () => T): T {
  const defaults = DEFAULTS as { workingDimension: number };
  const before = defaults.workingDimension;
  defaults.workingDimension = Infinity;
  try {
    return run();
  } finally {
    defaults.workingDimension = before;
  }
}

/** Four columns that matter, and many that do not; all of unit size. */
function wideData(form: Form, noise?: Noise, p = P): { x: number[][]; y: number[] } {
  const { x, y } = dataFor(form, N, 4, 33, noise);
  const normal = normals(9);
  const more = (v: number) => entryFor(noise?.noise, form.family.isBounded ? Math.abs(v) : v);
  return { x: x.map((row) => [...row, ...Array.from({ length: p - 4 }, () => more(normal()))]), y };
}

/** A part of the strength at which all columns would be out. */
function strengthOf(fit: Omit<Penalized, "model" | "held">, part: number): number {
  const model = fitSync(fit.x, fit.y, { ...fit.plain, penalty: lasso(1e6) });
  return part * Math.max(...slopesByShard({ ...fit, model, held: { absolute: [], square: [] } }).slopes.map(Math.abs));
}

let turn = 0;
for (const solver of ABLE) {
  for (const form of FORMS.filter(({ family }) => !family.isBounded)) {
    const noises = ["dropout", "additive"].flatMap((noise) =>
      approximationsOf(form.family).map((how) => noiseFor(noise, P, how)),
    );
    for (const noise of [undefined, ...noises]) {
      const name = noise === undefined ? "no noise" : `${noise.noise}, ${noise.approximation}`;
      const k = turn++;
      it(`lasso: ${form.name}, ${name} (${solver})`, () => {
        const { x, y } = wideData(form, noise);
        const plain: FitOptions<OneFamily> = { ...form.options, noise };
        const lambda = strengthOf({ x, y, plain }, 0.4);
        for (const share of inTurn([1, 0.5], k)) {
          const options = { ...plain, penalty: elasticNet(lambda, share), solver };
          const model = fitSync(x, y, options);
          expect(active(model)).toBeGreaterThan(0);
          expect(active(model)).toBeLessThan(P);
          const held = { absolute: zeros(P).fill(share * lambda), square: zeros(P).fill((1 - share) * lambda) };
          const found = { model, x, y, plain, held };
          const isPlain = isFused(form) && noise === undefined;
          expectConditions(found, isPlain ? slopesByResiduals(found) : slopesByShard(found), 1e-8);
          if (!isConvex({ form, approximation: noise?.approximation })) continue;
          const whole = allAtOnce(() => fitSync(x, y, options));
          expectFit(
            model,
            { objective: whole.objective, intercept: whole.intercept, coefficients: whole.coefficients },
            1e-7,
          );
        }
      });
    }
  }

  for (const form of OWN.filter(({ family }) => !family.isBounded)) {
    for (const storage of ["dense by column", "sparse by row", "sparse by column"]) {
      it(`1,000 columns: ${form.name}, ${storage} (${solver})`, () => {
        const p = 1000;
        const { x, y } = wideData(form, undefined, p);
        const plain: FitOptions<OneFamily> = { ...form.options };
        const lambda = strengthOf({ x, y, plain }, 0.3);
        const model = fitSync(STORAGES[storage]!(x), y, { ...plain, penalty: lasso(lambda), solver });
        expect(active(model)).toBeGreaterThan(4);
        const found = { model, x, y, plain, held: { absolute: zeros(p).fill(lambda), square: zeros(p) } };
        expectConditions(found, isFused(form) ? slopesByResiduals(found) : slopesByShard(found), 1e-9);
        const whole = allAtOnce(() => fitSync(x, y, { ...plain, penalty: lasso(lambda), solver }));
        expectFit(model, { objective: whole.objective, coefficients: whole.coefficients }, 1e-7);
      });
    }
  }

  for (const form of OWN.filter(({ family }) => !family.isBounded)) {
    const { x, y } = wideData(form);
    it(`ridge and bounds, where every column is active: ${form.name} (${solver})`, () => {
      const penalty = ridge(0.5);
      const free = fitSync(x, y, { ...form.options, penalty, solver: "newton" });
      expectFit(fitSync(x, y, { ...form.options, penalty, solver }), free);
      const bounds = { lower: zeros(P).fill(-0.02), upper: zeros(P).fill(0.03) };
      const plain = { ...form.options };
      const model = fitSync(x, y, { ...plain, penalty, bounds, solver });
      const square = zeros(P).fill(0.5);
      const fit = { model, x, y, plain, held: { absolute: zeros(P), square, ...bounds } };
      expectConditions(fit, slopesByShard(fit), 1e-8);
    });
  }

  it(`sparse and dense x, with strengths for each column, are the same fit (${solver})`, () => {
    const form = formOf("binomial");
    const { x, y } = wideData(form);
    const rare = x.map((row) => row.map((v) => (Math.abs(v) > 1 ? v : 0)));
    const design = STORAGES["sparse by row"]!(rare);
    const factors = Array.from({ length: P }, (_, j) => (j === 0 ? 0 : j === 1 ? Infinity : 1 + (j % 3)));
    for (const noise of [
      undefined,
      noiseFor("dropout", P, "gaussian"),
      noiseFor("additive", P, "quadratic"),
      noiseFor("dropout", P, "monte-carlo"),
    ]) {
      const options: FitOptions<OneFamily> = {
        family: "binomial",
        noise,
        penalty: lasso(0.02, { factors }),
        standardize: true,
        solver,
      };
      const [a, b] = [fitSync(design, y, options), fitSync(rare, y, options)];
      expectFit(a, { coefficients: b.coefficients, intercept: b.intercept }, 1e-7);
      expect(relative(a.objective, b.objective)).toBeLessThan(1e-12);
      expect(a.coefficients[1]).toBe(0);
      expect(a.coefficients[0]).not.toBe(0);
    }
  });

  it(`multinomial: classes join column by column, and no step away goes down (${solver})`, () => {
    const { x, y } = classData(N, 4, 3);
    const normal = normals(2);
    const wide = x.map((row) => [...row, ...Array.from({ length: 80 }, () => normal())]);
    expect(K * 85).toBeGreaterThan(DEFAULTS.workingDimension);
    const options = { family: "multinomial", penalty: lasso(0.05), solver } as const;
    const model = fitSync(wide, y, options);
    expect(model.status).toMatchObject({ code: "converged", warnings: [] });
    const some = model.coefficients.reduce((sum, beta) => sum + beta.filter((b) => b !== 0).length, 0);
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(84 * K);
    // slopes from residuals: (1/n) sum_i (p_ik - [y_i = k]) x_ij lies in the kink, or at its end where a coefficient is not 0
    const p = model.predict(wide);
    for (let k = 0; k < K; k++) {
      for (let j = 0; j < 84; j++) {
        const m = p.reduce((sum, row, i) => sum + (row[k]! - Number(y[i] === k)) * wide[i]![j]!, 0) / N;
        const b = model.coefficients[k]![j]!;
        if (b === 0) expect(Math.abs(m)).toBeLessThanOrEqual(0.05 + 1e-9);
        else expect(m + 0.05 * Math.sign(b)).toBeCloseTo(0, 9);
      }
    }
  });

  it(`a warm start with many active columns ends where a cold one does (${solver})`, () => {
    const form = formOf("poisson");
    const { x, y } = wideData(form);
    const options: FitOptions<OneFamily> = { family: "poisson", penalty: lasso(0.3), solver };
    const start = { intercept: 0.1, coefficients: Array.from({ length: P }, (_, j) => 0.01 * Math.sin(j)) };
    const cold = fitSync(x, y, options);
    expectFit(fitSync(x, y, { ...options, start }), { coefficients: cold.coefficients, objective: cold.objective });
  });

  it(`stops when told to, with the best point so far (${solver})`, () => {
    const { x, y } = wideData(formOf("binomial"));
    const options: FitOptions<OneFamily> = { family: "binomial", penalty: lasso(0.001), solver };
    expect(fitSync(x, y, { ...options, maxIterations: 2 }).status.code).toBe("max-iterations");
    let passes = 0;
    const control = new AbortController();
    const onProgress = () => {
      passes++;
      if (passes === 5) control.abort();
    };
    const model = fitSync(x, y, { ...options, signal: control.signal, onProgress });
    expect(model.status.code).toBe("aborted");
    expect(model.coefficients.every(Number.isFinite)).toBe(true);
  });
}

describe("the objective on the way", () => {
  it("never climbs, from one set to the next", () => {
    const { x, y } = wideData(formOf("poisson"));
    const seen: number[] = [];
    for (const solver of ABLE) {
      fitSync(x, y, {
        family: "poisson",
        penalty: lasso(0.05),
        solver,
        onProgress: ({ objective }) => seen.push(objective),
      });
      seen.slice(1).forEach((value, k) => {
        expect(value).toBeLessThanOrEqual(seen[k]! + 1e-12 * Math.abs(seen[k]!));
      });
    }
  });
});
