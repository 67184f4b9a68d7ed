import { holdsBigInts, isVector, lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { reading } from "../base/keys.js";
import { show } from "../base/show.js";
import { arrowValues, isArrowColumn } from "./arrow.js";
import { badEntry, numeric } from "./entry.js";

/** The values of a list: an array unchanged, or those of a vector of Arrow or of an ndarray; undefined for anything else. */
export function valuesOf(given: unknown, name: string): ArrayLike<unknown> | undefined {
  if (isVector(given)) return given;
  if (typeof given !== "object" || given === null) return undefined;
  if (isArrowColumn(given)) return arrowValues(given, name);
  const { shape, get } = given as { shape?: unknown; get?: unknown };
  if (typeof get !== "function" || !Array.isArray(shape) || shape.length !== 1) return undefined;
  const length = Number.isInteger(shape[0]) ? (shape[0] as number) : 0;
  return Array.from({ length }, (_, i) => (given as { get: (i: number) => unknown }).get(i));
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
  given: ArrayLike<number> | undefined,
  name: string,
  n: number,
  holds: (value: number) => boolean,
  expected: string,
): Float64Array | undefined {
  if (given === undefined) return undefined;
  return reading(name, () => readVector(given, name, n, holds, expected));
}

function readVector(
  given: ArrayLike<number>,
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
