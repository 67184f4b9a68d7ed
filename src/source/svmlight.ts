import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { lineReader } from "../svmlight/chunks.js";
import { checkOptions, type ReadOptions } from "../svmlight/options.js";
import { collectRows, type FileRows, inFile, widthOf } from "../svmlight/rows.js";
import { cannotRead } from "./file.js";
import { bytesOf } from "./text.js";

export type { ReadOptions };

/** A file of SVMlight, whose rows are sparse: labels, and values of numbered columns. */
export interface SvmlightSource {
  readonly kind: "svmlight";
  /** The path of the file. */
  readonly name: string;
  /** See `svmlight`. */
  readonly columns?: number | undefined;
  readonly zeroBased?: "auto" | boolean | undefined;
  /** The name of column j, counted from 0. Default: x1, x2, ..., as in `fit` to a sparse x. */
  readonly nameOf?: ((j: number, zeroBased: boolean) => string) | undefined;
  /** What the different labels of the file are, in their order. Default: numbers. */
  readonly labelsOf?: ((labels: Float64Array) => ArrayLike<number | string>) | undefined;
}

/**
 * A file of SVMlight or LIBSVM, also compressed by gzip, that need not fit into memory: for `fit(source, options)` and `path(source, options)`,
 * without a formula. All columns are used, and the labels are y.
 *
 * @param path     Of a file on this machine.
 * @param options  `columns` and `zeroBased` as in `readSvmlight` of `dropglm/svmlight`.
 * @throws GlmError BAD_OPTION for a path that is no text, and for `columns` without `zeroBased`. When the file is read: BAD_VALUE with its line and
 *         column for text that cannot be read, and for a file that cannot be; EMPTY without rows.
 *
 * @example
 * const model = await fit(svmlight("big.svm"), { family: "binomial", penalty: ridge(0.01), memory: "2GB" });
 */
export function svmlight(path: string, options: ReadOptions = {}): SvmlightSource {
  if (typeof path !== "string" || path === "") {
    throw new GlmError("BAD_OPTION", `svmlight: the path is ${show(path)}; expected the path of a file`, {});
  }
  checkOptions(options, "svmlight");
  const { columns, zeroBased } = options;
  return { kind: "svmlight", name: path, columns, zeroBased };
}

export function isSvmlight(source: unknown): source is SvmlightSource {
  return (source as SvmlightSource | null)?.kind === "svmlight";
}

/** Rows, and entries, that are handed over together at least. */
const ROWS = 2 ** 13;
const ENTRIES = 2 ** 17;

/** The rows of the file from its beginning, some at a time. */
async function* partsOf({ name, zeroBased }: SvmlightSource): AsyncGenerator<FileRows> {
  const rows = collectRows(zeroBased);
  const lines = lineReader(rows.read);
  try {
    for await (const bytes of bytesOf(name)) {
      lines.push(bytes);
      if (rows.length >= ROWS || rows.entries >= ENTRIES) yield rows.take();
    }
    lines.end();
  } catch (error) {
    throw error instanceof GlmError ? inFile(name, error) : cannotRead(name, error);
  }
  if (rows.length > 0) yield rows.take();
}

/** How the columns of a file are counted, and how many there are, by all of its rows. */
export function widthIn(source: SvmlightSource, rows: number, bounds: FileRows["bounds"]): ReturnType<typeof widthOf> {
  try {
    return widthOf(rows, bounds, source);
  } catch (error) {
    throw error instanceof GlmError ? inFile(source.name, error) : error;
  }
}

/** Rows, and the number of the first of them among all. */
export interface SparseGroup extends FileRows {
  readonly first: number;
}

/** All rows, `size` at a time: the last group has fewer. Undefined: as they are read. */
export async function* sparseGroups(source: SvmlightSource, size?: number): AsyncGenerator<SparseGroup> {
  let first = 0;
  let waiting: FileRows[] = [];
  let count = 0;
  const group = (): SparseGroup => {
    const rows = { ...joined(waiting), first };
    first += count;
    [waiting, count] = [[], 0];
    return rows;
  };
  for await (const part of partsOf(source)) {
    const { length } = part.y;
    for (let from = 0; from < length; ) {
      const end = Math.min(length, from + (size ?? length) - count);
      waiting.push(cut(part, from, end));
      count += end - from;
      from = end;
      if (count === (size ?? count)) yield group();
    }
  }
  if (count > 0) yield group();
}

/** Rows from .. end - 1, whose `indptr` still counts from the first of all. */
function cut(rows: FileRows, from: number, end: number): FileRows {
  const { y, lines, indptr, indices, values, bounds } = rows;
  const [begin, stop] = [indptr[from]!, indptr[end]!];
  return {
    ...{ y: y.subarray(from, end), lines: lines.subarray(from, end), indptr: indptr.subarray(from, end + 1) },
    ...{ indices: indices.subarray(begin, stop), values: values.subarray(begin, stop), bounds },
  };
}

function joined(parts: readonly FileRows[]): FileRows {
  const total = (of: (part: FileRows) => ArrayLike<number>) => parts.reduce((sum, part) => sum + of(part).length, 0);
  const [rows, entries] = [total(({ y }) => y), total(({ values }) => values)];
  const all = {
    y: new Float64Array(rows),
    lines: new Uint32Array(rows),
    indptr: new Float64Array(rows + 1),
    indices: new Int32Array(entries),
    values: new Float64Array(entries),
    bounds: parts.at(-1)!.bounds,
  };
  let [row, entry] = [0, 0];
  for (const { y, lines, indptr, indices, values } of parts) {
    all.y.set(y, row);
    all.lines.set(lines, row);
    for (let i = 0; i < y.length; i++) all.indptr[row + i + 1] = entry + indptr[i + 1]! - indptr[0]!;
    all.indices.set(indices, entry);
    all.values.set(values, entry);
    row += y.length;
    entry += values.length;
  }
  return all;
}
