import { REQUEST } from "./base/ids.js";
import { shownName } from "./base/show.js";
import { called } from "./frame/called.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import type { Called, WithTable } from "./frame/table-options.js";
import { type DesignInput, readDesign } from "./input/design.js";
import { readResponse } from "./input/response.js";
import { chooseFamily, makePlan } from "./options/plan.js";
import { askShard } from "./shard/exchange.js";
import { upload } from "./shard/upload.js";
import type { Uploaded } from "./shard/uploaded.js";
import { singularValues } from "./stats/singular-values.js";
import { withScopeFor } from "./wasm/held.js";
import { halfOf } from "./wasm/root.js";
import { significant } from "./words/format.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers, type PrintedTable } from "./words/table.js";

/** Options of `collinearity`. */
export interface CollinearityOptions {
  readonly weights?: ArrayLike<number> | undefined;
  /** Whether to include the column of ones. Default true. */
  readonly intercept?: boolean | undefined;
}

interface CollinearityNumbers {
  /** Largest over smallest singular value of the columns, each scaled to length 1; Infinity for dependent columns. */
  readonly condition: number;
  /** The columns, "(Intercept)" first; columns of zeros are left out. */
  readonly names: readonly string[];
  /** Largest singular value over each, ascending: one for every direction. */
  readonly indices: readonly number[];
  /** The part of each column's variance in each direction: a list over `names` for every index; for a column they add up to 1. */
  readonly proportions: readonly (readonly number[])[];
  /** Directions with an index above 30, and the columns with more than half of their variance in it, the worst first. */
  readonly collisions: readonly { readonly index: number; readonly columns: readonly string[] }[];
}

/** What `collinearity` gives. */
export interface Collinearity extends CollinearityNumbers, Printed {}

/** Belsley, Kuh & Welsch: 30 and more is strong; a column takes part with more than half of its variance. */
const STRONG = 30;
const HALF = 0.5;

/** Beyond this a sum of squares in double precision has no digits of the direction: the columns are dependent. */
const DEPENDENT = 1e7;

/**
 * Measures how nearly the columns depend on each other, and finds those that do: condition indices of the columns scaled to length 1, not
 * centred, and the parts of the variance of each estimate in each direction. Centring would hide collisions with the
 * intercept. Accurate to 1e-16 condition^2 relative.
 *
 * @param formula  As in `fit`; it needs no response. Or numbers: x. @param table  As in `fit`. @param options  `weights`.
 * @throws GlmError as `fit` does for x and weights. In a browser `await load()` first.
 *
 * Source: Belsley, Kuh & Welsch (1980), Regression Diagnostics, chapter 3.
 *
 * @example
 * collinearity({ a: [1, 2, 3, 4], b: [1.01, 2, 3, 4.01] }).collisions;
 */
export function collinearity(
  formula: string,
  table: TableInput,
  options?: WithTable<CollinearityOptions>,
): Collinearity;
/**
 * The same of numbers.
 *
 * @param x  As in `fit`. @param options  `weights`, `intercept`.
 */
export function collinearity(x: DesignInput, options?: CollinearityOptions): Collinearity;
export function collinearity(x: unknown, y?: unknown, given: unknown = {}): Collinearity {
  const isFormula = typeof x === "string";
  const options = (isFormula ? given : y === undefined ? {} : y) as CollinearityOptions;
  const asked = called(x, isFormula ? y : undefined, options, VERB);
  return aboutTable(asked.table, () => collinearityOf(asked));
}

const VERB = { name: "collinearity", keys: ["weights", "intercept"], hasNoResponse: true } as const;

function collinearityOf({ x, options }: Called<CollinearityOptions>): Collinearity {
  const asked = { intercept: options.intercept ?? true, weights: options.weights };
  const family = chooseFamily(asked);
  const design = readDesign(x);
  const response = readResponse(new Float64Array(design.rows), design.rows, family, asked);
  const plan = makePlan(asked, design, response, family);
  return withScopeFor(design, (scope) => {
    const uploaded = upload(scope, design, response, plan, family);
    const found = scaledColumns(uploaded, plan.intercept, design.names);
    const names = found.map(({ name }) => name);
    const { values, vectors } = singularValues(found.map(({ column }) => column));
    const largest = values[0] ?? 1;
    const parts = vectors.map((v, k) => v.map((e) => (e / Math.max(values[k]!, largest / (10 * DEPENDENT))) ** 2));
    const totals = names.map((_, j) => parts.reduce((sum, part) => sum + part[j]!, 0));
    const proportions = parts.map((part) => part.map((v, j) => v / totals[j]!));
    const indices = values.map((v) => (largest < DEPENDENT * v ? largest / v : Infinity));
    const collisions = indices.flatMap((index, k) => {
      if (!(index > STRONG)) return [];
      return [{ index, columns: names.filter((_, j) => proportions[k]![j]! > HALF) }];
    });
    const condition = indices.at(-1) ?? 1;
    return printed({ condition, names, indices, proportions, collisions: collisions.reverse() }, tableOf);
  });
}

/** A row per direction, with the columns that have more than half of their variance in it. */
function tableOf({ condition, names, indices, proportions }: CollinearityNumbers): PrintedTable {
  return {
    caption: `Condition number of the columns: ${significant(condition, 4)}`,
    columns: [
      numbers("index", "condition index", 4),
      column("text", "columns", "columns of which it has most variance"),
    ],
    rows: indices.map((index, k) => {
      const own = names.filter((_, j) => proportions[k]![j]! > HALF);
      return { index, columns: own.map((name) => shownName(name)).join(", ") };
    }),
    notes: [],
  };
}

/** Columns of R in X = Q R, each of length 1: from those of the upload's centred columns, x_j = z_j / scale_j + center_j. */
function scaledColumns(uploaded: Uploaded, hasIntercept: boolean, names: readonly string[]) {
  const { scope, shard, dimension: d, columns, scale, center } = uploaded;
  const exchange = askShard(scope, shard, d, REQUEST.hessian, { matrix: true }); // of least squares: Z'WZ
  const R = halfOf(scope, exchange.copy("hessian", d * d), d);
  const column = (j: number) => Float64Array.from({ length: d }, (_, k) => R[k * d + j]!);
  const ones = hasIntercept ? column(columns) : new Float64Array(d);
  const raw = names.map((name, j): { name: string; column: Float64Array } => {
    const z = column(j);
    return { name, column: z.map((v, k) => (scale[j] === 0 ? 0 : v / scale[j]!) + center[j]! * ones[k]!) };
  });
  if (hasIntercept) raw.unshift({ name: "(Intercept)", column: ones });
  return raw.flatMap(({ name, column }) => {
    const size = Math.sqrt(column.reduce((sum, v) => sum + v * v, 0));
    return size > 0 ? [{ name, column: column.map((v) => v / size) }] : [];
  });
}
