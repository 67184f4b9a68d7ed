// The table that files/make.py writes, by columns, as it should be read.
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { GlmError } from "../../src/index.js";
import type { Reading } from "../../src/table/cell-notation.js";
import { type ColumnTable, readColumns } from "../../src/table/columns.js";

const N = 60;
const DAY = 86_400_000;
const each = <T>(cell: (i: number) => T): T[] => Array.from({ length: N }, (_, i) => cell(i));

export const WANTED: Readonly<Record<string, ArrayLike<unknown>>> = {
  double: Float64Array.from(each((i) => (i % 7 === 0 ? Number.NaN : i / 8 - 3))),
  float: Float64Array.from(each((i) => Math.fround(i / 10))),
  int: Float64Array.from(each((i) => i - 5)),
  long: Float64Array.from(each((i) => (i % 5 === 0 ? Number.NaN : 2 ** 53 - 1 - i))),
  huge: each((i) => 2n ** 53n + 1n + BigInt(i)),
  decimal: Float64Array.from(each((i) => Number(`${i - 9}e-1`))),
  text: each((i) => (i % 11 === 0 ? undefined : `0${i % 4}`)),
  category: each((i) => ["löß", "b", undefined][i % 3]),
  logical: each((i) => (i % 6 === 0 ? undefined : i % 2 === 0)),
  date: each((i) => new Date(Date.UTC(2024, 0, 1) + i * DAY)),
  time: each((i) => new Date(Date.UTC(1999, 11, 31, 23, 59, 59) + (i * DAY) / 24)),
  ["__proto__"]: Float64Array.from(each((i) => i)),
  constructor: Float64Array.from(each((i) => i % 2)),
};
export const OTHERS = ["list", "record", "bytes"];

export const bytesOf = (file: string): Uint8Array => readFileSync(new URL(`files/${file}`, import.meta.url));

export const read = (file: string, reading?: Reading): Promise<ColumnTable> =>
  readColumns({ name: file, bytes: bytesOf(file) }, reading);

/** The message of the refusal of these bytes. */
export async function refusalOf(bytes: Uint8Array, reading?: Reading): Promise<string> {
  try {
    await readColumns({ name: "t", bytes }, reading);
  } catch (error) {
    expect(error).toBeInstanceOf(GlmError);
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}
