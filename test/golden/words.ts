// words.json: what an analyst shows after a fit, by R, broom and car. Read by words.test.ts and anova.test.ts.
import { expect } from "vitest";
import { type FitOptions, fitSync, type Model, type WithTable } from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";

/** A table by columns; null is not compared. */
export type GoldenTable = Readonly<Record<string, readonly (number | string | null)[]>>;

export interface WordsCase {
  readonly data: string;
  readonly formula: string;
  readonly options: WithTable<FitOptions> & { readonly family: "binomial" };
  /** R's call. */
  readonly r: string;
  readonly exponentiate?: boolean;
  readonly tidy?: GoldenTable;
  readonly measures: Readonly<Record<string, number>>;
  readonly theta?: number;
  readonly tables: Readonly<Record<string, GoldenTable>> & { readonly test: "F" | "likelihood-ratio" };
}

export const { data: DATA, cases: CASES } = await fixture<{
  readonly data: Readonly<Record<string, Readonly<Record<string, readonly (number | string | boolean | null)[]>>>>;
  readonly cases: readonly WordsCase[];
}>("words");

export const titled = CASES.map((golden) => [golden.r, golden] as const);

export function tableOf({ data }: WordsCase) {
  return DATA[data]!;
}

export function modelOf(golden: WordsCase): Model {
  return fitSync(golden.formula, tableOf(golden), golden.options) as Model;
}

const TOLERANCE = 1e-6;

/** Both numbers to 1e-6 of the larger of their size and 1; small ones, as p-values, to 1e-6 of themselves. */
export function expectClose(actual: number | undefined, expected: number, what: string): void {
  const size =
    what === "p" || what === "pValue" ? Math.max(Math.abs(expected), 1e-290) : Math.max(1, Math.abs(expected));
  expect(Math.abs(actual! - expected) / size, `${what}: ${actual}, R has ${expected}`).toBeLessThan(TOLERANCE);
}
