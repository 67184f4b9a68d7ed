import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { sparse } from "../input/sparse.js";
import type { Sparse } from "../input/sparse-matrix.js";
import { lineReader } from "./chunks.js";
import { checkOptions, type ReadOptions } from "./options.js";
import { collectRows, widthOf } from "./rows.js";

/** Text as a whole, or in pieces as strings or UTF-8, cut anywhere. */
export type TextSource = string | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

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
  checkOptions(options, "readSvmlight");
  const rows = collectRows(options.zeroBased);
  const lines = lineReader(rows.read);
  if (typeof source === "string") lines.push(source);
  else for await (const chunk of iterable(source)) lines.push(chunk);
  lines.end();
  const { y, lines: own, indptr, indices, values, bounds } = rows.take();
  const { zeroBased, columns } = widthOf(y.length, bounds, options);
  const shift = zeroBased ? 0 : 1;
  for (let k = 0; k < indices.length; k++) indices[k]! -= shift;
  const x = sparse({ format: "csr", rows: y.length, columns, indptr, indices, values });
  return { x, y, lines: own, zeroBased };
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
