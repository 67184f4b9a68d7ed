import type { Sparse } from "../../src/index.js";

/** An array of length n with gaps where `entries` has none. */
export function withGaps(n: number, entries: Readonly<Record<number, unknown>>): unknown[] {
  return Object.assign(new Array(n), entries);
}

/** A sparse matrix as rows. Written from the definition of the formats, without code of the library. */
export function denseOf(x: Sparse): number[][] {
  const rows = Array.from({ length: x.rows }, () => Array<number>(x.columns).fill(0));
  for (let line = 0; line + 1 < x.indptr.length; line++) {
    for (let k = x.indptr[line]!; k < x.indptr[line + 1]!; k++) {
      const [i, j] = x.format === "csr" ? [line, x.indices[k]!] : [x.indices[k]!, line];
      rows[i]![j]! += x.values[k]!;
    }
  }
  return rows;
}
