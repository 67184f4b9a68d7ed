import { typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import { isMade, made } from "./made.js";
import { checkNames } from "./names.js";
import { checkEntries, checkPointers, type Shape, shapeOf, sorted } from "./sparse-check.js";
import type { Positions, Sparse } from "./sparse-matrix.js";

/** The argument of `sparse`. */
export interface SparseParts {
  /** "csr": row after row; "csc": column after column (as R's dgCMatrix). */
  readonly format: "csr" | "csc";
  /** Number of observations n. */
  readonly rows: number;
  /** Number of columns p. */
  readonly columns: number;
  /** The begin of every row (csr) or column (csc): rows + 1 or columns + 1 whole numbers, from 0 to the number of values. */
  readonly indptr: Positions | readonly number[];
  /** Column (csr) or row (csc) of every value, counted from 0; in any order within a row or column, none twice. */
  readonly indices: Positions | readonly number[];
  /** The entries, finite. They may include zeros. */
  readonly values: Float64Array | Float32Array | readonly number[];
  /** Column names, length p. Default: x1, x2, ... */
  readonly names?: readonly string[] | undefined;
}

const KEYS = ["format", "rows", "columns", "indptr", "indices", "values", "names"];

/**
 * A sparse matrix, row by row (csr) or column by column (csc). Entries that are not stored are 0.
 *
 * Typed arrays are used without a copy; plain arrays are copied, and so are indices that must be sorted.
 * The input is never changed. The caller may change typed arrays later, so they are checked again whenever they are read.
 *
 * @param parts  Format, shape and the three arrays, named as in SciPy (`indptr`, `indices`, `data`) and R (`p`, `i`, `x`);
 *               see SparseParts.
 * @throws GlmError BAD_SHAPE, BAD_VALUE or BAD_OPTION with the place, for arrays that do not form a matrix.
 *
 * @example
 * // rows (0, 5, 0) and (2, 0, 3)
 * sparse({ format: "csr", rows: 2, columns: 3, indptr: [0, 1, 3], indices: [1, 0, 2], values: [5, 2, 3] })
 */
export function sparse(parts: SparseParts): Sparse {
  checkKeys(parts, KEYS, "sparse");
  const { format, rows, columns } = parts;
  if (format !== "csr" && format !== "csc") {
    throw new GlmError("BAD_OPTION", `sparse: format is ${quoted(format)}; expected "csr" or "csc"`, {});
  }
  checkSize("rows", rows);
  checkSize("columns", columns);
  const names = checkNames(parts.names, columns, "sparse");
  const indptr = toPositions(parts.indptr, "indptr");
  const given = { indices: toPositions(parts.indices, "indices"), values: toValues(parts.values) };
  const shape: Shape = shapeOf({ format, rows, columns });
  checkPointers(shape, indptr, given);
  const unsorted = checkEntries(shape, indptr, given);
  const { indices, values } = unsorted.length === 0 ? given : sorted(shape, indptr, given, unsorted);
  return made({ kind: "sparse", format, rows, columns, indptr, indices, values, names });
}

/** Returns a result of `sparse` unchanged; an object that only looks like one, such as a copy by JSON or structuredClone, is checked like parts. */
export function asSparse(x: Sparse): Sparse {
  if (typeof x !== "object" || x === null || x.kind !== "sparse") {
    throw new GlmError("BAD_SHAPE", `x is ${show(x)}; expected what sparse() made`, {});
  }
  if (isMade(x)) return x;
  const { format, rows, columns, indptr, indices, values, names } = x;
  return sparse({ format, rows, columns, indptr, indices, values, names: names ?? undefined });
}

function quoted(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : show(value);
}

/** Indices are signed 32-bit numbers in the kernel. */
const MOST = 2 ** 31 - 1;

function checkSize(name: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST) return;
  throw new GlmError("BAD_SHAPE", `sparse: ${name} = ${quoted(value)}; expected a whole number in [0, ${MOST}]`, {
    [name]: value,
  });
}

/** Arrays of whole numbers as typed arrays. A later check finds numbers that are not whole. */
function toPositions(given: unknown, name: string): Positions {
  if (["Int32Array", "Uint32Array", "Float64Array"].includes(typedName(given)!)) return given as Positions;
  if (Array.isArray(given)) return copied(given, (k) => `sparse: ${name}[${k}]`, "a whole number >= 0");
  const expected = "expected an Int32Array, a Uint32Array, a Float64Array or a plain array of numbers";
  throw badArray(given, name, expected, `Float64Array.from(${name}, Number) converts it`);
}

function toValues(given: unknown): Float64Array | Float32Array {
  if (["Float64Array", "Float32Array"].includes(typedName(given)!)) return given as Sparse["values"];
  if (Array.isArray(given)) return copied(given, (k) => `sparse: values[${k}]`, "a number");
  const expected = "expected a Float64Array, a Float32Array or a plain array of numbers";
  throw badArray(given, "values", expected, "Float64Array.from(values, Number) converts it");
}

function badArray(given: unknown, name: string, expected: string, advice: string): GlmError {
  const type = typedName(given);
  const isTyped = type !== undefined;
  const found = isTyped || given instanceof DataView ? `of type ${type ?? "DataView"}` : show(given);
  return new GlmError("BAD_SHAPE", `sparse: ${name} is ${found}; ${expected}${isTyped ? `: ${advice}` : ""}`, {
    name,
  });
}

/** A plain array may contain anything; "3" and null would silently become numbers. */
function copied(given: readonly unknown[], place: (k: number) => string, expected: string): Float64Array {
  const copy = new Float64Array(given.length);
  for (let k = 0; k < copy.length; k++) {
    const value = given[k];
    if (typeof value !== "number") {
      throw new GlmError("BAD_VALUE", `${place(k)} = ${quoted(value)}; expected ${expected}`, { index: k, value });
    }
    copy[k] = value;
  }
  return copy;
}
