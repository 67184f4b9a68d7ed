// Standard errors, intervals and tests compared with R and its package sandwich: inference.json, made by scripts/inference.R.
import { describe, expect, it } from "vitest";
import {
  compareModels,
  type FamilyOption,
  type FitOptions,
  fitSync,
  type InferOptions,
  infer,
  type LinkName,
  profileInterval,
  quasi,
} from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";

interface Case {
  readonly name: string;
  readonly family: string;
  readonly link: LinkName;
  readonly names: readonly string[];
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly trials?: readonly number[];
  readonly weights?: readonly number[];
  readonly offset?: readonly number[];
  readonly clusters: readonly number[];
  readonly drop: number | readonly number[];
  readonly expected: {
    readonly table: readonly (readonly number[])[];
    readonly covariance: readonly (readonly number[])[];
    readonly dispersion: number;
    readonly HC0: readonly number[];
    readonly HC1: readonly number[];
    readonly HC2: readonly number[];
    readonly HC3: readonly (readonly number[])[];
    readonly cluster: readonly (readonly number[])[];
    readonly profile: readonly (readonly number[])[];
    readonly rows: readonly number[];
    readonly linkError: readonly number[];
    readonly meanError: readonly number[];
    readonly ratio: readonly [number, number | null, number];
    readonly score: readonly [number, number];
    readonly wald: number;
  };
}

const { cases } = await fixture<{ cases: Case[] }>("inference");

function near(got: number | undefined, want: number, tolerance = 1e-7): void {
  expect(want === 0 ? got : Math.abs(got! - want) / Math.abs(want), `${got}, expected ${want}`).toBeLessThanOrEqual(
    tolerance,
  );
}

/** In units of `unit`: a covariance may be 0. */
function nearAs(got: number | undefined, want: number, unit: number, tolerance = 1e-7): void {
  expect(Math.abs(got! - want) / unit, `${got}, expected ${want}`).toBeLessThanOrEqual(tolerance);
}

for (const given of cases) {
  const { name, expected, family, link, trials, weights, offset } = given;
  const vectors = { trials, weights, offset };
  const x = given.x.map((row) => (Array.isArray(row) ? row : [row as unknown as number]));
  const isQuasi = family === "quasipoisson";
  const options: FitOptions = { ...vectors, family: (isQuasi ? quasi("poisson") : family) as FamilyOption, link };
  describe(name, () => {
    const model = fitSync(x, given.y, options);
    it("prints the table of summary(glm)", () => {
      const { rows } = model.summary();
      expected.table.forEach(([estimate, error, statistic, p], j) => {
        near(rows[j]!.estimate, estimate!);
        near(rows[j]!.standardError, error!);
        near(rows[j]!.statistic, statistic!);
        near(rows[j]!.p, p!, 1e-6); // far out a p-value is as many times less exact as its statistic is large
      });
      near(model.dispersion, expected.dispersion);
    });
    it("has the covariances of vcov, vcovHC and vcovCL", () => {
      const of = (covariance: InferOptions["covariance"]) =>
        infer(model, x, given.y, {
          ...vectors,
          covariance,
          cluster: covariance === "cluster" ? given.clusters : undefined,
        });
      for (const kind of ["HC0", "HC1", "HC2"] as const) {
        of(kind).rows.forEach((row, j) => {
          near(row.standardError, expected[kind][j]!);
        });
      }
      const matrices = [
        ["model", expected.covariance],
        ["HC3", expected.HC3],
        ["cluster", expected.cluster],
      ] as const;
      for (const [kind, want] of matrices) {
        const { covariance } = of(kind);
        want.forEach((row, j) => {
          row.forEach((v, k) => {
            nearAs(covariance[j]![k], v, Math.sqrt(want[j]![j]! * want[k]![k]!));
          });
        });
      }
    });
    it("has the ends of the profile likelihood", () => {
      const ends = profileInterval(model, x, given.y, vectors);
      expected.profile.forEach(([lower, upper], j) => {
        const unit = model.summary().rows[j]!.standardError!;
        nearAs(ends[j]!.lower, lower!, unit);
        nearAs(ends[j]!.upper, upper!, unit);
      });
    });
    it("has the standard errors of predict(se.fit)", () => {
      const some = { offset: offset && expected.rows.map((i) => offset[i]!) };
      const rows = expected.rows.map((i) => x[i]!);
      const link = model.predict(rows, { ...some, type: "link", interval: 0.95 });
      const mean = model.predict(rows, { ...some, interval: 0.95 });
      expected.rows.forEach((_, i) => {
        near(link.standardErrors[i], expected.linkError[i]!);
        near(mean.standardErrors[i], expected.meanError[i]!);
        expect(mean.lower[i]).toBeLessThan(mean.values[i]!);
        expect(mean.upper[i]).toBeGreaterThan(mean.values[i]!);
      });
    });
    it("has the tests of anova", () => {
      const drop = [given.drop].flat();
      const names = given.x[0]!;
      const columns = (Array.isArray(names) ? names : [names]).map((_, j) => `x${j + 1}`);
      const record = (keep: (j: number) => boolean) =>
        Object.fromEntries(columns.flatMap((key, j) => (keep(j + 1) ? [[key, x.map((row) => row[j]!)] as const] : [])));
      const smaller = fitSync(
        record((j) => !drop.includes(j)),
        given.y,
        options,
      );
      const ratio = compareModels(smaller, model);
      const [fall, F, p] = expected.ratio;
      near(smaller.deviance - model.deviance, fall);
      if (F !== null) near(ratio.statistic, F);
      near(ratio.p, p, 1e-6);
      const isF = F !== null;
      expect(ratio).toMatchObject({ test: isF ? "F" : "likelihood-ratio", distribution: isF ? "F" : "chi-square" });
      expect(ratio.residualDegreesOfFreedom === undefined).toBe(!isF);
      const wald = compareModels(model, smaller, { test: "wald" });
      near(wald.statistic * (F === null ? 1 : drop.length), expected.wald);
      const score = compareModels(smaller, model, { test: "score", x, y: given.y, ...vectors });
      near(score.statistic * model.dispersion, expected.score[0]);
      near(score.p, expected.score[1], 1e-6);
    });
    it("has the joint test of Wald", () => {
      const free = model.dispersion !== 1;
      const drop = [given.drop].flat();
      const test = model.contrast(drop.map((j) => ({ [`x${j}`]: 1 })));
      near(test.statistic * (free ? drop.length : 1), expected.wald);
      expect(test.df).toBe(drop.length);
    });
  });
}
