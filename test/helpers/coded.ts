import type { CodedColumns } from "../../src/base/flow.js";
import { type DesignInput, matrix } from "../../src/index.js";
import { generator, normals } from "./numeric.js";

/** Blocks of every kind, rows of which a level has more than 255 others, and the dummies that they stand for. */
export function codedData(n: number, seed: number, wide = 7) {
  const uniform = generator(seed);
  const normal = normals(seed + 1);
  const draw = (levels: number) => Array.from({ length: n }, () => Math.floor(levels * uniform() ** 1.5));
  const values = Float64Array.from({ length: n }, () => Math.abs(normal()) + 0.2);
  const numbers = (f: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => f(i));
  const sum = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1);
  const blocks: CodedColumns[] = [
    { kind: "factor", codes: Uint8Array.from(draw(3)), levels: 3, columns: 2, contrasts: Float64Array.of(0, 0, 1, 0, 0, 1), values: undefined },
    { kind: "numbers", values: numbers(() => normal() + 3) },
    { kind: "factor", codes: Uint16Array.from(draw(4)), levels: 4, columns: 3, contrasts: sum, values: undefined },
    { kind: "factor", codes: Int32Array.from(draw(wide)), levels: wide, columns: wide - 1, contrasts: undefined, places: Int32Array.from({ length: wide }, (_, l) => (l === 2 ? -1 : l - Number(l > 2))), values: undefined },
    { kind: "numbers", values: numbers(() => (uniform() < 0.5 ? 0 : uniform())) },
    { kind: "factor", codes: Uint8Array.from(draw(2)), levels: 2, columns: 2, contrasts: undefined, values },
    { kind: "factor", codes: Uint8Array.from(draw(3)), levels: 3, columns: 1, contrasts: Float64Array.of(0.5, -1, 2), values: numbers(() => uniform() + 0.1) },
  ]; // biome-ignore format: a list
  const columns = blocks.reduce((p, block) => p + (block.kind === "numbers" ? 1 : block.columns), 0);
  const rows = Array.from({ length: n }, (_, i) => blocks.flatMap((block) => rowOf(block, i)));
  return { blocks, rows, columns };
}

function rowOf(block: CodedColumns, i: number): number[] {
  const value = block.values?.[i] ?? 1;
  if (block.kind === "numbers") return [value];
  const { codes, columns, contrasts, places } = block;
  const l = codes[i]!;
  return Array.from({ length: columns }, (_, j) => {
    const c = contrasts?.[l * columns + j] ?? Number((places?.[l] ?? l) === j);
    return value * c;
  });
}

/** The columns as a matrix. */
export const dense = (rows: number[][]): DesignInput =>
  matrix(Float64Array.from(rows.flat()), rows.length, rows[0]!.length, "row");
