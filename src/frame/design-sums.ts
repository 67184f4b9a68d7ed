import type { DesignMatrix } from "./design.js";

/** sum_i v_i of every block: of a factor by level. `before`: those of rows before these. */
export function blockSums(
  { blocks }: Pick<DesignMatrix, "blocks">,
  v: Float64Array,
  before: readonly Float64Array[] = [],
): Float64Array[] {
  return blocks.map((block, b) => {
    if (block.kind === "numbers") {
      const sum = v.reduce((all, w, i) => all + w * block.values[i]!, before[b]?.[0] ?? 0);
      return Float64Array.of(sum);
    }
    const { codes, levels, values } = block;
    const ofLevel = before[b]?.slice() ?? new Float64Array(levels);
    for (let i = 0; i < v.length; i++) ofLevel[codes[i]!] = ofLevel[codes[i]!]! + v[i]! * (values?.[i] ?? 1);
    return ofLevel;
  });
}

/** The same of every column. */
export function sumsOfColumns({ blocks, names }: DesignMatrix, ofBlocks: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(names.length);
  let first = 0;
  blocks.forEach((block, b) => {
    if (block.kind === "numbers") {
      sums[first++] = ofBlocks[b]![0]!;
      return;
    }
    const { columns, contrasts, places } = block;
    ofBlocks[b]!.forEach((sum, level) => {
      for (let j = 0; j < columns; j++) {
        const entry = contrasts?.[level * columns + j] ?? Number((places?.[level] ?? level) === j);
        sums[first + j] = sums[first + j]! + sum * entry;
      }
    });
    first += columns;
  });
  return sums;
}

/** sum_i v_i x_ij of every column. */
export function columnSums(design: DesignMatrix, v: Float64Array): Float64Array {
  return sumsOfColumns(design, blockSums(design, v));
}

/** The mean of every column. */
export function columnMeans(design: DesignMatrix): number[] {
  const { rows } = design;
  return Array.from(columnSums(design, new Float64Array(rows).fill(1)), (sum) => sum / rows);
}
