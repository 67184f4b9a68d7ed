import { GlmError } from "../base/errors.js";

/** A vector with one entry per row, as doubles; undefined stays undefined. Checks are written as what must hold. */
export function checkVector(
  given: ArrayLike<number> | undefined,
  name: string,
  n: number,
  holds: (value: number) => boolean,
  expected: string,
): Float64Array | undefined {
  if (given === undefined) return undefined;
  const isArray = Array.isArray(given) || (ArrayBuffer.isView(given) && "length" in given);
  if (!isArray) {
    throw new GlmError("BAD_SHAPE", `${name} is ${typeof given}; expected an array with one entry per row`, { name });
  }
  if (given.length !== n) {
    throw new GlmError("BAD_SHAPE", `${name} has length ${given.length}; expected ${n}, the number of rows of x`, {
      name,
      got: given.length,
      want: n,
    });
  }
  for (let i = 0; i < n; i++) {
    const value: unknown = given[i];
    if (!(typeof value === "number" && value < Infinity && holds(value))) {
      throw new GlmError("BAD_VALUE", `${name}[${i}] = ${String(value)}; expected ${expected}`, {
        name,
        row: i,
        value,
      });
    }
  }
  return Float64Array.from(given);
}
