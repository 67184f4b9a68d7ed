import { quoted } from "../../base/show.js";
import {
  type FamilyName,
  type FitOptions,
  GlmError,
  type Label,
  type Matrix,
  type Model,
  matrix,
  type Sparse,
  takeRows,
} from "../../index.js";
import type { Data, Vectors } from "./data.js";

/** Rows and labels as numbers, for splitting, training and testing. */
export interface Sample {
  readonly family: FamilyName;
  /** Family and link of every fit. */
  readonly likelihood: Pick<FitOptions, "family" | "link">;
  readonly x: Matrix | Sparse;
  readonly y: Float64Array;
  readonly vectors: Vectors;
}

/** All rows. `model` is any fit to them; it has the labels. */
export function toSample({ x, y, vectors }: Data, model: Model, likelihood: Sample["likelihood"]): Sample {
  return { family: model.family, likelihood, x, y: toNumbers(y, classesOf(model)), vectors };
}

/** Labels as 0, 1, ... in the order of the classes; other numbers unchanged. */
function toNumbers(y: Data["y"], classes: readonly Label[] | undefined): Float64Array {
  if (classes === undefined) return y as Float64Array;
  const numbers = new Map(classes.map((label, k) => [label, k]));
  return Float64Array.from(y as ArrayLike<Label>, (label) => numbers.get(label)!);
}

/** Labels of the fit. */
function classesOf({ classes }: Model): readonly Label[] | undefined {
  return classes;
}

/** Some of the rows. */
export function take({ family, likelihood, x, y, vectors }: Sample, rows: readonly number[]): Sample {
  const pick = (values: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const picked = Object.entries(vectors).map(([name, values]) => [name, pick(values as ArrayLike<number>)]);
  return {
    family,
    likelihood,
    x: x.kind === "sparse" ? takeRows(x, rows) : takeDense(x, rows),
    y: pick(y),
    vectors: Object.fromEntries(picked) as Vectors,
  };
}

function takeDense(x: Matrix, rows: readonly number[]): Matrix {
  const entries = new Float64Array(rows.length * x.columns);
  for (let j = 0; j < x.columns; j++) {
    rows.forEach((row, k) => {
      entries[j * rows.length + k] = x.data[j * x.rows + row]!;
    });
  }
  return matrix(entries, rows.length, x.columns, "column", x.names);
}

/** Least number of rows per class in a fit; multinomial needs two. */
export function leastOf(family: FamilyName): number {
  return family === "multinomial" ? 2 : 1;
}

/**
 * Row numbers by class, for a response of classes; otherwise all in one stratum. Every class needs enough rows for
 * `folds` folds, each of which leaves `leastOf` of them for training.
 */
export function strataOf({ family, y, vectors }: Sample, model: Model, folds: number): number[][] {
  const rows = Array.from(y, (_, i) => i);
  const isTwoValued = family === "binomial" && vectors.trials === undefined && y.every((v) => v === 0 || v === 1);
  if (!isTwoValued && family !== "multinomial") return [rows];
  const classes = classesOf(model) ?? [0, 1];
  const strata = classes.map((): number[] => []);
  for (const i of rows) strata[y[i]!]!.push(i);
  const least = leastOf(family);
  const needed = Math.ceil((least * folds) / (folds - 1)); // a fold holds out ceil(size / folds) of a class
  const k = strata.findIndex((stratum) => stratum.length < needed);
  if (k < 0) return strata;
  const size = strata[k]!.length;
  const found = `class ${quoted(String(classes[k]))} has ${size} row${size === 1 ? "" : "s"}`;
  const wanted = `${least === 1 ? "one" : "two"} to train on and ${needed - least === 1 ? "one" : "as many"} to hold out`;
  throw new GlmError("ONE_CLASS", `${found}; try needs at least ${needed} of each class, ${wanted}`);
}
