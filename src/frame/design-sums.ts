import type { DesignMatrix } from "./design.js";

/** sum_i v_i x_ij of every column. */
export function columnSums({ blocks, names }: DesignMatrix, v: Float64Array): Float64Array {
  const sums = new Float64Array(names.length);
  let first = 0;
  for (const block of blocks) {
    if (block.kind === "numbers") {
      sums[first++] = v.reduce((sum, w, i) => sum + w * block.values[i]!, 0);
      continue;
    }
    const { codes, levels, columns, contrasts, places, values } = block;
    const ofLevel = new Float64Array(levels);
    for (let i = 0; i < v.length; i++) ofLevel[codes[i]!] = ofLevel[codes[i]!]! + v[i]! * (values?.[i] ?? 1);
    ofLevel.forEach((sum, level) => {
      for (let j = 0; j < columns; j++) {
        const entry = contrasts?.[level * columns + j] ?? Number((places?.[level] ?? level) === j);
        sums[first + j] = sums[first + j]! + sum * entry;
      }
    });
    first += columns;
  }
  return sums;
}

/** The mean of every column. */
export function columnMeans(design: DesignMatrix): number[] {
  const { rows } = design;
  return Array.from(columnSums(design, new Float64Array(rows).fill(1)), (sum) => sum / rows);
}
