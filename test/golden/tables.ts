// tables.json, as the library and the command line take it. Read by tables.test.ts and test/cli/tables.test.ts.
import { expect } from "vitest";

import type { Encoding } from "../../src/frame/encoding.js";
import {
  type FamilyName,
  type FamilyOption,
  type FitOptions,
  type LinkName,
  type Model,
  negativeBinomial,
  quasi,
  tweedie,
  type WithTable,
} from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";
import { agrees } from "./models.js";

/** Coefficients are compared in units of the larger of their size and their standard error; other numbers relative to their size. */
export const TOLERANCE = 1e-7;

type Cell = number | string | boolean | null;
export type Columns = Readonly<Record<string, readonly Cell[]>>;

/** Options of a case. */
export interface CaseOptions {
  readonly name: Exclude<FamilyName, "multinomial"> | "quasi";
  /** The family of a quasi-likelihood. */
  readonly of?: FamilyName;
  readonly theta?: number | "estimate";
  readonly power?: number;
  readonly link: LinkName;
  readonly weights?: string;
  readonly exposure?: string;
  readonly contrasts?: Readonly<Record<string, "sum" | "helmert" | "poly" | { readonly ref: string }>>;
  readonly types?: Readonly<Record<string, "category">>;
}

export interface TableCase {
  readonly data: string;
  readonly formula: string;
  /** R's call. */
  readonly r: string;
  readonly options: CaseOptions;
  readonly terms: readonly string[];
  readonly rows: number;
  readonly names: readonly string[];
  readonly intercept?: number;
  /** null where R leaves a column out. */
  readonly coefficients: readonly (number | null)[];
  /** The intercept first, if there is one. */
  readonly standardErrors: readonly (number | null)[];
  /** Places among the standard errors. */
  readonly notUnique?: readonly number[];
  readonly deviance: number;
  readonly dispersion: number;
  readonly dfResidual: number;
  readonly theta?: number;
  readonly new: Columns;
  readonly newLinks: readonly (number | null)[];
  readonly newMeans: readonly (number | null)[];
}

export const { data: DATA, cases: CASES } = await fixture<{
  readonly data: Readonly<Record<string, Columns>>;
  readonly cases: readonly TableCase[];
}>("tables");

/** None of them is of family multinomial. */
type Options = WithTable<FitOptions> & { readonly family: Exclude<FamilyOption, "multinomial"> };

export function optionsOf({ options }: TableCase): Options {
  const { name, of, theta, power, ...others } = options;
  return { ...others, family: familyOf(name, of, theta, power) };
}

function familyOf(
  name: CaseOptions["name"],
  of: FamilyName | undefined,
  theta: CaseOptions["theta"],
  power: number | undefined,
): Options["family"] {
  if (name === "quasi") return quasi(of!);
  if (theta !== undefined) return negativeBinomial({ theta });
  return power === undefined ? name : tweedie({ power });
}

/** R writes names without brackets. */
const bare = (names: readonly string[]): string[] => names.map((name) => name.replace(/[[\]]/g, ""));

/** Whether a model has the numbers of R. Estimates that are not unique have no standard error; empty cells have the coefficient 0. */
export function expectModel(model: Model, golden: TableCase): void {
  expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
  const encoding = model.toJSON().encoding as Encoding;
  expect(encoding.terms.map(({ label }) => label)).toEqual(golden.terms);
  expect(encoding.used).toBe(golden.rows);
  expect(bare(model.names)).toEqual(bare(golden.names));
  expectNumbers(model, golden);
  const { rows } = model.summary();
  expect(rows.flatMap(({ standardError }, k) => (Number.isNaN(standardError) ? [k] : []))).toEqual(
    golden.notUnique ?? [],
  );
  const out = model.names.filter((_, j) => golden.coefficients[j] === null);
  const warned = (code: string) => model.status.warnings.filter((warning) => warning.code === code);
  const named = (code: string) => warned(code).flatMap(({ detail }) => detail.columns as string[]);
  expect([...named("zero-column"), ...named("rank-deficient")].sort()).toEqual([...out].sort());
  for (const { name, estimate } of rows) if (named("zero-column").includes(name)) expect(estimate).toBe(0);
}

/** The numbers of a fit whose columns may be those that R keeps: estimates where they are unique. */
export function expectNumbers(model: Model, golden: TableCase): void {
  const same = (what: string, got: number, want: number, unit = 0): void =>
    expect(agrees(got, want, TOLERANCE, unit), `${what}: ${got} against ${want}`).toBe(true);
  same("deviance", model.deviance, golden.deviance);
  same("dispersion", model.dispersion, golden.dispersion);
  same("degrees of freedom", observationsOf(model) - model.degreesOfFreedom!, golden.dfResidual);
  if (golden.theta !== undefined) same("theta", model.theta!, golden.theta);
  const wanted = new Map(estimatesOf(golden).map(({ name, ...numbers }) => [name, numbers]));
  for (const { name, estimate, standardError } of model.summary().rows) {
    if (Number.isNaN(standardError)) continue;
    const { coefficient, error } = wanted.get(bare([name])[0]!)!;
    same(`coefficient of ${name}`, estimate, coefficient, error);
    same(`standard error of ${name}`, standardError!, error);
  }
}

const observationsOf = (model: Model): number => model.toJSON().observations as number;

function estimatesOf({ intercept, names, coefficients, standardErrors }: TableCase) {
  const all = intercept === undefined ? coefficients : [intercept, ...coefficients];
  const called = intercept === undefined ? names : ["(intercept)", ...names];
  return bare(called).map((name, k) => ({ name, coefficient: all[k]!, error: standardErrors[k]! }));
}

/** Whether predictions of the new rows are those of R: NaN where R has NA. */
export function expectPredictions(got: ArrayLike<number>, want: readonly (number | null)[], what: string): void {
  expect(got.length).toBe(want.length);
  want.forEach((value, i) => {
    if (value === null) expect(got[i], `${what} of row ${i}`).toBeNaN();
    else expect(agrees(got[i], value, TOLERANCE), `${what} of row ${i}: ${got[i]} against ${value}`).toBe(true);
  });
}
