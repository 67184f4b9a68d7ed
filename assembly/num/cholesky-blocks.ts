import { addWeightedGram, PANEL, panelBytes, vectorsOf, workBytes } from "./gram";
import { at, dot, fill, put, rowOf, slot } from "./vec";

/**
 * Cholesky factorization A = L L' in place, lower triangle by rows of length d, for large d: after every BLOCK columns those behind them are
 * updated by num/gram.ts, which reads each number several times once it is in a register.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed. (2013), 4.2.9.
 */
const BLOCK: i32 = 48;

/** Bytes of scratch. */
export function factorWork(d: i32): usize { return panelBytes(d, BLOCK) + workBytes(BLOCK) + (BLOCK << 3) + 48; }

/** @returns whether every pivot was positive */
export function factorBlocks(d: i32, A: usize, work: usize): bool {
  const weights = work;
  const buffer = (weights + (BLOCK << 3) + 15) & ~15;
  const panels = (buffer + workBytes(BLOCK) + 15) & ~15;
  fill(BLOCK, weights, -1.0);
  for (let from = 0; from < d; from += BLOCK) {
    const end = min(from + BLOCK, d);
    for (let j = from; j < d; ++j) {
      const row = slot(rowOf(A, j, d), from);
      const last = min(j, end);
      for (let k = from; k < last; ++k) {
        const other = slot(rowOf(A, k, d), from);
        const l = k - from;
        put(row, l, (at(row, l) - dot(l, row, other)) / at(other, l));
      }
      if (j >= end) continue;
      const pivot = at(row, j - from) - dot(j - from, row, row);
      if (!(pivot > 0.0)) return false;
      put(row, j - from, Math.sqrt(pivot));
    }
    if (end == d) break;
    pack(d, from, end, A, panels);
    addWeightedGram<f64>(d - end, end - from, panels, weights, slot(rowOf(A, end, d), end), buffer, d);
  }
  return true;
}

/** The rows behind a block as columns of num/gram.ts. */
function pack(d: i32, from: i32, end: i32, A: usize, panels: usize): void {
  const n = end - from;
  const width = PANEL * vectorsOf<f64>(n);
  const last = from + n - 1;
  for (let c = 0; c < (d - end + 2) / 3 * 3; ++c) {
    const to = panels + <usize>(c / 3) * width + (<usize>(c % 3) << 4);
    const isThere = end + c < d;
    const row = rowOf(A, isThere ? end + c : end, d);
    for (let i = from; i < end; i += 2) {
      const place = to + <usize>((i - from) >> 1) * PANEL;
      put(place, 0, isThere ? at(row, i) : 0.0);
      put(place, 1, isThere && i < last ? at(row, i + 1) : 0.0);
    }
  }
}
