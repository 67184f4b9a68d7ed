// Residuals, leverage, influence and collinearity compared with R: test/golden/scripts/diagnostics.R.
import { describe, expect, it } from "vitest";
import {
  collinearity,
  diagnose,
  type FamilyName,
  type FitOptions,
  fitSync,
  type LinkName,
  matrix,
  quasi,
  vif,
} from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";
import type { OneFamily } from "../helpers/forms.js";

interface Data {
  readonly name: string;
  readonly family: string;
  readonly link: LinkName;
  readonly names: string[];
  readonly x: number[][];
  readonly y: number[];
  readonly trials?: number[];
  readonly weights?: number[];
  readonly offset?: number[];
}

type Vectors =
  | "response"
  | "deviance"
  | "pearson"
  | "working"
  | "leverage"
  | "standardized"
  | "studentized"
  | "cooksDistance"
  | "dffits"
  | "covarianceRatio";

interface Case {
  readonly name: string;
  readonly rows: number[];
  readonly expected: Readonly<Record<Vectors, number[]>> & {
    readonly dfbetas: number[][];
    readonly terms: number[];
    readonly vif: number[][];
    readonly indices: number[];
    readonly proportions: number[][];
  };
}

const DATA = (await fixture<{ cases: Data[] }>("inference")).cases;
const CASES = (await fixture<{ cases: Case[] }>("diagnostics")).cases;

/** Relative to the number, or to the largest of its kind where it is near 0: a deviance residual there is the root of rounding. */
function agree(got: ArrayLike<number>, want: readonly number[], what: string): void {
  const size = want.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  want.forEach((v, k) => {
    expect(
      Math.abs(got[k]! - v) / Math.max(Math.abs(v), 1e-2 * size),
      `${what}[${k}] = ${got[k]}, R ${v}`,
    ).toBeLessThan(1e-7);
  });
}

for (const { name, rows, expected } of CASES) {
  const data = DATA.find((one) => one.name === name)!;
  const { y, trials, weights, offset, link, names } = data;
  const base = data.family.replace("quasi", "") as FamilyName & OneFamily;
  const family = data.family.startsWith("quasi") ? quasi(base) : base;
  const options: FitOptions<OneFamily> = { family, link, trials, weights, offset };
  const x = matrix(Float64Array.from(data.x.flat()), y.length, names.length, "row");
  const named = Object.fromEntries(names.map((column, j) => [column, data.x.map((row) => row[j]!)]));
  const model = fitSync(named, y, options);
  const at = (vector: Float64Array | undefined): number[] => rows.map((i) => vector![i]!);

  describe(`diagnostics of ${name} by R`, () => {
    const found = diagnose(model, x, y, { trials, weights, offset });

    it("residuals", () => {
      for (const type of ["response", "deviance", "pearson", "working"] as const) {
        agree(at(found.residuals[type]), expected[type], type);
        agree(at(model.residuals(x, y, { type, trials, weights, offset })), expected[type], type);
      }
    });

    it("leverage adds up to the rank", () => {
      agree(at(found.leverage), expected.leverage, "leverage");
      expect(found.leverage!.reduce((sum, h) => sum + h, 0)).toBeCloseTo(names.length + 1, 9);
    });

    it.each(["standardized", "studentized", "cooksDistance", "dffits", "covarianceRatio"] as const)("%s", (vector) => {
      agree(at(found[vector]), expected[vector], vector);
    });

    // R's have the wrong sign where the link falls: leaving row 1 of clotting out lowers the intercept, R says it raises it
    it("dfbetas", () => {
      expect(Object.keys(found.dfbetas!)).toEqual(["(Intercept)", ...names]);
      const sign = link.startsWith("inverse") ? -1 : 1;
      Object.values(found.dfbetas!).forEach((column, j) => {
        agree(at(column).map((v) => sign * v), expected.dfbetas.map((row) => row[j]!), `dfbetas ${j}`); // biome-ignore format: one line
      });
    });

    it("generalized variance inflation", () => {
      const terms = [...new Set(expected.terms)];
      const groups = Object.fromEntries(terms.map((t) => [`t${t}`, names.filter((_, j) => expected.terms[j] === t)]));
      const factors = vif(model, { groups });
      agree(factors.map(({ gvif }) => gvif), expected.vif.map((row) => row[0]!), "gvif"); // biome-ignore format: one line
      agree(factors.map(({ perColumn }) => perColumn), expected.vif.map((row) => row[2]!), "per column"); // biome-ignore format: one line
    });

    it("condition indices and the parts of the variances", () => {
      const { indices, proportions, condition } = collinearity(x, { weights });
      agree(indices, expected.indices, "index");
      expect(condition).toBe(indices.at(-1));
      // directions of one length are only determined together
      const joined = (parts: readonly (readonly number[])[]): number[] =>
        indices.flatMap((index) =>
          names.map((_, j) =>
            parts.reduce((sum, part, l) => (Math.abs(indices[l]! / index - 1) < 1e-6 ? sum + part[j]! : sum), 0),
          ),
        );
      agree(joined(proportions), joined(expected.proportions), "proportion");
      expect(found.collinearity.condition).toBeCloseTo(condition, 8);
    });
  });
}
