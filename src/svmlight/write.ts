import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import { byRow } from "../input/csr.js";
import { badEntry } from "../input/entry.js";
import { sparse } from "../input/sparse.js";
import type { Sparse } from "../input/sparse-matrix.js";

/** How to write a file. */
export interface WriteOptions {
  /** Whether the first column has the index 0. Default false: it has the index 1, as LIBSVM requires. */
  readonly zeroBased?: boolean | undefined;
}

/**
 * Writes rows in the format of SVMlight and LIBSVM, one string per row, each with its line end. Numbers have enough digits
 * to be read as the same double again.
 *
 * @param x        A result of `sparse`, or n dense rows, whose zeros are left out. The file does not contain the number of
 *                 columns: read it with `columns` if the last ones may be empty.
 * @param y        n labels, finite numbers.
 * @param options  See WriteOptions.
 * @returns        The lines, made as they are read.
 * @throws GlmError BAD_SHAPE or BAD_VALUE, at once, for labels that do not fit; for a bad dense entry when the row is reached.
 *
 * @example
 * [...writeSvmlight([[0.5, 0], [0, 2]], [1, -1])].join("")   // "1 1:0.5\n-1 2:2\n"
 * await pipeline(writeSvmlight(x, y), createWriteStream("data.svm"))
 */
export function writeSvmlight(
  x: Sparse | readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  options: WriteOptions = {},
): Generator<string, void, undefined> {
  checkKeys(options, ["zeroBased"], "writeSvmlight");
  const { zeroBased = false } = options;
  if (typeof zeroBased !== "boolean") {
    throw new GlmError("BAD_OPTION", `writeSvmlight: zeroBased is ${show(zeroBased)}; expected true or false`, {});
  }
  const isSparse = !Array.isArray(x) && (x as Sparse | null)?.kind === "sparse";
  if (!isSparse && !Array.isArray(x)) {
    throw new GlmError("BAD_SHAPE", `x is ${show(x)}; expected what sparse() made, or rows (number[][])`, {});
  }
  checkLabels(y, isSparse ? (x as Sparse).rows : (x as readonly unknown[]).length);
  const shift = zeroBased ? 0 : 1;
  return isSparse
    ? sparseLines(checked(x as Sparse), y, shift)
    : denseLines(x as readonly ArrayLike<number>[], y, shift);
}

/** By the public function of the main entry, because this entry cannot tell which build made x. */
function checked({ format, rows, columns, indptr, indices, values, names }: Sparse): Sparse {
  return sparse({ format, rows, columns, indptr, indices, values, names: names ?? undefined });
}

function checkLabels(y: ArrayLike<number>, n: number): void {
  if (!(Array.isArray(y) || (ArrayBuffer.isView(y) && "length" in y))) {
    throw new GlmError("BAD_SHAPE", `y is ${show(y)}; expected an array with one label per row`, {});
  }
  if (y.length !== n) {
    throw new GlmError("BAD_SHAPE", `y has length ${y.length}; expected ${n}, the number of rows of x`, {
      got: y.length,
      want: n,
    });
  }
  for (let i = 0; i < n; i++) {
    const label: unknown = y[i];
    if (typeof label !== "number" || !Number.isFinite(label)) {
      const found = typeof label === "string" ? `"${label}"` : show(label);
      throw new GlmError("BAD_VALUE", `y[${i}] = ${found}; expected a finite number: write two classes as 0 and 1`, {
        row: i,
      });
    }
  }
}

function* sparseLines(x: Sparse, y: ArrayLike<number>, shift: number): Generator<string, void, undefined> {
  const { indptr, indices, values } = byRow(x);
  for (let i = 0; i < x.rows; i++) {
    let line = shortest(y[i]!);
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) line += ` ${indices[k]! + shift}:${shortest(values[k]!)}`;
    yield `${line}\n`;
  }
}

function* denseLines(
  rows: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  shift: number,
): Generator<string, void, undefined> {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (typeof row !== "object" || row === null || !("length" in row)) {
      throw new GlmError("BAD_SHAPE", `x[${i}] is ${show(row)}; expected a row of numbers`, { row: i });
    }
    let line = shortest(y[i]!);
    for (let j = 0; j < row.length; j++) {
      const value: unknown = row[j];
      if (typeof value !== "number" || !Number.isFinite(value)) throw badEntry(`x[${i}][${j}]`, value);
      if (value !== 0) line += ` ${j + shift}:${shortest(value)}`;
    }
    yield `${line}\n`;
  }
}

/** The fewest digits that are read as the same double; String() forgets the sign of -0. */
function shortest(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
