// A table with columns of all kinds, some cells missing: for formulas on the command line.

import { mulberry32 } from "../../src/base/random.js";
import { fitSync, ridge } from "../../src/index.js";
import { readColumns } from "../../src/table/columns.js";

const random = mulberry32(7);
const KINDS = ["a", "b", "c"] as const;

/** 60 rows: a number with missing cells, two factors, an outcome in words and one in counts. */
export const MIXED = Array.from({ length: 60 }, (_, i) => {
  const age = 20 + Math.floor(50 * random());
  const kind = KINDS[Math.floor(3 * random())]!;
  const mean = 1 / (1 + Math.exp(2 - age / 25 - (kind === "b" ? 1 : 0)));
  return {
    id: `r${i}`,
    age: i % 13 === 5 ? undefined : age,
    kind: i === 40 ? undefined : kind,
    zip: 100 + (i % 4),
    died: random() < mean ? "yes" : "no",
    visits: Math.floor(6 * random() * mean),
    months: 1 + (i % 5),
    ward: `w${i % 12}`,
    day: i,
  };
});
type Name = keyof (typeof MIXED)[number];
const NAMES = Object.keys(MIXED[0]!) as Name[];

export const MIXED_CSV = [
  NAMES.join(","),
  ...MIXED.map((row) => NAMES.map((name) => row[name] ?? (name === "age" ? "NA" : "")).join(",")),
].join("\n");

/** The same as the command line reads it: cells of text. */
export async function mixedTable() {
  return (await readColumns({ name: "mixed.csv", text: MIXED_CSV })).columns;
}

/** Rows without a missing cell in age and kind. */
export const COMPLETE = MIXED.flatMap(({ age, kind }, i) => (age === undefined || kind === undefined ? [] : [i]));

/** The table, and a model of it, which is put into a file too; in another file a ridge fit. */
export async function mixedModel(put: (name: string, text: string) => unknown) {
  const table = await mixedTable();
  const model = fitSync("died ~ age + kind", table, { family: "binomial" });
  put("m.json", JSON.stringify(model));
  put("ridge.json", JSON.stringify(fitSync("died ~ age", table, { family: "binomial", penalty: ridge(0.1) })));
  return { table, model };
}
