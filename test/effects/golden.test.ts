// Marginal effects and means against emmeans and the definitions, by scripts/effects.R.
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { type FamilyName, fitSync, type LinkName, marginalEffects, marginalMeans } from "../../src/index.js";
import golden from "../golden/effects.json" with { type: "json" };
import { isClose } from "../helpers/numeric.js";

interface Numbers {
  readonly estimate: number;
  readonly se: number;
}
interface Named extends Numbers {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
}
interface Case {
  readonly terms: { labels: string[]; constant: number; values: number[][]; errors: number[][] };
  readonly prediction: [number, number, number][] | null;
  readonly data: string;
  readonly formula: string;
  readonly family: string;
  readonly link: string;
  readonly exposure: string | null;
  readonly effects: {
    variables: string | string[];
    at?: object;
    offset?: boolean;
    rows: (Numbers & { variable: string; contrast: string })[];
  }[];
  readonly means: ({ of: string | string[]; average: string; rows: Named[] } & Record<
    "tukey" | "holm" | "bonferroni",
    (Named & { p: number })[]
  >)[];
}

const TYPES: Record<string, Record<string, "category">> = { "insurance.csv": { District: "category" } };

function rowsOf(name: string): object[] {
  const text = readFileSync(new URL(`../../examples/data/${name}`, import.meta.url), "utf8");
  return Papa.parse<object>(text, { header: true, skipEmptyLines: true }).data;
}

const close = (got: number, want: number, what: string): void => {
  expect(isClose(got, want, 1e-6), `${what}: ${got} against ${want}`).toBe(true);
};

/** A contrast without the marks that only show what belongs together. */
function pairOf(contrast: string, turned = false): string {
  const parts = contrast
    .replace(/[()]|smoke/g, "")
    .replaceAll(", ", " ")
    .split(/ ([-/]) /);
  return (turned ? parts.reverse() : parts).join(" ");
}

for (const {
  data,
  formula,
  family,
  link,
  exposure,
  effects,
  means,
  terms,
  prediction,
} of golden.cases as readonly Case[]) {
  describe(`${data}: ${formula}, ${link}`, () => {
    const rows = rowsOf(data);
    const options = {
      family: family as FamilyName,
      link: link as LinkName,
      types: TYPES[data],
      exposure: exposure ?? undefined,
    };
    const model = fitSync(formula, rows, options);

    it("parts of terms", () => {
      const used = (model.toJSON() as unknown as { encoding: { used: number } }).encoding.used;
      const { terms: values, standardErrors, constant } = model.predict(rows, { type: "terms", interval: 0.95 });
      expect(Object.keys(values)).toEqual(terms.labels);
      close(constant, terms.constant, "constant");
      const eta = model.predict(rows, { type: "link" });
      const present = [...eta.keys()].filter((i) => !Number.isNaN(eta[i]!));
      expect(present).toHaveLength(used);
      terms.labels.forEach((label, t) => {
        for (let k = 0; k < 6; k++) {
          expect(values[label]![present[k]!]).toBeCloseTo(terms.values[t]![k]!, 7);
          expect(standardErrors![label]![present[k]!]).toBeCloseTo(terms.errors[t]![k]!, 7);
        }
      });
      if (prediction === null) return;
      const found = model.predict(rows, { predictionInterval: 0.9 });
      prediction.forEach(([fit, lower, upper], k) => {
        close(found.values[k]!, fit, "prediction");
        close(found.lower[k]!, lower, "lower");
        close(found.upper[k]!, upper, "upper");
      });
    });

    it.each(effects)("effects of $variables", ({ variables, at, offset, rows: want }) => {
      const more = { variables, at, exposure: offset === false ? 1 : undefined };
      const found = marginalEffects(model, rows, more as Parameters<typeof marginalEffects>[2]).rows;
      expect(found.map(({ variable, contrast }) => [variable, contrast])).toEqual(
        want.map((row) => [row.variable, row.contrast]),
      );
      want.forEach((row, k) => {
        close(found[k]!.estimate, row.estimate, `${row.variable} ${row.contrast}`);
        close(found[k]!.standardError, row.se, `error of ${row.variable} ${row.contrast}`);
      });
    });

    it.each(means)("means of $of, $average", ({ of, average, rows: want, ...all }) => {
      for (const adjust of ["tukey", "holm", "bonferroni"] as const) {
        const found = marginalMeans(model, rows, { of, average: average as "equal", adjust });
        want.forEach((row) => {
          const own = found.rows.find(({ levels }) => Object.values(levels).join(", ") === row.name)!;
          for (const key of ["estimate", "lower", "upper"] as const) close(own[key], row[key], `${key} of ${row.name}`);
          close(own.standardError, row.se, `error of ${row.name}`);
        });
        for (const row of all[adjust]) {
          const own = found.differences.find(({ contrast }) => pairOf(contrast) === pairOf(row.name));
          const turned = found.differences.find(({ contrast }) => pairOf(contrast, true) === pairOf(row.name));
          close((own ?? turned)!.p, row.p, `${adjust} p of ${row.name}`); // of two factors emmeans takes pairs in another order
          if (own === undefined) continue;
          for (const key of ["estimate", "lower", "upper"] as const)
            close(own[key], row[key], `${adjust} ${key} of ${row.name}`);
          close(own.standardError, row.se, `error of ${row.name}`);
        }
      }
    });
  });
}
