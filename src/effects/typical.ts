import type { PredictorColumn } from "./columns.js";
import { meanOffset, type Population } from "./population.js";
import { typicalCell } from "./typical-cell.js";

/** One row that stands for all: weighted means of numbers and offsets, the most frequent levels of factors. */
export function typical(population: Population, columns: readonly PredictorColumn[]): Population {
  const { cells, weights, vectors } = population;
  const own = Object.entries(cells).map(([name, values]) => {
    const column = columns.find((each) => each.name === name);
    return [name, [typicalCell(column, values, weights)]] as const;
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
