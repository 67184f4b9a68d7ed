// Covariances of dependent rows compared with R's sandwich and clubSandwich: robust.json, made by scripts/robust.R.
import { describe, expect, it } from "vitest";
import { type FitOptions, fitSync, type Inference, infer, type LinkName } from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";

type Matrix = readonly (readonly number[])[];

interface Case {
  readonly name: string;
  readonly family: "gaussian" | "binomial" | "poisson";
  readonly link: LinkName;
  readonly names: readonly string[];
  readonly x: readonly number[][];
  readonly y: readonly number[];
  readonly weights?: readonly number[];
  readonly offset?: readonly number[];
  readonly times: readonly number[];
  readonly a: readonly string[];
  readonly b: readonly number[];
  /** 1 if a variance of the two-way clusters was negative. */
  readonly isMended: number;
  readonly expected: Readonly<Record<"lag0" | "lag3" | "times" | "two" | "CR2" | "CR2b" | "dispersion", Matrix>>;
}

const { cases } = await fixture<{ cases: Case[] }>("robust");

/** In units of the standard errors. */
function same({ covariance }: Inference, want: Matrix, tolerance = 1e-7): void {
  want.forEach((row, j) => {
    row.forEach((v, k) => {
      const unit = Math.sqrt(want[j]![j]! * want[k]![k]!);
      expect(Math.abs(covariance[j]![k]! - v) / unit, `${j}, ${k}: ${covariance[j]![k]}, expected ${v}`).toBeLessThan(
        tolerance,
      );
    });
  });
}

/** The least eigenvalue, by the signs of the pivots: -1 if one is negative. */
function leastOf(covariance: Matrix): number {
  const A = covariance.map((row) => [...row]);
  for (let k = 0; k < A.length; k++) {
    if (!(A[k]![k]! > 0)) return -1;
    for (let i = k + 1; i < A.length; i++) {
      const factor = A[i]![k]! / A[k]![k]!;
      for (let j = k; j < A.length; j++) A[i]![j]! -= factor * A[k]![j]!;
    }
  }
  return 1;
}

for (const { name, expected, family, link, x, y, weights, offset, times, a, b, isMended } of cases) {
  describe(name, () => {
    const vectors = { weights, offset };
    const model = fitSync(x, y, { ...vectors, family, link } as FitOptions);
    const of = (options: object): Inference => infer(model, x, y, { ...vectors, ...options });
    it("has the covariance of Newey and West", () => {
      same(of({ covariance: "HAC", lag: 0 }), expected.lag0);
      same(of({ covariance: "HAC", lag: 3 }), expected.lag3);
      same(of({ lag: 2, times }), expected.times);
    });
    it("has that of clusters of two ways", () => {
      const found = of({ cluster: [a, b] });
      same(found, expected.two);
      const isDefinite = leastOf(expected.two) > 0 && isMended === 0;
      expect(found.warnings.map(({ code }) => code)).toEqual(isDefinite ? [] : ["not-positive-definite"]);
      if (!isDefinite) expect(found.warnings[0]!.detail).toMatchObject({ isMended: isMended === 1 });
      expect(found.rows.every(({ standardError }) => standardError >= 0)).toBe(true);
      expect(found.ways).toEqual([new Set(a).size, new Set(b).size]);
      expect(found.clusters).toBe(Math.min(...found.ways!));
      same(of({ cluster: [b, a] }), expected.two);
    });
    it("has that of Bell and McCaffrey, with t of G - 1 degrees of freedom", () => {
      const found = of({ covariance: "CR2", cluster: a });
      const alone = found.covariance.map((row, j) => Number.isNaN(row[j])); // of one cluster; clubSandwich gives a number
      expect(alone.filter((is) => is).length).toBe(name.endsWith("a column of one cluster") ? 1 : 0);
      const kept = <T>(list: readonly T[]): T[] => list.filter((_, j) => !alone[j]);
      const covariance = kept(found.covariance).map((row) => Float64Array.from(kept([...row])));
      same({ covariance } as unknown as Inference, kept(expected.CR2).map(kept));
      expect(found.residualDegreesOfFreedom).toBe(new Set(a).size - 1);
      same(of({ covariance: "CR2", cluster: b }), expected.CR2b);
    });
    it("has the tests of a known dispersion", () => {
      const { rows, dispersion, residualDegreesOfFreedom } = of({ dispersion: 2.5 });
      expect([dispersion, residualDegreesOfFreedom]).toEqual([2.5, Infinity]);
      expected.dispersion.forEach(([, error, z, p], j) => {
        expect(Math.abs(rows[j]!.standardError / error! - 1)).toBeLessThan(1e-7);
        expect(Math.abs(rows[j]!.statistic / z! - 1)).toBeLessThan(1e-7);
        expect(Math.abs(rows[j]!.p - p!) / Math.max(p!, 1e-300)).toBeLessThan(1e-6);
      });
    });
  });
}
