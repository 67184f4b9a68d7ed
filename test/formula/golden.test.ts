// Terms, labels, offsets and codings as R's terms.formula() and model.matrix() have them: test/golden/scripts/formula.R.
import { describe, expect, it } from "vitest";
import { codingOf } from "../../src/formula/coding.js";
import { deparse } from "../../src/formula/deparse.js";
import { expandFormula } from "../../src/formula/expand.js";
import { fixture } from "../helpers/fixture.js";

interface Case {
  readonly formula: string;
  readonly response: string | null;
  readonly intercept: boolean;
  readonly labels: readonly string[];
  readonly order: readonly number[];
  readonly offsets: readonly string[];
  readonly factors: readonly (readonly number[])[];
  readonly columns: readonly number[] | null;
}

interface Golden {
  readonly columns: readonly string[];
  readonly factorColumns: readonly string[];
  readonly cases: readonly Case[];
}

const { columns, factorColumns, cases } = await fixture<Golden>("formula");

const COMPARISON = /^[^(]*(<|>|==|!=)[^(]*$/;

/** Levels of a variable of the R script: none for a number, undefined where a function decides. */
function levelsOf(label: string): number | undefined {
  if (factorColumns.includes(label)) return 3;
  if (COMPARISON.test(label)) return 2;
  return columns.includes(label) ? 0 : undefined;
}

const isFactor = (label: string): boolean => (levelsOf(label) ?? 0) > 0;

/** Formulas whose columns are dependent in R, and independent here, see coding.ts. */
const DEPENDENT: Readonly<Record<string, readonly number[]>> = {
  "y ~ 0 + x + x:a": [1, 2],
  "y ~ 0 + x:a:b + x": [1, 9],
};

describe("as in R", () => {
  it("there are many formulas", () => expect(cases.length).toBeGreaterThanOrEqual(60));

  it.each(cases)("$formula", (golden) => {
    const formula = expandFormula(golden.formula, columns);
    const { terms, intercept, response, offsets } = formula;
    expect(terms.map(({ label }) => label)).toEqual(golden.labels);
    expect(terms.map(({ variables }) => variables.length)).toEqual(golden.order);
    expect(intercept).toBe(golden.intercept);
    expect(response?.label ?? null).toBe(golden.response);
    expect(offsets.map(({ label }) => `offset(${label})`)).toEqual(golden.offsets);
    for (const { expression } of offsets) expect(deparse(expression)).not.toMatch(/^offset/);
  });

  it.each(cases.filter(({ factors }) => factors.length > 0))("factors of $formula", ({ formula, factors }) => {
    const withIntercept = { ...expandFormula(formula, columns), intercept: true };
    const codes = codingOf(withIntercept, isFactor).map((term) => term.map((code) => (code === "full" ? 2 : 1)));
    expect(codes).toEqual(factors);
  });

  const counted = cases.filter(({ formula, columns: counts }) => {
    const variables = expandFormula(formula, columns).terms.flatMap((term) => term.variables);
    return counts !== null && counts.length > 0 && variables.every(({ label }) => levelsOf(label) !== undefined);
  });

  it("many have columns that can be counted", () => expect(counted.length).toBeGreaterThanOrEqual(60));

  it.each(counted)("columns of $formula", ({ formula, columns: counts }) => {
    const read = expandFormula(formula, columns);
    const codes = codingOf(read, isFactor);
    const made = read.terms.map(({ variables }, t) => {
      const widths = variables.map(({ label }, v) => {
        const levels = levelsOf(label)!;
        return levels === 0 ? 1 : codes[t]![v] === "full" ? levels : levels - 1;
      });
      return widths.reduce((a, b) => a * b, 1);
    });
    expect(made).toEqual(DEPENDENT[formula] ?? counts);
  });
});
