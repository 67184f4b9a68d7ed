import Papa from "papaparse";
import type { Label, Model, Prediction } from "../../index.js";
import { toJSON, warnOfFormulas } from "../output/output.js";
import type { NewRows } from "../rows/data.js";
import type { Kept } from "../rows/kept.js";
import type { TableData } from "../rows/table-data.js";
import { type Asked, predictRows } from "../rows/verbs.js";

/** A prediction; undefined, and NaN, where a predictor is missing. */
type Predicted = number | Label | undefined;

/** Columns of predictions. */
export interface Predictions {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<Predicted>[];
}

/** Columns beside an interval, and what the library calls their content. */
const INTERVAL = { prediction: "values", standardError: "standardErrors", lower: "lower", upper: "upper" } as const;

/** The columns that a model predicts: one, or one per class, or an interval with its middle. */
export function namesOf(model: Model, { type, interval }: Asked): string[] {
  if (interval !== undefined) return Object.keys(INTERVAL);
  return isPerClass(model, type) ? labelsOf(model).map(String) : ["prediction"];
}

function isPerClass({ family }: Model, type: Asked["type"]): boolean {
  return family === "multinomial" && type !== "class";
}

function labelsOf({ classes }: Model): readonly Label[] {
  return classes as unknown as readonly Label[];
}

export function predictions(model: Model, rows: NewRows | TableData, asked: Asked): Predictions {
  const names = namesOf(model, asked);
  const found: unknown = predictRows(model, rows, asked);
  if (asked.interval !== undefined) {
    return { names, columns: Object.values(INTERVAL).map((part) => (found as Prediction)[part]) };
  }
  if (!isPerClass(model, asked.type)) return { names, columns: [found as ArrayLike<Predicted>] };
  const each = found as readonly Float64Array[];
  return { names, columns: names.map((_, k) => each.map((row) => row[k]!)) };
}

/** Rows that have no prediction. */
export function countMissing({ columns: [first] }: Predictions): number {
  return Array.from(first!).filter(isMissing).length;
}

function isMissing(value: Predicted): boolean {
  return value === undefined || Number.isNaN(value);
}

/** CSV, behind the columns that are kept; numbers with all their digits, and nothing where a prediction is missing. */
export function predictionsCsv({ names, columns }: Predictions, kept: Kept | undefined): string {
  const text = (value: Predicted): string => (isMissing(value) ? "" : String(value));
  const data = Array.from(columns[0]!, (_, i) => [
    ...(kept?.rows[i] ?? []),
    ...columns.map((column) => text(column[i])),
  ]);
  const fields = [...(kept?.names ?? []), ...names];
  warnOfFormulas([...fields, ...data.flat()]);
  const quotes = (value: unknown): boolean => fields.length === 1 && value === ""; // many programs skip blank lines
  return Papa.unparse({ fields, data }, { newline: "\n", quotes });
}

/** JSON in the library's words; null where a prediction is missing. */
export function predictionsJson(model: Model, { columns }: Predictions, asked: Asked, kept: Kept | undefined): string {
  const { type, interval } = asked;
  const plain = (column: ArrayLike<Predicted>): unknown[] => Array.from(column, (v) => (isMissing(v) ? null : v));
  const [first, ...others] = columns.map(plain);
  const about =
    kept && Object.fromEntries(kept.names.map((name, k) => [name, kept.rows.map((cells) => cells[k])] as const));
  const head = { type, interval, kept: about };
  if (isPerClass(model, type)) {
    const rows = first!.map((value, i) => (value === null ? null : [value, ...others.map((column) => column[i])]));
    return toJSON({ ...head, classes: labelsOf(model), predictions: rows });
  }
  if (interval === undefined) return toJSON({ ...head, predictions: first });
  const [standardErrors, lower, upper] = others;
  return toJSON({ ...head, predictions: first, standardErrors, lower, upper });
}
