import { type FamilyName, GlmError, type Matrix, type Model, matrix } from "../index.js";
import type { Data, Vectors } from "./data.js";
import { quoted } from "./output.js";

/** Rows as numbers, labels too: what is split, trained on and tested on. */
export interface Sample {
  readonly family: FamilyName;
  readonly x: Matrix;
  readonly y: Float64Array;
  readonly vectors: Vectors;
}

/** All rows. `model` is any fit to them: it knows which label is the second. */
export function toSample({ x, y, vectors }: Data, model: Model): Sample {
  const second = model.classes?.[1];
  const numbers = y instanceof Float64Array ? y : Float64Array.from(y, (label) => Number(label === second));
  return { family: model.family, x, y: numbers, vectors };
}

/** Some of the rows. */
export function take({ family, x, y, vectors }: Sample, rows: readonly number[]): Sample {
  const entries = new Float64Array(rows.length * x.columns);
  for (let j = 0; j < x.columns; j++) {
    rows.forEach((row, k) => {
      entries[j * rows.length + k] = x.data[j * x.rows + row]!;
    });
  }
  const pick = (values: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const picked = Object.entries(vectors).map(([name, values]) => [name, pick(values!)]);
  return {
    family,
    x: matrix(entries, rows.length, x.columns, "column", x.names),
    y: pick(y),
    vectors: Object.fromEntries(picked) as Vectors,
  };
}

/** Row numbers by class, for a response of zeros and ones; all in one stratum otherwise. */
export function strataOf({ family, y, vectors }: Sample, classes: Model["classes"]): number[][] {
  const rows = Array.from(y, (_, i) => i);
  const isTwoValued = family === "binomial" && vectors.trials === undefined && y.every((v) => v === 0 || v === 1);
  if (!isTwoValued) return [rows];
  return [0, 1].map((k) => {
    const stratum = rows.filter((i) => y[i] === k);
    if (stratum.length >= 2) return stratum;
    const name = quoted(String(classes?.[k] ?? k));
    throw new GlmError(
      "ONE_CLASS",
      `class ${name} has 1 row; compare needs at least 2 of each class, one to train on and one to hold out`,
    );
  });
}
