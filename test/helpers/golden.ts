import { readFileSync } from "node:fs";

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8"));
}

type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly number[])[] };

/** Rows of one table of special.json; `columns` are the names it must have, in order. */
export function special<const C extends readonly string[]>(table: string, columns: C): { [K in keyof C]: number }[] {
  const found = (read("special.json") as Record<string, Table>)[table];
  if (found?.columns.join() !== columns.join()) throw new Error(`special.json has no ${table} with ${columns.join()}`);
  return found.rows as unknown as { [K in keyof C]: number }[];
}

export interface LogisticNormal {
  readonly eta: number;
  readonly s: number;
  readonly excess: number;
  readonly m1: number;
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

export function logisticNormals(): readonly LogisticNormal[] {
  return (read("logistic-normal.json") as { values: LogisticNormal[] }).values;
}
