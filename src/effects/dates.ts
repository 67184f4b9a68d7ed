import type { Cells } from "../frame/columns.js";
import { isoDays } from "../frame/dates.js";

// Numbers and dates of columns: in effects a date is a number of days since 1970, as in a formula.

const DAY = 86_400_000;

/** The numbers of a column; NaN is missing. */
export function numbersIn(cells: ArrayLike<unknown>): Float64Array {
  return Float64Array.from(cells, (cell) => (cell instanceof Date ? cell.getTime() / DAY : Number(cell)));
}

/** The date that a value stands for: a Date, text as 2024-12-31, or days since 1970. */
export function dateOf(value: unknown): Date | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
  const days = typeof value === "string" ? isoDays(value) : value;
  return typeof days === "number" && Number.isFinite(days) ? new Date(days * DAY) : undefined;
}

/** Numbers as the cells of a column. */
export function numbersAs({ isDate }: { readonly isDate: boolean }, values: Float64Array): Cells {
  return isDate ? Array.from(values, (v) => new Date(v * DAY)) : values;
}

/** The weighted mean of a column, over the cells that are present. */
export function columnMean(cells: ArrayLike<unknown>, weights: Float64Array): number {
  let [total, sum] = [0, 0];
  numbersIn(cells).forEach((v, i) => {
    const w = weights[i]!;
    if (w === 0 || Number.isNaN(v)) return;
    total += w;
    sum += w * v;
  });
  return sum / total;
}
