import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import { sparse } from "../input/sparse.js";
import type { Sparse } from "../input/sparse-matrix.js";
import { lineReader } from "./chunks.js";
import { growingDoubles, growingIntegers, growingLines } from "./grow.js";
import { type LineSink, readLine, refusal } from "./line.js";

/** Text as a whole, or in pieces as strings or UTF-8, cut anywhere. */
export type TextSource = string | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** How to read a file. */
export interface ReadOptions {
  /**
   * Number of columns p; a larger index is refused. Default: the largest index. Needs `zeroBased`: if
   * the index 0 is missing from a second file, nothing in it says which index is the first column.
   */
  readonly columns?: number | undefined;
  /** Whether the first column has the index 0. Default "auto": yes if the index 0 occurs; required with `columns`. */
  readonly zeroBased?: "auto" | boolean | undefined;
}

/** The content of a file. */
export interface Svmlight {
  /** n rows by row, columns as in the file. */
  readonly x: Sparse;
  /** The labels, f64[n]. */
  readonly y: Float64Array;
  /** Line of every row in the file, counted from 1: u32[n]. */
  readonly lines: Uint32Array;
  /** Whether the first column had the index 0. */
  readonly zeroBased: boolean;
}

const MOST_COLUMNS = 2 ** 31 - 1;

/**
 * Reads the format of SVMlight and LIBSVM: one row per line, `label index:value index:value ...`, zeros left out.
 *
 * The text is read piece by piece, so a file may be larger than the longest string; bytes are UTF-8, or UTF-16 with a byte order
 * mark. Indices may be in any order; comments (from # on), blank lines and `qid:` are skipped. Labels are numbers.
 *
 * @param source   The text, or a source of pieces: a stream of Node, the body of a response, an array of strings.
 * @param options  See ReadOptions. Read a second file for the same model with `columns` and `zeroBased` of the first,
 *                 because its largest index, and whether 0 occurs in it, say nothing about the model.
 * @returns        x as from `sparse`, the labels y, and the lines of the rows.
 * @throws GlmError with line and column for text that cannot be read, EMPTY if there is no row, BAD_OPTION for `columns` without
 *         `zeroBased`.
 *
 * Source: Joachims, SVMlight, svmlight.joachims.org; Chang & Lin, LIBSVM, README.
 *
 * @example
 * const { x, y } = await readSvmlight("1 1:0.5 3:2\n0 2:1 # a comment\n");
 * const train = await readSvmlight(createReadStream("train.svm"));
 * const test = await readSvmlight(createReadStream("test.svm"), { columns: train.x.columns, zeroBased: train.zeroBased });
 */
export async function readSvmlight(source: TextSource, options: ReadOptions = {}): Promise<Svmlight> {
  checkOptions(options);
  const rows = rowReader(options.zeroBased ?? "auto");
  const lines = lineReader(rows.read);
  if (typeof source === "string") lines.push(source);
  else for await (const chunk of iterable(source)) lines.push(chunk);
  lines.end();
  return rows.end(options.columns);
}

function checkOptions(options: ReadOptions): void {
  checkKeys(options, ["columns", "zeroBased"], "readSvmlight");
  const { columns, zeroBased } = options;
  if (columns !== undefined && !(Number.isInteger(columns) && columns >= 0 && columns <= MOST_COLUMNS)) {
    const expected = `expected a whole number in [0, ${MOST_COLUMNS}]`;
    throw new GlmError("BAD_OPTION", `readSvmlight: columns = ${show(columns)}; ${expected}`, { columns });
  }
  if (columns !== undefined && typeof zeroBased !== "boolean" && (zeroBased ?? "auto") === "auto") {
    const expected = "expected both, as the first file had them (its columns and zeroBased)";
    const why = "which index is the first column cannot be told from a second file";
    throw new GlmError("BAD_OPTION", `readSvmlight: columns = ${columns} without zeroBased; ${expected}: ${why}`, {
      columns,
    });
  }
  if (zeroBased !== undefined && zeroBased !== "auto" && typeof zeroBased !== "boolean") {
    throw new GlmError("BAD_OPTION", `readSvmlight: zeroBased is ${show(zeroBased)}; expected true, false or "auto"`, {
      zeroBased,
    });
  }
}

function iterable(source: unknown): AsyncIterable<unknown> {
  const isIterable =
    typeof source === "object" && source !== null && (Symbol.asyncIterator in source || Symbol.iterator in source);
  if (isIterable && !ArrayBuffer.isView(source)) return source as AsyncIterable<unknown>;
  const advice = ArrayBuffer.isView(source) ? ": put bytes into an array, [bytes]" : "";
  throw new GlmError(
    "BAD_SHAPE",
    `source is ${show(source)}; expected a string, or an iterable of strings or UTF-8 bytes${advice}`,
    {},
  );
}

/** Collects rows of x and y, line by line. */
function rowReader(zeroBased: "auto" | boolean) {
  const y = growingDoubles();
  const lines = growingLines();
  const indptr = growingDoubles();
  const indices = growingIntegers();
  const values = growingDoubles();
  let before = -1; // the index before, in this line
  let ascends = true;
  let zero = false;
  let largest = { index: -1, line: 0, column: 0 };
  let line = 0;
  const sink: LineSink = {
    label: y.push,
    entry(index, value, column) {
      if (index === 0) {
        if (zeroBased === false) {
          throw refusal(line, column, "index 0; expected indices from 1 on: zeroBased is false");
        }
        zero = true;
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
    end(columns: number | undefined): Svmlight {
      if (y.length === 0) throw new GlmError("EMPTY", "no rows; expected lines such as 1 3:0.5 7:2, a label first", {});
      const isZeroBased = zeroBased === "auto" ? zero : zeroBased;
      const shift = isZeroBased ? 0 : 1;
      const width = columns ?? largest.index + 1 - shift;
      if (largest.index - shift >= width) {
        const last = width === 0 ? "no column" : `the last of ${width} columns has the index ${width - 1 + shift}`;
        throw refusal(
          largest.line,
          largest.column,
          `index ${largest.index}; ${last}: leave it out, or give more columns`,
        );
      }
      const columnsOf = indices.from(0).slice();
      for (let k = 0; k < columnsOf.length; k++) columnsOf[k]! -= shift;
      const x = sparse({
        format: "csr",
        rows: y.length,
        columns: Math.max(0, width),
        indptr: indptr.from(0).slice(),
        indices: columnsOf,
        values: values.from(0).slice(),
      });
      return { x, y: y.from(0).slice(), lines: lines.from(0).slice(), zeroBased: isZeroBased };
    },
  };
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
