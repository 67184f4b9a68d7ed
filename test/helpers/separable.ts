import type { FamilyName } from "../../src/families/index.js";
import { maximize } from "./linear-program.js";

/** A problem without penalty, as far as the existence of a minimizer goes. */
export interface Problem {
  readonly family: FamilyName;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly intercept: boolean;
  /** Which entries of which row are noised: their noise must not move a row that cannot recede. */
  readonly noised: readonly (readonly boolean[])[];
  /** Whether noise vanishes where a row recedes: true for the quadratic form only. */
  readonly isQuadratic: boolean;
}

/** +1 where eta of the row may rise for ever, -1 where it may fall, 0 where neither. */
function wayOf(family: FamilyName, y: number): number {
  if (family === "gaussian") return 0;
  if (y === 0) return -1;
  return family === "binomial" && y === 1 ? 1 : 0;
}

/**
 * Rows that some direction u moves to infinity while it moves no other: if there are none, a minimizer exists. The noise of a row that u
 * does not move must not act along u (x~_ij u_j = 0); with isQuadratic, that of a moved row may.
 * The cone of such u is found by repeatedly removing the directions that rows at rest forbid.
 */
export function recedingRows({ family, x, y, intercept, noised, isQuadratic }: Problem): number[] {
  const d = x[0]!.length + Number(intercept);
  const z = x.map((row) => (intercept ? [...row, 1] : [...row]));
  const way = y.map((v) => wayOf(family, v));
  const unit = (j: number) => Array.from({ length: d }, (_, k) => Number(k === j));
  const silent = (i: number) => noised[i]!.flatMap((isNoised, j) => (isNoised ? [unit(j)] : []));
  let moving = way.flatMap((w, i) => (w === 0 ? [] : [i]));
  for (;;) {
    const resting = y.flatMap((_, i) => (moving.includes(i) ? [] : [i]));
    const zero = [
      ...resting.map((i) => z[i]!),
      ...resting.flatMap(silent),
      ...(isQuadratic ? [] : moving.flatMap(silent)),
    ];
    const found = strictlyPositive(moving.map((i) => z[i]!.map((v) => v * way[i]!)), zero, d); // biome-ignore format: one line
    if (found.length === moving.length) return moving;
    moving = found.map((k) => moving[k]!);
  }
}

/** Which a_i u > 0 can hold at once, for u with a_i u >= 0 for all i and e u = 0 for all e: maximize sum t_i, t_i <= 1, t_i <= a_i u. */
function strictlyPositive(a: readonly number[][], zero: readonly number[][], d: number): number[] {
  const m = a.length;
  if (m === 0) return [];
  const slack = (k: number) => Array.from({ length: m }, (_, i) => Number(i === k));
  const both = (row: readonly number[], sign: number) => [...row.map((v) => sign * v), ...row.map((v) => -sign * v)];
  const rows = [
    ...a.map((row, k) => [...slack(k), ...both(row, -1)]),
    ...a.map((_, k) => [...slack(k), ...Array<number>(2 * d).fill(0)]),
    ...zero.flatMap((row) => [1, -1].map((sign) => [...Array<number>(m).fill(0), ...both(row, sign)])),
  ];
  const right = rows.map((_, k) => Number(k >= m && k < 2 * m));
  const t = maximize([...Array<number>(m).fill(1), ...Array<number>(2 * d).fill(0)], rows, right);
  return t.slice(0, m).flatMap((v, k) => (v > 0.5 ? [k] : []));
}
