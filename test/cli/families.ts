// 80 rows of three columns, with a response for every family.
import { mulberry32 } from "../../src/base/random.js";

export interface Row {
  readonly x: readonly number[];
  readonly count: number;
  /** > 0. */
  readonly amount: number;
  readonly colour: string;
}

const random = mulberry32(3);
const COLOURS = ["red", "green", "blue, dark"];

export const DATA: readonly Row[] = Array.from({ length: 80 }, () => {
  const x = [random(), 3 * random(), 10 * random()];
  const mean = Math.exp(x[0]! - x[1]! / 2 + 0.2 * x[2]!);
  const gamma = -Math.log(random() * random() * random()) / 3;
  return {
    x,
    count: Math.floor(mean * gamma),
    amount: mean * (gamma + 0.01),
    colour: COLOURS[Math.min(2, Math.floor(2 * random() + x[0]!))]!,
  };
});

export const X = DATA.map((row) => row.x);

/** A table with the columns a, b, c and y. */
export function tableOf(y: (row: Row) => string | number): string {
  return ["a,b,c,y", ...DATA.map((row) => [...row.x, JSON.stringify(y(row))].join(","))].join("\n");
}

/** The same as a file of SVMlight. */
export function svmOf(y: (row: Row) => number): string {
  return DATA.map((row) => `${y(row)} ${row.x.map((value, j) => `${j + 1}:${value}`).join(" ")}`).join("\n");
}

/** Colours as numbers that sort by size otherwise than as text. */
export const numberOf = ({ colour }: Row): number => [2, 10, 1][COLOURS.indexOf(colour)]!;

/** Tables of counts and of amounts. */
export function putTables(put: (name: string, text: string) => unknown): void {
  put(
    "count.csv",
    tableOf(({ count }) => count),
  );
  put(
    "amount.csv",
    tableOf(({ amount }) => amount),
  );
}
