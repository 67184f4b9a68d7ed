import type { Random } from "./random.js";

// Columns that are hard: of many sizes, far from 0, copies and near-copies of others, constant, zero, rare.

const SIZES = [1e-12, 1e-6, 1e-3, 1e3, 1e6, 1e12];

/** Three digits, so that ties and exact separations occur. */
const decimal = (r: Random): number => r.whole(-300, 300) / 100;
const small = (r: Random): number => r.whole(-2, 2);

export function columnsFor(r: Random, n: number, p: number, isWild: boolean): number[][] {
  const columns: number[][] = [];
  for (let j = 0; j < p; j++) columns.push(columnFor(r, n, columns, isWild));
  return columns;
}

function columnFor(r: Random, n: number, before: readonly number[][], isWild: boolean): number[] {
  const plain = (): number[] => r.list(n, r.chance(0.5) ? () => decimal(r) : () => small(r));
  const other = (): readonly number[] => (before.length > 0 ? r.pick(before) : plain());
  const kinds: readonly (readonly [number, () => number[]])[] = [
    [30, plain],
    [8, () => r.list(n, () => Number(r.chance(0.3)))],
    [4, () => r.list(n, (i) => Number(i === 0))], // a row with its own dummy
    [4, () => r.list(n, (i) => i + 1)],
  ];
  const wild: readonly (readonly [number, () => number[]])[] = [
    [5, () => plain().map((v) => v * r.pick(SIZES))],
    [3, () => ((s: number) => plain().map((v) => v * s))(r.pick(SIZES))],
    [2, () => ((c: number) => plain().map((v) => v + c))(r.pick([1e3, 1e6, 1e9, 1e12, 1e15]))],
    [2, () => [...other()]],
    [2, () => ((a: readonly number[], b: readonly number[]) => a.map((v, i) => v + 2 * b[i]!))(other(), other())],
    [2, () => ((e: number) => other().map((v) => v + e * r.normal()))(r.pick([1e-4, 1e-7, 1e-10, 1e-13]))],
    [1, () => ((c: number) => Array<number>(n).fill(c))(r.pick([1, 0.1, -3, 1e6]))],
    [1, () => Array<number>(n).fill(0)],
    [1, () => plain().map((v, i) => (i === 0 ? v * 1e6 : v))],
  ];
  return r.among(isWild ? [...kinds, ...wild] : kinds)();
}
