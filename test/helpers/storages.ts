import { type DesignInput, matrix, sparse } from "../../src/index.js";

/** The same X in every storage of the kernel. Float32 loses nothing when the entries are `coarse`. */
export const STORAGES: Record<string, (x: readonly (readonly number[])[]) => DesignInput> = {
  "dense by column": (x) => matrix(Float64Array.from(columns(x).flat()), x.length, x[0]!.length, "column"),
  "dense by row": (x) => matrix(Float64Array.from(x.flat()), x.length, x[0]!.length, "row"),
  "32-bit by column": (x) => matrix(Float32Array.from(columns(x).flat()), x.length, x[0]!.length, "column"),
  "32-bit by row": (x) => matrix(Float32Array.from(x.flat()), x.length, x[0]!.length, "row"),
  "sparse by row": (x) => sparse({ format: "csr", rows: x.length, columns: x[0]!.length, ...stored(x) }),
  "sparse by column": (x) => sparse({ format: "csc", rows: x.length, columns: x[0]!.length, ...stored(columns(x)) }),
};

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
