import type { Design } from "../base/flow.js";
import { columnsOf } from "./coded.js";
import { plainDesign, wholeDesign } from "./rows.js";

/** Makes designs of some columns, ascending, of one design; the entries are read once. A block of coded columns is taken as a whole. */
export function columnSelector(design: Design): (columns: readonly number[]) => Design {
  const { entries, rows } = design;
  if (entries.kind === "coded") {
    const starts: number[] = [];
    entries.blocks.reduce((start, block) => {
      starts.push(start);
      return start + columnsOf(block);
    }, 0);
    return (columns) => {
      const kept = new Set(columns);
      const blocks = entries.blocks.filter((_, k) => kept.has(starts[k]!));
      return { ...shapeOf(design, columns), entries: { kind: "coded", blocks } };
    };
  }
  const plain = plainDesign(design).entries;
  if (plain.kind === "sparse") {
    const { starts, indices, values } = plain;
    return (columns) => {
      const places = columns.flatMap((j) => range(starts[j]!, starts[j + 1]!));
      const own = Int32Array.of(0, ...columns.map((j) => starts[j + 1]! - starts[j]!));
      for (let k = 1; k < own.length; k++) own[k]! += own[k - 1]!;
      const picked = {
        starts: own,
        indices: Int32Array.from(places, (at) => indices[at]!),
        values: Float64Array.from(places, (at) => values[at]!),
      };
      return wholeDesign({ ...shapeOf(design, columns), entries: { kind: "sparse", ...picked } });
    };
  }
  if (plain.kind === "coded") throw new Error("a coded design became another");
  const { data, layout } = plain;
  const [row, column] = layout === "column" ? [1, rows] : [design.columns, 1];
  return (columns) => {
    const picked = new Float64Array(rows * columns.length);
    columns.forEach((j, k) => {
      for (let i = 0; i < rows; i++) picked[k * rows + i] = data[i * row + j * column]!;
    });
    return wholeDesign({ ...shapeOf(design, columns), entries: { kind: "dense", layout: "column", data: picked } });
  };
}

function shapeOf({ rows, names, source }: Design, columns: readonly number[]): Omit<Design, "entries" | "terms"> {
  return { rows, columns: columns.length, names: columns.map((j) => names[j]!), source };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}
