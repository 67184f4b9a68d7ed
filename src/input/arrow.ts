import { lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { decimal } from "./entry.js";

/** A vector as apache-arrow makes them. */
export interface ArrowColumn {
  readonly length: number;
  readonly nullCount: number;
  readonly type?: { readonly typeId: number; readonly precision?: number; readonly scale?: number };
  get(index: number): unknown;
  toArray(): unknown;
}

export function isArrowColumn(value: object): value is ArrowColumn {
  const { get, toArray, nullCount, length } = value as Partial<ArrowColumn>;
  return typeof get === "function" && typeof toArray === "function" && [nullCount, length].every(Number.isInteger);
}

/** Types of Arrow's format; numbers of apache-arrow's enum Type. */
const INT = 2;
const FLOAT = 3;
const UTF8 = 5;
const BOOL = 6;
const DECIMAL = 7;
const LARGE_UTF8 = 20;
const UTF8_VIEW = 24;
const DICTIONARY = -1;

/** Floats of 16 bits are in the buffer as 16-bit integers, and must be decoded. */
const HALF = 0;

/**
 * The values of a column. Numbers are read from the buffer directly, unless there are nulls or 16-bit floats; decimals are scaled; text,
 * booleans and categories are read one by one and checked like a plain array. Other types also have buffers of numbers, with
 * another meaning: they are refused by name.
 */
export function arrowValues(column: ArrowColumn, place: string): ArrayLike<unknown> {
  const { type, length } = column;
  const isPlain = type?.typeId === INT || (type?.typeId === FLOAT && type.precision !== HALF);
  if (isPlain && column.nullCount === 0) {
    const values = column.toArray();
    if (typedName(values) !== undefined && lengthOf(values as ArrayLike<unknown>) === length) {
      return values as ArrayLike<unknown>;
    }
  }
  const one = (i: number): unknown => column.get(i);
  if (type?.typeId === DECIMAL) return Array.from({ length }, (_, i) => scaled(one(i), type.scale ?? 0));
  if (type !== undefined && !READABLE.includes(type.typeId)) {
    const message = `${place} is a column of type ${String(type)}, no number; expected integers or floats: convert it first, in SQL by CAST(... AS DOUBLE)`;
    throw new GlmError("BAD_VALUE", message, { type: String(type) });
  }
  return Array.from({ length }, (_, i) => one(i));
}

/** A decimal, in words of 32 bits from the least, as the number nearest to it (or the one beside it); null as it is. */
function scaled(words: unknown, scale: number): unknown {
  if (!(words instanceof Uint32Array)) return words;
  const whole = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return decimal(BigInt.asIntN(32 * words.length, whole), scale);
}

const READABLE: readonly number[] = [INT, FLOAT, UTF8, BOOL, LARGE_UTF8, UTF8_VIEW, DICTIONARY];
