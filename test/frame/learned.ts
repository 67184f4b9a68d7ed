import { expandFormula } from "../../src/formula/expand.js";
import { type AppliedFrame, type ApplyOptions, applyFrame, relearnFrame } from "../../src/frame/apply.js";
import { namedColumns, type TableInput } from "../../src/frame/columns.js";
import type { DesignMatrix } from "../../src/frame/design.js";
import type { Encoding } from "../../src/frame/encoding.js";
import { type Frame, type FrameOptions, learnFrame } from "../../src/frame/frame.js";

/** A design with its entries, column after column. */
export type Dense = DesignMatrix & { readonly data: Float64Array };

function entriesOf({ rows, blocks }: DesignMatrix): Float64Array {
  const columns = blocks.flatMap((block): Float64Array[] => {
    if (block.kind === "numbers") return [block.values];
    const { codes, columns: width, contrasts, places, values } = block;
    const entry = (code: number, j: number): number =>
      contrasts === undefined ? Number((places?.[code] ?? code) === j) : contrasts[code * width + j]!;
    return Array.from({ length: width }, (_, j) =>
      Float64Array.from(codes, (code, i) => entry(code, j) * (values?.[i] ?? 1)),
    );
  });
  const data = new Float64Array(rows * columns.length);
  for (const [j, column] of columns.entries()) data.set(column, j * rows);
  return data;
}

/** The frame of a formula in text. */
export function learned(text: string, table: TableInput, options: FrameOptions = {}): Frame & { design: Dense } {
  const read = namedColumns(table);
  const frame = learnFrame(read, expandFormula(text, read.names), options);
  return { ...frame, design: { ...frame.design, data: entriesOf(frame.design) } };
}

/** The design of every row of a table: NaN in rows with a missing cell. */
export function applied(
  encoding: Encoding,
  table: TableInput,
  options: ApplyOptions = {},
): Pick<AppliedFrame, "response" | "offset"> & { readonly design: Dense; readonly isMissing: Uint8Array } {
  const { length, rows, design, response, offset } = applyFrame(encoding, namedColumns(table), options);
  const isMissing = new Uint8Array(length).fill(1);
  for (const i of rows) isMissing[i] = 0;
  const spread = (values: Float64Array): Float64Array => {
    const all = new Float64Array(length).fill(Number.NaN);
    rows.forEach((i, k) => {
      all[i] = values[k]!;
    });
    return all;
  };
  const own = entriesOf(design);
  const data = new Float64Array(length * design.names.length);
  for (let j = 0; j < design.names.length; j++) {
    data.set(spread(own.subarray(j * design.rows, (j + 1) * design.rows)), j * length);
  }
  return { design: { ...design, rows: length, data }, response, offset: offset && spread(offset), isMissing };
}

export function relearned(encoding: Encoding, table: TableInput, rows: Int32Array, weights?: number[]): Encoding {
  return relearnFrame(encoding, namedColumns(table), rows, weights);
}

/** The columns of a design by their names. */
export function columnsOf({ rows, names, data }: Dense): Record<string, number[]> {
  return Object.fromEntries(names.map((name, j) => [name, [...data.subarray(j * rows, (j + 1) * rows)]]));
}

/** The columns of the design of a formula without a response. */
export function columns(text: string, table: TableInput, options: FrameOptions = {}): Record<string, number[]> {
  return columnsOf(learned(text, table, options).design);
}
