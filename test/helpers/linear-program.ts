/**
 * maximize c'x  subject to  A x <= b, x >= 0, for b >= 0, by the simplex method with Bland's rule, which cannot cycle.
 * For small problems with small integers: rounding is handled by a tolerance only.
 * Source: Bland (1977), Mathematics of Operations Research 2.
 */
export function maximize(c: readonly number[], A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const m = A.length;
  const n = c.length;
  const width = n + m + 1;
  const rows = A.map((row, i) => [...row, ...Array.from({ length: m }, (_, k) => Number(k === i)), b[i]!]);
  const cost = [...c, ...Array<number>(m + 1).fill(0)];
  const basis = Array.from({ length: m }, (_, i) => n + i);
  for (;;) {
    const enter = cost.slice(0, width - 1).findIndex((v) => v > EPSILON);
    if (enter < 0) break;
    const leave = leaving(rows, basis, enter);
    if (leave < 0) throw new Error("the linear program is unbounded");
    pivot(rows, cost, leave, enter);
    basis[leave] = enter;
  }
  const x = Array<number>(n).fill(0);
  basis.forEach((j, i) => {
    if (j < n) x[j] = rows[i]![width - 1]!;
  });
  return x;
}

const EPSILON = 1e-9;

/** The row with the least ratio; among equal ones that of the lowest variable. */
function leaving(rows: readonly number[][], basis: readonly number[], enter: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  rows.forEach((row, i) => {
    if (row[enter]! <= EPSILON) return;
    const ratio = row.at(-1)! / row[enter]!;
    if (ratio < least - EPSILON || (ratio <= least + EPSILON && basis[i]! < basis[best]!)) {
      best = i;
      least = Math.min(least, ratio);
    }
  });
  return best;
}

function pivot(rows: number[][], cost: number[], r: number, s: number): void {
  const row = rows[r]!;
  const divisor = row[s]!;
  for (let j = 0; j < row.length; j++) row[j] = row[j]! / divisor;
  for (const other of [...rows.filter((_, i) => i !== r), cost]) {
    const factor = other[s]!;
    if (factor === 0) continue;
    for (let j = 0; j < row.length; j++) other[j] = other[j]! - factor * row[j]!;
  }
}
