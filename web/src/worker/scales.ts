// Coefficients on the scale of columns of unit variance, so that columns compare.
import { type AnyModel, isMany, type Known, placesOf, savedOf } from "./known.js";
import type { Plan } from "./plan.js";
import type { Step } from "./step.js";

export interface Scale {
  readonly names: readonly string[];
  readonly centers: readonly number[];
  readonly scales: readonly number[];
  /** A step on this scale; the intercept is that at the centers. */
  readonly apply: (step: Step) => { readonly coefficients: readonly number[]; readonly intercept: number };
}

export function scaleOf(plan: Plan, model: AnyModel): Scale {
  const { encoding } = savedOf(model);
  const moments = encoding === undefined ? sparseMoments(plan) : formulaMoments(plan, encoding);
  const { centers, scales } = moments;
  const classes = isMany(model) ? model.classes.map(String) : undefined;
  const groups = encoding === undefined ? [] : factorsOf(encoding);
  return {
    names:
      classes === undefined
        ? model.names
        : classes.flatMap((name) => model.names.map((column) => `${name}: ${column}`)),
    centers,
    scales,
    apply: (step) => {
      const each = step.coefficients.map((own, k) =>
        centered(own, step.intercepts[k]!, step.strength === 0 ? groups : [], scales),
      );
      const inner = each.map(
        ({ coefficients, intercept }) => intercept + coefficients.reduce((sum, b, j) => sum + b * centers[j]!, 0),
      );
      return {
        coefficients: each.flatMap(({ coefficients }) => Array.from(coefficients, (b, j) => b * scales[j]!)),
        intercept: inner.reduce((sum, b) => sum + b, 0) / inner.length,
      };
    },
  };
}

/**
 * With a column for each level and no penalty, a number may move from the levels to the intercept. The fit of the lightest ridge is taken: the
 * one with the least sum of squares on columns of unit variance. So curves do not jump where the penalty begins.
 */
function centered(
  own: Float64Array,
  intercept: number,
  groups: readonly (readonly number[])[],
  scales: readonly number[],
): { coefficients: Float64Array; intercept: number } {
  const coefficients = own.slice();
  let moved = intercept;
  for (const group of groups) {
    const total = group.reduce((sum, j) => sum + scales[j]! ** 2, 0);
    if (total === 0) continue;
    const shift = group.reduce((sum, j) => sum + scales[j]! ** 2 * own[j]!, 0) / total;
    for (const j of group) coefficients[j]! -= shift;
    moved += shift;
  }
  return { coefficients, intercept: moved };
}

/** The columns of each factor that has one for every level. */
function factorsOf(encoding: Known): number[][] {
  return encoding.terms.flatMap((term, t) => {
    const isFactor = term.variables.length === 1 && encoding.variables[term.variables[0]!]!.factor !== undefined;
    return isFactor && term.codings[0] === "full" ? [placesOf(encoding, t)] : [];
  });
}

interface Moments {
  readonly centers: readonly number[];
  readonly scales: readonly number[];
}

function formulaMoments({ problem: { data } }: Plan, encoding: Known): Moments {
  const table = data.kind === "table" ? data.table : {};
  const centers = encoding.names.map((_, j) => encoding.means?.[j] ?? 0);
  const used = usedRows(encoding, table);
  const scales = encoding.names.map((name, j) => {
    const cells = table[name.replaceAll("`", "")];
    if (cells instanceof Float64Array) return spreadAbout(cells, used, centers[j]!);
    const center = centers[j]!;
    const isShare = name.endsWith("]") && center >= 0 && center <= 1;
    return isShare ? Math.sqrt(center * (1 - center)) : 1;
  });
  return { centers, scales };
}

/** Rows in which no column of the model is missing. */
function usedRows({ columns }: Known, table: Readonly<Record<string, ArrayLike<unknown>>>): Uint8Array {
  const rows = new Uint8Array(Object.values(table)[0]?.length ?? 0).fill(1);
  for (const { name } of columns) {
    const cells = table[name];
    if (cells === undefined) continue;
    for (let i = 0; i < rows.length; i++) if (cells[i] === undefined || Number.isNaN(cells[i])) rows[i] = 0;
  }
  return rows;
}

function spreadAbout(values: Float64Array, used: Uint8Array, center: number): number {
  let [n, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (used[i] === 0) continue;
    n += 1;
    sum += (values[i]! - center) ** 2;
  }
  return n === 0 ? 0 : Math.sqrt(sum / n);
}

function sparseMoments({ problem: { data } }: Plan): Moments {
  if (data.kind !== "sparse") return { centers: [], scales: [] };
  const { x } = data;
  const [sums, squares] = [new Float64Array(x.columns), new Float64Array(x.columns)];
  x.values.forEach((value, e) => {
    const j = x.format === "csr" ? x.indices[e]! : 0;
    sums[j]! += value;
    squares[j]! += value * value;
  });
  const centers = Array.from(sums, (sum) => sum / x.rows);
  const scales = Array.from(squares, (sum, j) => Math.sqrt(Math.max(0, sum / x.rows - centers[j]! ** 2)));
  return { centers, scales };
}
