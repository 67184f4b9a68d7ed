import type { CodedColumns } from "../../src/base/coded-entries.js";
import { type DesignInput, matrix, sparse } from "../../src/index.js";
import { coded } from "../../src/input/coded.js";

/** The same X in every storage of the kernel. Float32 loses nothing when the entries are `coarse`. */
export const STORAGES: Record<string, (x: readonly (readonly number[])[]) => DesignInput> = {
  "dense by column": (x) => matrix(Float64Array.from(columns(x).flat()), x.length, x[0]!.length, "column"),
  "dense by row": (x) => matrix(Float64Array.from(x.flat()), x.length, x[0]!.length, "row"),
  "32-bit by column": (x) => matrix(Float32Array.from(columns(x).flat()), x.length, x[0]!.length, "column"),
  "32-bit by row": (x) => matrix(Float32Array.from(x.flat()), x.length, x[0]!.length, "row"),
  "sparse by row": (x) => sparse({ format: "csr", rows: x.length, columns: x[0]!.length, ...stored(x) }),
  "sparse by column": (x) => sparse({ format: "csc", rows: x.length, columns: x[0]!.length, ...stored(columns(x)) }),
  coded: (x) => coded({ rows: x.length, blocks: blocksOf(columns(x)) }),
};

/**
 * Numbers and factors in turn: a factor of one column has its values as levels, the next is of contrasts in two columns, the next a
 * treatment contrast times numbers, if the entries allow it; each width of a code occurs.
 */
function blocksOf(all: readonly (readonly number[])[]): CodedColumns[] {
  const blocks: CodedColumns[] = [];
  for (let j = 0; j < all.length; ) {
    const pair = all.slice(j, j + 2);
    const isPair = blocks.length % 3 === 1 && pair.length === 2;
    if (isPair) blocks.push(isApart(pair) ? timed(pair) : factor(pair));
    else if (blocks.length % 3 === 2) blocks.push(factor([all[j]!]));
    else blocks.push({ kind: "numbers", values: Float64Array.from(all[j]!) });
    j += isPair ? 2 : 1;
  }
  return blocks;
}

/** Whether no row has an entry in more than one of the columns. */
function isApart(columns: readonly (readonly number[])[]): boolean {
  return columns[0]!.every((_, i) => columns.filter((column) => column[i] !== 0).length < 2);
}

/** Columns with entries in rows of their own: a factor times numbers, with a level that has no column. */
function timed(columns: readonly (readonly number[])[]): CodedColumns {
  const rows = columns[0]!.length;
  const levelOf = (i: number): number => 1 + columns.findIndex((column) => column[i] !== 0);
  return {
    kind: "factor",
    codes: Uint16Array.from({ length: rows }, (_, i) => levelOf(i)),
    levels: columns.length + 1,
    columns: columns.length,
    contrasts: undefined,
    places: Int32Array.from({ length: columns.length + 1 }, (_, l) => l - 1),
    values: Float64Array.from({ length: rows }, (_, i) => columns[levelOf(i) - 1]?.[i] ?? 1),
  };
}

/** Columns as contrasts of as many levels as there are rows that differ. */
function factor(columns: readonly (readonly number[])[]): CodedColumns {
  const levels = new Map<string, number>();
  const contrasts: number[] = [];
  const codes = Int32Array.from(columns[0]!, (_, i) => {
    const row = columns.map((column) => column[i]!);
    const key = row.map((v) => (Object.is(v, -0) ? "-0" : String(v))).join();
    if (!levels.has(key)) {
      levels.set(key, levels.size);
      contrasts.push(...row);
    }
    return levels.get(key)!;
  });
  const shape = { levels: levels.size, columns: columns.length, values: undefined };
  return { kind: "factor", codes, contrasts: Float64Array.from(contrasts), ...shape };
}

/** Entries that fit into 32 bits, with one stored zero per row. */
export const coarse = (x: readonly (readonly number[])[]): number[][] =>
  x.map((row) => row.map((v) => Math.round(v * 64) / 64));

function columns(x: readonly (readonly number[])[]): number[][] {
  return x[0]!.map((_, j) => x.map((row) => row[j]!));
}

function stored(lines: readonly (readonly number[])[]): { indptr: number[]; indices: number[]; values: number[] } {
  const [indptr, indices, values]: [number[], number[], number[]] = [[0], [], []];
  for (const line of lines) {
    line.forEach((v, k) => {
      if (v === 0) return;
      indices.push(k);
      values.push(v);
    });
    indptr.push(values.length);
  }
  return { indptr, indices, values };
}
