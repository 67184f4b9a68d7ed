// A cross-validation equals folds made by hand with the public fit and score.
import { describe, expect, it } from "vitest";
import {
  type CrossValidationOptions, crossValidate, dropout, elasticNet, type FitOptions, fit, fitSync, GlmError, lasso,
  type Measure, ridge, type Score,
} from "../../src/index.js"; // biome-ignore format: a list
import { planFolds } from "../../src/validation/folds.js";
import { dataFor } from "../helpers/cases.js";
import { classData } from "../helpers/classes.js";
import { FORMS, type Form, formOf } from "../helpers/forms.js";
import { STORAGES } from "../helpers/storages.js";

const OF: Record<Measure, (score: Score) => number> = {
  deviance: (s) => s.deviance,
  logLoss: (s) => s.logLoss!,
  meanSquaredError: (s) => s.meanSquaredError,
  meanAbsoluteError: (s) => s.meanAbsoluteError,
  classError: (s) => 1 - s.accuracy!,
  auc: (s) => s.auc!,
  brier: (s) => s.meanSquaredError,
};

/** Mean and standard error by hand: fold by fold `fit` on the others, `score` on its rows. */
function byHand(x: number[][], y: number[], options: FitOptions, folds: ArrayLike<number>, measure: Measure) {
  const ids = [...new Set(Array.from(folds))].filter((f) => f >= 0).sort((a, b) => a - b);
  const pick = <T>(all: ArrayLike<T> | undefined, keep: (f: number) => boolean): T[] | undefined =>
    all && Array.from(all).filter((_, i) => keep(folds[i]!));
  const some = (keep: (f: number) => boolean) => ({
    ...options,
    weights: pick(options.weights as number[] | undefined, keep),
    offset: pick(options.offset as number[] | undefined, keep),
  });
  const scores = ids.map((id) => {
    const isIn = (f: number) => f === id;
    const isOut = (f: number) => f !== id;
    const model = fitSync(pick(x, isOut)!, pick(y, isOut)!, some(isOut));
    const { weights, offset } = some(isIn);
    const rows = pick(x, isIn)!;
    const weight = weights === undefined ? rows.length : Array.from(weights).reduce((a, b) => a + b, 0);
    return { score: OF[measure](model.score(rows, pick(y, isIn)!, { weights, offset })), weight };
  });
  const total = scores.reduce((sum, { weight }) => sum + weight, 0);
  const mean = scores.reduce((sum, { score, weight }) => sum + weight * score, 0) / total;
  const spread = scores.reduce((sum, { score, weight }) => sum + weight * (score - mean) ** 2, 0) / total;
  return { mean, standardError: Math.sqrt(spread / (scores.length - 1)) };
}

const close = (got: number | undefined, want: number) =>
  expect(Math.abs(got! - want), `${got} against ${want}`).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(want)));

const binomial = formOf("binomial");

describe("the curve is that of folds made by hand", () => {
  for (const form of FORMS.filter(({ isConvex, family }) => isConvex && !family.isBounded)) {
    it(form.name, async () => {
      const { x, y } = dataFor(form, 60, 3, 31);
      const options: FitOptions = {
        ...form.options,
        standardize: true,
        weights: y.map((_, i) => 1 + (i % 3)),
        offset: y.map((_, i) => (i % 4) / 20),
      };
      const judged = await crossValidate(x, y, { ...options, folds: 4, count: 3, minRatio: 0.05 });
      for (const k of [0, 2]) {
        const want = byHand(x, y, { ...options, penalty: lasso(judged.lambdas![k]!) }, judged.folds, "deviance");
        close(judged.mean[k], want.mean);
        close(judged.standardError[k], want.standardError);
      }
    });
  }

  for (const measure of Object.keys(OF) as Measure[]) {
    it(measure, async () => {
      const { x, y } = dataFor(binomial, 90, 3, 8);
      const judged = await crossValidate(x, y, { family: "binomial", folds: 5, count: 4, measure, penalty: ridge() });
      const want = byHand(x, y, { family: "binomial", penalty: ridge(judged.lambdas![2]!) }, judged.folds, measure);
      close(judged.mean[2], want.mean);
      const order = measure === "auc" ? Math.max : Math.min;
      expect(judged.best!.mean).toBe(order(...judged.mean));
    });
  }

  it("of many classes, and of sparse x", async () => {
    const { x, y } = classData(120, 3, 3);
    const options = { family: "multinomial", folds: 3, count: 3 } as const;
    const judged = await crossValidate(x, y, { ...options, measure: "brier" });
    const want = byHand(x, y, { family: "multinomial", penalty: lasso(judged.lambdas![1]!) }, judged.folds, "brier");
    close(judged.mean[1], want.mean);
    const sparse = await crossValidate(STORAGES["sparse by column"]!(x), y, { ...options, measure: "brier" });
    for (const [k, m] of sparse.mean.entries()) close(m, judged.mean[k]!);
    const held = judged.heldOut();
    expect(held).toHaveLength(120);
    for (const p of held) expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});

describe("a grid", () => {
  const { x, y } = dataFor(binomial, 80, 4, 12);
  const base = { family: "binomial", folds: 4 } as const;

  it("of lambda and rate is a path for every rate", async () => {
    const judged = await crossValidate(x, y, {
      ...base,
      over: ["lambda", "rate"],
      rates: [0, 0.3],
      count: 3,
      penalty: ridge(),
    });
    expect(judged.mean).toHaveLength(6);
    expect([...judged.rates!]).toEqual([0, 0, 0, 0.3, 0.3, 0.3]);
    const options = { family: "binomial", penalty: ridge(judged.lambdas![4]!), noise: dropout(0.3) } as const;
    close(judged.mean[4], byHand(x, y, options, judged.folds, "deviance").mean);
    const model = judged.refit(4);
    expect(model.objective).toBeCloseTo(fitSync(x, y, options).objective, 10);
  });

  it("of rate alone, and of share alone at a given lambda", async () => {
    const rates = await crossValidate(x, y, { ...base, over: "rate", count: 3 });
    expect(rates.lambdas).toBeUndefined();
    const noise = dropout(rates.rates![1]!);
    close(rates.mean[1], byHand(x, y, { family: "binomial", noise }, rates.folds, "deviance").mean);
    const shares = await crossValidate(x, y, { ...base, over: "share", shares: [1, 0.2], penalty: lasso(0.02) });
    expect([...shares.shares!]).toEqual([0.2, 1]);
    expect(shares.lambdas).toBeUndefined();
    const penalty = elasticNet(0.02, 0.2);
    close(shares.mean[0], byHand(x, y, { family: "binomial", penalty }, shares.folds, "deviance").mean);
    expect(shares.refit(0).objective).toBeCloseTo(fitSync(x, y, { family: "binomial", penalty }).objective, 10);
  });

  it("is judged point by point; refit and held-out predictions are of its points", async () => {
    const y = x.map((row, i) => Number(row[0]! + 0.8 * Math.sin(7 * i) > 0.2));
    const judged = await crossValidate(x, y, { ...base, count: 12 });
    const { best, oneStandardError } = judged;
    expect(best!.mean).toBe(Math.min(...judged.mean));
    const limit = best!.mean + best!.standardError;
    expect(oneStandardError!.index).toBe(judged.mean.findIndex((m) => m <= limit));
    expect(judged.refit().objective).toBeCloseTo(
      fitSync(x, y, { family: "binomial", penalty: lasso(best!.lambda) }).objective,
      12,
    );
    const simple = lasso(oneStandardError!.lambda);
    expect(judged.refit("oneStandardError").objective).toBeCloseTo(
      fitSync(x, y, { family: "binomial", penalty: simple }).objective,
      12,
    );
    const held = judged.heldOut(5);
    const test = [...judged.folds.keys()].filter((i) => judged.folds[i] === 2);
    const train = [...judged.folds.keys()].filter((i) => judged.folds[i] !== 2);
    const model = await fit(
      train.map((i) => x[i]!),
      train.map((i) => y[i]!),
      { family: "binomial", penalty: lasso(judged.lambdas![5]!) },
    );
    for (const [k, mu] of model.predict(test.map((i) => x[i]!)).entries()) close(held[test[k]!], mu);
    const again = await crossValidate(x, y, { ...base, count: 12 });
    expect(again.mean).toEqual(judged.mean);
    expect((await crossValidate(x, y, { ...base, count: 12, seed: 2 })).folds).not.toEqual(judged.folds);
  });

  it("that is stopped holds what was reached", async () => {
    const controller = new AbortController();
    const onProgress = ({ path }: { path: number }) => path === 2 && controller.abort();
    const judged = await crossValidate(x, y, { ...base, count: 3, signal: controller.signal, onProgress });
    expect(judged.end).toBe("aborted");
    expect(judged.paths[0]!.end).toBe("complete");
    expect((await crossValidate(x, y, { ...base, timeLimit: 0 })).end).toBe("time-limit");
  });
});

describe("folds", () => {
  const y = Array.from({ length: 40 }, (_, i) => Number(i % 4 === 0));
  const response = (form: Form) => ({
    response: {
      y: Float64Array.from(y), weight: undefined, trials: undefined, offset: undefined, totalWeight: 40, observations: 40,
      exponent: 0, logWeights: 0, classes: undefined, counts: undefined, weightType: "analytic" as const,
    }, // biome-ignore format: a list
    family: form.family,
  });
  const made = (options: CrossValidationOptions) => {
    const { response: r, family } = response(binomial);
    return planFolds(options, r, family);
  };

  it("hold every row out once, with equal parts of the classes", () => {
    const folds = made({ folds: 5 });
    expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...y.keys()]);
    for (const { train, test } of folds) {
      expect([...test].filter((i) => y[i] === 1)).toHaveLength(2);
      expect(train.length + test.length).toBe(40);
    }
    expect(made({ folds: 40, stratify: false })).toHaveLength(40);
  });

  it("keep groups together", () => {
    const groups = y.map((_, i) => `g${i % 7}`);
    for (const { train, test } of made({ folds: 3, groups })) {
      const out = new Set([...test].map((i) => groups[i]));
      expect([...train].some((i) => out.has(groups[i]))).toBe(false);
      expect(test.length).toBeGreaterThan(8);
    }
  });

  it("in the order of time fit earlier rows only", () => {
    const times = y.map((_, i) => Math.floor(((i * 17) % 40) / 3));
    const folds = made({ folds: 4, times });
    expect(folds).toHaveLength(4);
    let before = 0;
    for (const { train, test } of folds) {
      const first = Math.min(...[...test].map((i) => times[i]!));
      expect(Math.max(...[...train].map((i) => times[i]!))).toBeLessThan(first);
      expect(train.length).toBeGreaterThan(before);
      before = train.length;
    }
    expect(made({ folds: 2, times: y.map((_, i) => i % 3) })).toHaveLength(2);
  });

  const x = y.map((_, i) => [Math.sin(i), Math.cos(3 * i)]);
  const refusals: [string, CrossValidationOptions, RegExp][] = [
    ["too many", { folds: 41 }, /^folds is 41; expected a whole number from 2 to 40, the number of rows$/],
    ["one", { folds: 1 }, /^folds is 1; expected a whole number from 2/],
    ["one name", { folds: y.map(() => "a") }, /^folds has one fold only \(a\); expected two or more/],
    ["too short", { folds: [1, 2] }, /^folds has length 2; expected 40/],
    ["a bad name", { folds: y.map((_, i) => (i === 3 ? Number.NaN : i % 2)) }, /^folds\[3\] = NaN; expected a number or a name$/],
    ["more than groups", { folds: 4, groups: y.map((_, i) => i % 3) }, /^folds is 4; expected a whole number from 2 to 3, the number of groups$/],
    ["groups and times", { groups: y, times: y }, /^groups cannot be combined with times$/],
    ["groups and names", { groups: y, folds: y }, /^groups cannot be combined with folds that are given row by row$/],
    ["a bad time", { times: y.map(() => Infinity) }, /^times\[0\] = Infinity/],
    ["stratified groups", { groups: y, stratify: true }, /^stratify is true; it needs classes/],
    ["a measure of classes", { measure: "auc" }, /^measure "auc" cannot be used with family "gaussian"; expected one of deviance/],
    ["an unknown measure", { measure: "acu" as Measure }, /^measure is "acu"; expected one of .*did you mean "auc"\?$/],
    ["clip", { clip: 0.5 }, /^clip is 0.5; expected a number in \[0, 0.5\)$/],
    ["three axes", { over: ["lambda", "rate", "share"] as never }, /^over names 3 axes/],
    ["an axis twice", { over: ["rate", "rate"] }, /^over names 2 axes \(rate, rate\)/],
    ["an unknown axis", { over: "alpha" as never }, /^over is "alpha"; expected one of lambda, rate, share/],
    ["no shares", { over: ["lambda", "share"] }, /^shares is undefined; axis "share" needs them/],
    ["shares without their axis", { shares: [0.5] }, /^shares needs axis "share"; over is lambda$/],
    ["no lambda", { over: "share", shares: [0.5], penalty: lasso() }, /^penalty has no lambda; without axis "lambda"/],
    ["relax", { relax: true } as never, /^relax cannot be combined with crossValidate/],
    ["an unknown option", { fold: 3 } as never, /^crossValidate: unknown option fold; did you mean folds\?$/],
  ]; // biome-ignore format: a table
  for (const [name, options, message] of refusals) {
    it(`refused: ${name}`, async () => {
      const error = await crossValidate(x, y, options).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(GlmError);
      expect((error as GlmError).message).toMatch(message);
    });
  }

  it("without a class are left out, with a warning", async () => {
    const rare = y.map((_, i) => (i < 4 ? "c" : i % 2 ? "a" : "b"));
    const folds = rare.map((_, i) => (i < 4 ? 0 : 1 + (i % 3)));
    const judged = await crossValidate(x, rare, { family: "multinomial", folds, count: 3 });
    const about = judged.warnings.filter(({ code }) => code !== "grid-end");
    expect(about).toHaveLength(1);
    expect(about[0]).toMatchObject({ code: "missing-class", detail: { fold: 0, classes: ["c"] } });
    expect(judged.mean.every(Number.isFinite)).toBe(true);
    expect(judged.heldOut()[0]!.every(Number.isNaN)).toBe(true);
  });

  it("without a level have a warning", async () => {
    const level = { a: y.map((_, i) => Math.sin(i)), dummy: y.map((_, i) => Number(i < 3)) };
    const folds = y.map((_, i) => (i < 3 ? 0 : 1 + (i % 2)));
    const judged = await crossValidate(level, y, { folds, count: 3 });
    const about = judged.warnings.filter(({ code }) => code !== "grid-end");
    expect(about).toMatchObject([{ code: "missing-level", detail: { fold: 0, columns: ["dummy"] } }]);
  });
});
