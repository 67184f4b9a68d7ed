import { lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { isMade, made } from "./made.js";
import { checkNames } from "./names.js";

/** A dense matrix in one typed array: made by `matrix()`. */
export interface Matrix {
  readonly kind: "matrix";
  readonly data: Float64Array | Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly layout: "column" | "row";
  readonly names: readonly string[] | undefined;
}

/**
 * A dense matrix in one typed array, used without a copy.
 *
 * @param data     rows x columns entries.
 * @param rows     Number of observations n.
 * @param columns  Number of columns p.
 * @param layout   "column": one column after the other (as R, Fortran, Arrow); "row": one row after the other.
 * @param names    Column names, length p. Default: x1, x2, ...
 * @throws GlmError BAD_SHAPE when `data` does not have rows x columns entries.
 *
 * @example
 * matrix(Float64Array.of(1, 2, 3, 4, 5, 6), 3, 2, "column")   // rows (1, 4), (2, 5), (3, 6)
 */
export function matrix(
  data: Float64Array | Float32Array,
  rows: number,
  columns: number,
  layout: "column" | "row",
  names?: readonly string[],
): Matrix {
  const type = typedName(data);
  if (type !== "Float64Array" && type !== "Float32Array") {
    const message =
      "matrix: data must be a Float64Array or a Float32Array; use number[][] for rows, and in JSON, which keeps no typed arrays";
    throw new GlmError("BAD_SHAPE", message, {});
  }
  for (const [name, value] of [
    ["rows", rows],
    ["columns", columns],
  ] as const) {
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new GlmError("BAD_SHAPE", `matrix: ${name} = ${show(value)}; expected a whole number >= 0`, {
        [name]: value,
      });
    }
  }
  checkEntryCount(data, rows, columns, "matrix");
  if (layout !== "column" && layout !== "row") {
    throw new GlmError("BAD_OPTION", `matrix: layout is "${show(layout)}"; expected "column" or "row"`, { layout });
  }
  return made({ kind: "matrix", data, rows, columns, layout, names: checkNames(names, columns, "matrix") });
}

/** Returns a result of `matrix` unchanged; an object that only looks like one, such as a copy by JSON or structuredClone, is checked like parts. */
export function asMatrix(x: Matrix): Matrix {
  return isMade(x) ? x : matrix(x.data, x.rows, x.columns, x.layout, x.names ?? undefined);
}

/** Checked whenever the entries are read, because a buffer may have been resized or transferred since. */
export function checkEntryCount(data: Matrix["data"], rows: number, columns: number, what: string): void {
  const found = lengthOf(data);
  if (found === rows * columns) return;
  const message = `${what}: data has ${found} entries; expected ${rows} x ${columns} = ${rows * columns}`;
  throw new GlmError("BAD_SHAPE", message, { got: found, want: rows * columns });
}
