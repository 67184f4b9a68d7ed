import type { Cell, Cells } from "../frame/columns.js";
import type { PredictorColumn } from "./columns.js";
import { columnMean, numbersAs } from "./dates.js";

/** The cell that stands for a column: the weighted mean of numbers, the most frequent level. */
export function typicalCell(column: PredictorColumn | undefined, cells: Cells, weights: Float64Array): Cell {
  if (column?.how === "levels") return mostFrequent(cells, weights);
  return numbersAs(column ?? { isDate: false }, Float64Array.of(columnMean(cells, weights)))[0];
}

function mostFrequent(cells: Cells, weights: Float64Array): Cell {
  const totals = new Map<Cell, number>();
  weights.forEach((w, i) => {
    totals.set(cells[i], (totals.get(cells[i]) ?? 0) + w);
  });
  return [...totals].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
