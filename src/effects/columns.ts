import { GlmError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { quoted, shownName } from "../base/show.js";
import type { Cell, Cells } from "../frame/columns.js";
import type { EncodedVariable, Encoding } from "../frame/encoding.js";
import { namesIn } from "../frame/names-in.js";
import { dateOf, numbersAs, numbersIn } from "./dates.js";

// The columns of a table that predict, and what can be said of each: a slope, or the differences of its levels.

interface Named {
  readonly name: string;
  readonly isDate: boolean;
}

/** Numbers that enter without being cut into levels. */
export interface SlopeColumn extends Named {
  readonly how: "slope";
}

export interface LevelsColumn extends Named {
  readonly how: "levels";
  readonly labels: readonly string[];
  /** The cells that stand for the levels. */
  readonly cells: readonly Cell[];
  /** The place of the reference level. */
  readonly reference: number;
}

/** Numbers that enter by their intervals: cut(), or a comparison. */
interface CutColumn extends Named {
  readonly how: "cut";
}

export type PredictorColumn = SlopeColumn | LevelsColumn | CutColumn;

/** A model of a formula, and cells of the columns in use. */
interface OfTable {
  readonly model: { readonly encoding: Encoding };
  readonly cells: Readonly<Record<string, Cells>>;
}

/** All columns of the terms, in the order of the formula. */
export function predictorColumns({ model: { encoding }, cells }: OfTable): PredictorColumn[] {
  const used = new Set(encoding.terms.flatMap((term) => term.variables));
  const variables = encoding.variables.filter((_, v) => used.has(v));
  const kinds = new Map(encoding.columns.map(({ name, kind }) => [name, kind]));
  return [...namesIn(variables)].map((name): PredictorColumn => {
    const own = variables.filter((variable) => namesIn([variable]).has(name));
    const isDate = kinds.get(name) === "date";
    const kind = kinds.get(name)!;
    const factors = own.filter(({ factor }) => factor !== undefined);
    if (kind === "number" || kind === "date") {
      if (factors.length === 0) return { how: "slope", name, isDate };
      if (factors.length < own.length || !factors.every(isWhole)) return { how: "cut", name, isDate };
      return { ...levelsOf(factors[0]!, Number), name, isDate };
    }
    const whole = factors.find(isWhole);
    if (kind === "logical") {
      const levels = { labels: ["FALSE", "TRUE"], cells: [false, true] };
      const reference = whole?.factor?.levels[whole.factor.ref] === "TRUE" ? 1 : 0;
      return { how: "levels", name, isDate, ...levels, reference };
    }
    return { ...(whole === undefined ? levelsIn(cells[name]!) : levelsOf(whole, String)), name, isDate };
  });
}

/** Whether a variable is a column as a factor, and not something made of it. */
function isWhole({ expression }: EncodedVariable): boolean {
  if (expression.kind === "name") return true;
  return (
    expression.kind === "call" && ["factor", "C"].includes(expression.name) && expression.args[0]?.value.kind === "name"
  );
}

/** The levels of a column of text that enters by comparisons only: those that occur. */
function levelsIn(cells: Cells): Omit<LevelsColumn, keyof Named> {
  const labels = [...new Set(Array.from(cells, (cell) => cell))]
    .filter((cell) => cell !== undefined && cell !== null)
    .map(String)
    .sort((a, b) => (a < b ? -1 : 1));
  return { how: "levels", labels, cells: labels, reference: 0 };
}

function levelsOf({ factor }: EncodedVariable, cellOf: (level: string) => Cell): Omit<LevelsColumn, keyof Named> {
  const { levels, ref, contrast } = factor!;
  return { how: "levels", labels: levels, cells: levels.map(cellOf), reference: contrast === "treatment" ? ref : 0 };
}

/** Numbers of two values only are levels, as in emmeans: an indicator has no mean that occurs. */
export function asLevels({ cells }: Pick<OfTable, "cells">, column: PredictorColumn): LevelsColumn | undefined {
  if (column.how === "levels") return column;
  if (column.how === "cut" || column.isDate) return undefined;
  const present = numbersIn(cells[column.name]!).filter((v) => !Number.isNaN(v));
  const values = [...new Set(present)].sort((a, b) => a - b);
  if (values.length !== 2) return undefined;
  return { how: "levels", name: column.name, isDate: false, labels: values.map(String), cells: values, reference: 0 };
}

/** Names of columns that an option gives: one, or several without repetition. */
export function namesGiven(given: unknown, option: string): readonly unknown[] {
  const names: readonly unknown[] = Array.isArray(given) ? given : [given];
  const refuse = (message: string): never => {
    throw new GlmError("BAD_OPTION", message, { option });
  };
  if (given === undefined || names.length === 0) {
    refuse(`${option} is ${given === undefined ? "undefined" : "empty"}; expected the name of a column, or several`);
  }
  const twice = names.find((name, k) => names.indexOf(name) < k);
  if (twice !== undefined) refuse(`${option} names ${shownName(String(twice))} twice; expected different columns`);
  return names;
}

/** The column of this name, or an error with the nearest one. */
export function columnNamed(columns: readonly PredictorColumn[], name: unknown, option: string): PredictorColumn {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  const close = typeof name === "string" ? nearest(name, names) : undefined;
  const hint =
    close === undefined
      ? `expected ${names.map((each) => shownName(each)).join(", ")}`
      : `did you mean ${quoted(close)}?`;
  const shown = typeof name === "string" ? quoted(name) : String(name);
  throw new GlmError("BAD_OPTION", `${option} names ${shown}, which is no column of the formula's terms; ${hint}`, {
    name,
  });
}

/** A column that has the same cell in every row. A value must be one of the column's levels, or a number. */
export function constant(column: PredictorColumn, value: unknown, length: number, place: string): Cells {
  if (column.how === "levels") {
    const isTruth = typeof column.cells[0] === "boolean"; // "true" in a file is TRUE
    const wanted = isTruth ? String(value).toUpperCase() : String(value);
    const k = column.labels.findIndex((label, l) => label === wanted || column.cells[l] === value);
    if (k >= 0) return new Array<Cell>(length).fill(column.cells[k]);
    const some = column.labels.slice(0, 8).map(quoted).join(", ");
    throw new GlmError("BAD_OPTION", `${place} = ${String(value)}; expected a level: ${some}`, { column: column.name });
  }
  const date = column.isDate ? dateOf(value) : undefined;
  if (date !== undefined) return new Array<Cell>(length).fill(date);
  if (typeof value === "number" && Number.isFinite(value))
    return numbersAs(column, new Float64Array(length).fill(value));
  const wanted = column.isDate ? "a Date, or text as 2024-12-31" : "a finite number";
  throw new GlmError("BAD_OPTION", `${place} = ${String(value)}; expected ${wanted}`, { column: column.name });
}
