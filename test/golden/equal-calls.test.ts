// The tables of docs/from-other-libraries.md: the calls on the right give the numbers of the calls on the left.
/// <reference types="vite/client" />
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import page from "../../docs/from-other-libraries.md?raw";
import cars from "../../examples/data/automobile.csv?raw";
import births from "../../examples/data/birthwt.csv?raw";
import policies from "../../examples/data/insurance.csv?raw";
import passengers from "../../examples/data/titanic.csv?raw";
import * as dropglm from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";

interface Case {
  readonly library?: "scikit-learn";
  readonly call: string;
  readonly values: readonly (number | null)[];
}

interface Golden {
  readonly data: Record<string, number[] | string[] | number[][]>;
  readonly cases: readonly Case[];
}

const { data, cases } = await fixture<Golden>("equal-calls");
const formulas = (await fixture<Pick<Golden, "cases">>("equal-formulas")).cases;

/** Rows of a file, with null where a cell is missing. */
const rowsOf = (text: string): object[] => {
  const transform = (cell: string): string | null => (cell === "" || cell === "NA" ? null : cell);
  return Papa.parse<object>(text, { header: true, skipEmptyLines: true, transform }).data;
};
const TABLES = {
  births: rowsOf(births),
  passengers: rowsOf(passengers),
  policies: rowsOf(policies),
  cars: rowsOf(cars),
};

const rows = (part: string): RegExpExecArray[] => [...part.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|$/gm)];
const [BEFORE, FORMULAS] = page.split("\n## Formulas\n") as [string, string];

/** R is told to go on to its last digit; scikit-learn's solvers have fewer. */
const TOLERANCE = { R: 2e-9, "scikit-learn": 5e-7 };

const y = data.y as number[];
const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
const deviation = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / y.length);

/** The value of an expression of the page: in it stand names of the library and of the data. */
async function evaluate(expression: string): Promise<unknown> {
  const scope = { ...dropglm, ...data, ...TABLES, deviation };
  const Asynchronous = Object.getPrototypeOf(evaluate).constructor as new (
    ...text: string[]
  ) => (...values: unknown[]) => Promise<unknown>;
  return new Asynchronous(...Object.keys(scope), `return ${expression};`)(...Object.values(scope));
}

/** As the other side answers: intercept and coefficients, class by class; or the numbers. */
function numbers(value: unknown): number[] {
  if (!(value instanceof dropglm.Model)) return typeof value === "number" ? [value] : Array.from(value as number[]);
  const { intercept, coefficients } = value as unknown as { intercept: unknown; coefficients: unknown };
  const intercepts = typeof intercept === "number" ? [intercept] : Array.from(intercept as number[]);
  const vectors = typeof intercept === "number" ? [coefficients as number[]] : (coefficients as number[][]);
  return intercepts.flatMap((b, k) => [b, ...vectors[k]!]);
}

describe.each([
  ["numbers", rows(BEFORE), cases],
  ["formulas", rows(FORMULAS), formulas],
] as const)("docs/from-other-libraries.md, %s", (_what, found, asked) => {
  it("has every call that was asked, and no other", () => {
    expect(found.map(([, call]) => call)).toEqual(asked.map(({ call }) => call));
  });
  for (const [k, { library = "R", call, values }] of asked.entries()) {
    it(`${library}: ${call}`, async () => {
      const expression = found[k]![2]!;
      const ours = numbers(await evaluate(expression));
      expect(ours.length).toBe(values.length);
      expect(ours.map(Number.isNaN), expression).toEqual(values.map((v) => v === null));
      const off = ours.map((v, i) =>
        values[i] == null ? 0 : Math.abs(v - values[i]) / Math.max(1, Math.abs(values[i])),
      );
      expect(Math.max(...off), expression).toBeLessThan(TOLERANCE[library]);
    });
  }
});
