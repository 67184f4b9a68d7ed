import type { Cells } from "../frame/columns.js";

// Numbers and dates of columns: in effects a date is a number of days since 1970, as in a formula.

const DAY = 86_400_000;

/** The numbers of a column. */
export function numbersIn(cells: ArrayLike<unknown>): Float64Array {
  return Float64Array.from(cells, (cell) => (cell instanceof Date ? cell.getTime() / DAY : Number(cell)));
}

/** Numbers as the cells of a column. */
export function numbersAs({ isDate }: { readonly isDate: boolean }, values: Float64Array): Cells {
  return isDate ? Array.from(values, (v) => new Date(v * DAY)) : values;
}

/** The weighted mean of a column. */
export function columnMean(cells: ArrayLike<unknown>, weights: Float64Array): number {
  const values = numbersIn(cells);
  const total = weights.reduce((sum, w) => sum + w, 0);
  return values.reduce((sum, v, i) => sum + (weights[i] === 0 ? 0 : weights[i]! * v), 0) / total;
}
