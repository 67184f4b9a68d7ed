import type { Cell, Cells } from "../frame/columns.js";
import type { PredictorColumn } from "./columns.js";
import { columnMean, numbersAs } from "./dates.js";
import { meanOffset, type Population } from "./population.js";

/** One row that stands for all: weighted means of numbers and offsets, the most frequent levels of factors. */
export function typical(population: Population, columns: readonly PredictorColumn[]): Population {
  const { cells, weights, vectors } = population;
  const own = Object.entries(cells).map(([name, values]): [string, Cells] => {
    const column = columns.find((each) => each.name === name);
    if (column?.how === "levels") return [name, [mostFrequent(values, weights)]];
    return [name, numbersAs(column ?? { isDate: false }, Float64Array.of(columnMean(values, weights)))];
  });
  const beside = Object.entries(vectors).map(([role, values]) => [role, [values[0]!]]);
  return {
    ...population,
    length: 1,
    cells: Object.fromEntries(own),
    weights: Float64Array.of(1),
    vectors: Object.fromEntries(beside),
    fixedOffset: meanOffset(population, weights),
  };
}

function mostFrequent(cells: Cells, weights: Float64Array): Cell {
  const totals = new Map<Cell, number>();
  weights.forEach((w, i) => {
    totals.set(cells[i], (totals.get(cells[i]) ?? 0) + w);
  });
  return [...totals].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
