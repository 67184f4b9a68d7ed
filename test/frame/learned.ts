import { codingOf } from "../../src/formula/coding.js";
import { expandFormula } from "../../src/formula/expand.js";
import { readTable, type TableInput } from "../../src/frame/columns.js";
import { type Frame, type FrameOptions, learnFrame } from "../../src/frame/frame.js";

/** The frame of a formula in text. */
export function learned(text: string, table: TableInput, options: FrameOptions = {}): Frame {
  return learnFrame(table, expandFormula(text, readTable(table).names), codingOf, options);
}

/** The columns of a design by their names. */
export function columnsOf({ rows, names, data }: Frame["design"]): Record<string, number[]> {
  return Object.fromEntries(names.map((name, j) => [name, [...data.subarray(j * rows, (j + 1) * rows)]]));
}

/** The columns of the design of a formula without a response. */
export function columns(text: string, table: TableInput, options: FrameOptions = {}): Record<string, number[]> {
  return columnsOf(learned(text, table, options).design);
}
