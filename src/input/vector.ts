import { holdsBigInts, isVector, lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { reading } from "../base/keys.js";
import { show } from "../base/show.js";
import { type ArrowColumn, arrowValues, isArrowColumn } from "./arrow.js";
import { badEntry, numeric } from "./entry.js";
import type { ForeignMatrix, MathMatrix, NdArray, Tensor } from "./foreign.js";
import { otherVector } from "./others.js";

/** A vector of another library: of Arrow, a series of Polars or danfojs, a tensor, an ndarray or a vector of mathjs. */
export type ForeignVector =
  | ArrowColumn
  | NdArray
  | Tensor
  | MathMatrix
  | ForeignMatrix
  | { readonly length: number; toArray(): unknown }
  | { readonly shape: readonly number[]; readonly values: unknown };

/** Numbers, one per row. A bigint must be a safe integer. */
export type Numbers = ArrayLike<number> | ArrayLike<bigint> | ForeignVector;

/** The values of a list: an array unchanged, or those of a vector of another library; undefined for anything else. */
export function valuesOf(given: unknown, name: string): ArrayLike<unknown> | undefined {
  if (isVector(given)) return given;
  if (typeof given !== "object" || given === null) return undefined;
  if (isArrowColumn(given)) return arrowValues(given, name);
  return otherVector(given);
}

/** A copy of a list, for code that reads it after the call; anything else unchanged. */
export function ownValues<T>(given: T, name: string): T {
  const values = valuesOf(given, name);
  if (values === undefined) return given;
  const isNumbers = typedName(values) !== undefined && !holdsBigInts(typedName(values));
  const own = isNumbers
    ? new Float64Array(values as ArrayLike<number>)
    : Array.from({ length: lengthOf(values) }, (_, i) => values[i]);
  return own as unknown as T;
}

/** The same with one value per row, or an error. */
export function rowValues(given: unknown, name: string, n: number): ArrayLike<unknown> {
  const values = valuesOf(given, name);
  if (values === undefined) {
    const message = `${name} is ${given === null ? "null" : typeof given}; expected an array with one entry per row`;
    throw new GlmError("BAD_SHAPE", message, { name });
  }
  const found = lengthOf(values);
  if (found === n) return values;
  const message = `${name} has length ${found}; expected ${n}, the number of rows of x`;
  throw new GlmError("BAD_SHAPE", message, { name, got: found, want: n });
}

/** A vector with one entry per row, copied to n doubles; undefined stays undefined. Checks state the condition that must hold. */
export function checkVector(
  given: Numbers | undefined,
  name: string,
  n: number,
  holds: (value: number) => boolean,
  expected: string,
): Float64Array | undefined {
  if (given === undefined) return undefined;
  return reading(name, () => readVector(given, name, n, holds, expected));
}

function readVector(
  given: Numbers,
  name: string,
  n: number,
  holds: (value: number) => boolean,
  expected: string,
): Float64Array {
  const values = rowValues(given, name, n);
  const own = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const value = numeric(values[i]);
    if (typeof value === "bigint") throw badEntry(`${name}[${i}]`, value);
    if (!(typeof value === "number" && value < Infinity && holds(value))) {
      throw new GlmError("BAD_VALUE", `${name}[${i}] = ${show(value)}; expected ${expected}`, { name, row: i, value });
    }
    own[i] = value;
  }
  return own;
}
