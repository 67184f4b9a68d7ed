import { GlmError } from "../base/errors.js";
import { growingDoubles, growingIntegers, growingLines } from "./grow.js";
import { type LineSink, readLine, refusal } from "./line.js";
import type { ReadOptions } from "./options.js";

/** Rows that follow each other, with the indices of the file. */
export interface FileRows {
  readonly y: Float64Array;
  /** Line of every row in the file, counted from 1. */
  readonly lines: Uint32Array;
  /** Begin of every row among the entries, and the number of entries. */
  readonly indptr: Float64Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
  /** Of all rows up to these. */
  readonly bounds: Bounds;
}

/** What the rows so far say of the columns. */
export interface Bounds {
  /** Whether an index is 0. */
  readonly hasZero: boolean;
  /** The largest index, -1 without entries, and where it stands. */
  readonly largest: { readonly index: number; readonly line: number; readonly column: number };
}

/** Collects rows of x and y, line by line; `take` gives those since it was called last. */
export function collectRows(zeroBased: ReadOptions["zeroBased"]) {
  const y = growingDoubles();
  const lines = growingLines();
  const indptr = growingDoubles();
  const indices = growingIntegers();
  const values = growingDoubles();
  let before = -1; // the index before, in this line
  let ascends = true;
  let hasZero = false;
  let largest = { index: -1, line: 0, column: 0 };
  let line = 0;
  const sink: LineSink = {
    label: y.push,
    entry(index, value, column) {
      if (index === 0) {
        if (zeroBased === false) {
          throw refusal(line, column, "index 0; expected indices from 1 on: zeroBased is false");
        }
        hasZero = true;
      }
      if (index > largest.index) largest = { index, line, column };
      if (index <= before) ascends = false;
      before = index;
      indices.push(index);
      values.push(value);
    },
  };
  indptr.push(0);
  return {
    get length() {
      return y.length;
    },
    get entries() {
      return values.length;
    },
    read(text: string, start: number, end: number, number: number): void {
      line = number;
      before = -1;
      ascends = true;
      const begin = indices.length;
      if (!readLine(text, start, end, line, sink)) return;
      if (!ascends) refuseRepeated(indices.from(begin), text.slice(start, end), line);
      lines.push(line);
      indptr.push(indices.length);
    },
    take(): FileRows {
      const rows = {
        y: y.from(0).slice(),
        lines: lines.from(0).slice(),
        indptr: indptr.from(0).slice(),
        indices: indices.from(0).slice(),
        values: values.from(0).slice(),
        bounds: { hasZero, largest },
      };
      for (const list of [y, lines, indptr, indices, values]) list.clear();
      indptr.push(0);
      return rows;
    },
  };
}

/** How the columns of a file are counted, and how many there are; refuses a file without rows, and an index beyond the last column. */
export function widthOf(
  rows: number,
  { hasZero, largest }: Bounds,
  { columns, zeroBased: asked = "auto" }: ReadOptions,
): { readonly zeroBased: boolean; readonly columns: number } {
  if (rows === 0) throw new GlmError("EMPTY", "no rows; expected lines such as 1 3:0.5 7:2, a label first", {});
  const zeroBased = asked === "auto" ? hasZero : asked;
  const shift = zeroBased ? 0 : 1;
  const width = columns ?? largest.index + 1 - shift;
  if (largest.index - shift >= width) {
    const last = width === 0 ? "no column" : `the last of ${width} columns has the index ${width - 1 + shift}`;
    throw refusal(largest.line, largest.column, `index ${largest.index}; ${last}: leave it out, or give more columns`);
  }
  return { zeroBased, columns: Math.max(0, width) };
}

/** Indices out of order may still differ; if two are equal, finds the place of the second. */
function refuseRepeated(indices: Int32Array, text: string, line: number): void {
  const inOrder = indices.slice().sort();
  if (inOrder.every((index, k) => k === 0 || index !== inOrder[k - 1])) return;
  const seen = new Set<number>();
  const entry = (index: number, _: number, column: number): void => {
    if (seen.has(index)) {
      throw refusal(line, column, `index ${index} occurs twice in this line; expected it once: add the values up`);
    }
    seen.add(index);
  };
  readLine(text, 0, text.length, line, { label: () => {}, entry });
}

/** An error about the content of a file with the name of that file. */
export function inFile(file: string, error: GlmError): GlmError {
  return new GlmError(error.code, `${file}${"line" in error.detail ? "," : ":"} ${error.message}`, error.detail);
}
