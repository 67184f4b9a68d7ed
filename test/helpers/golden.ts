import { fixture } from "./fixture.js";

type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly number[])[] };

const SPECIAL = await fixture<Record<string, Table>>("special");
const NORMALS = await fixture<{ values: LogisticNormal[] }>("logistic-normal");

/** Rows of one table of special.json; `columns` are the names it must have, in order. */
export function special<const C extends readonly string[]>(table: string, columns: C): { [K in keyof C]: number }[] {
  const found = SPECIAL[table];
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
  return NORMALS.values;
}
