import { holdsBigInts, lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";

/** The error for an entry of X that is no finite number. `place` is its name, for example x[2][0]. */
export function badEntry(place: string, value: unknown): GlmError {
  return new GlmError("BAD_VALUE", `${place} = ${shown(value)}; ${adviceOn(value)}`, { place, value });
}

function shown(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : show(value);
}

function adviceOn(value: unknown): string {
  return typeof value === "bigint"
    ? `a bigint is taken as a number up to ${Number.MAX_SAFE_INTEGER} in size: subtract a constant, or convert it with Number()`
    : "entries must be finite numbers: drop the row or fill in a value";
}

/** value / 10^scale. */
export function decimal(value: bigint, scale: number): number {
  return scale < 0 ? Number(value) * Number(`1e${-scale}`) : Number(value) / Number(`1e${scale}`);
}

/** A bigint that is a safe integer, and a DECIMAL of DuckDB, as a number; anything else as it is. */
export function numeric(value: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    const { value: whole, scale } = value as { value?: unknown; scale?: unknown };
    return typeof whole === "bigint" && Number.isInteger(scale) ? decimal(whole, scale as number) : value;
  }
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * Copies one row or column of X to `target[at ...]`: `length` finite numbers, or an error. Entries enter the memory of
 * the kernel here, so this check sees every change of the caller's array since it was first read. `nameOf` returns the name of entry
 * k, or of the line.
 */
export function writeLine(
  line: ArrayLike<unknown>,
  length: number,
  target: Float64Array | Float32Array,
  at: number,
  nameOf: (k?: number) => string,
): void {
  const typed = Array.isArray(line) ? undefined : typedName(line);
  if (typed !== undefined) {
    const found = lengthOf(line);
    if (found !== length) {
      const message = `${nameOf()} has ${found} entries; expected ${length}: its array was resized or transferred`;
      throw new GlmError("BAD_SHAPE", message, { got: found, want: length });
    }
    if (!holdsBigInts(typed)) {
      target.set(line as ArrayLike<number>, at); // entries that are not finite are found when columns are summed
      return;
    }
  }
  for (let k = 0; k < length; k++) {
    const value = line[k];
    target[at + k] = typeof value === "number" && Math.abs(value) < Infinity ? value : entryOf(value, nameOf, k);
  }
}

/** Outside the loop, where a closure over k would allocate memory for every entry. */
const entryOf = (value: unknown, nameOf: (k?: number) => string, k: number): number => finite(value, () => nameOf(k));

/** A finite number, or a bigint that is a safe integer, as a number. */
export function finite(value: unknown, place: () => string): number {
  const number = numeric(value);
  if (typeof number === "number" && Math.abs(number) < Infinity) return number;
  throw badEntry(place(), value);
}
