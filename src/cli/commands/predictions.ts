import Papa from "papaparse";
import type { Label, Model, Prediction, TermPredictions } from "../../index.js";
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
  /** Rows without a prediction. */
  readonly missing: number;
  /** The same for JSON, in the library's words; null where a prediction is missing. */
  readonly data: object;
}

/** Columns beside an interval, and what the library calls their content. */
const INTERVAL = { prediction: "values", standardError: "standardErrors", lower: "lower", upper: "upper" } as const;
/** Columns beside the part of a term. */
const PARTS = { standardError: "standardErrors", lower: "lower", upper: "upper" } as const;
/** The part that is the same in all rows. */
const CONSTANT = "(constant)";

/** What a model predicts: a column, or one per class or term, or an interval with its middle. */
export function predictions(model: Model, rows: NewRows | TableData, asked: Asked): Predictions {
  return named(model, predictRows(model, rows, asked), asked, rows.lines.length);
}

/** The same of what was predicted for some rows. */
export function named(model: Model, found: unknown, asked: Asked, rows: number): Predictions {
  if (asked.type === "terms") return ofTerms(found as TermPredictions, rows);
  if (asked.interval !== undefined || asked.predictionInterval !== undefined) return ofInterval(found as Prediction);
  if (model.family === ("multinomial" as string) && asked.type !== "class") {
    return ofClasses(model.classes as unknown as readonly Label[], found as readonly Float64Array[]);
  }
  const values = found as ArrayLike<Predicted>;
  return {
    names: ["prediction"],
    columns: [values],
    missing: countMissing(values),
    data: { predictions: plain(values) },
  };
}

function ofInterval(found: Prediction): Predictions {
  const { values, standardErrors, lower, upper } = found;
  return {
    names: Object.keys(INTERVAL),
    columns: Object.values(INTERVAL).map((part) => found[part]),
    missing: countMissing(values),
    data: {
      predictions: plain(values),
      standardErrors: plain(standardErrors),
      lower: plain(lower),
      upper: plain(upper),
    },
  };
}

function ofClasses(classes: readonly Label[], each: readonly Float64Array[]): Predictions {
  const columns = classes.map((_, k) => each.map((row) => row[k]!));
  const data = { classes, predictions: each.map((row) => (isMissing(row[0]) ? null : Array.from(row))) };
  return { names: classes.map(String), columns, missing: countMissing(columns[0]!), data };
}

function ofTerms({ constant, terms, ...errors }: TermPredictions, length: number): Predictions {
  const parts = Object.entries(PARTS).flatMap(([name, part]) => (errors[part] === undefined ? [] : [[name, errors[part]] as const])); // biome-ignore format: one line
  const each = Object.entries(terms).flatMap(([label, values]) => [
    [label, values] as const,
    ...parts.map(([name, own]) => [`${label} ${name}`, own[label]!] as const),
  ]);
  const all = [...each, [CONSTANT, new Float64Array(length).fill(constant)] as const];
  const plainTerms = (own: TermPredictions["terms"]): object =>
    Object.fromEntries(Object.entries(own).map(([label, values]) => [label, plain(values)]));
  return {
    names: all.map(([name]) => name),
    columns: all.map(([, values]) => values),
    missing: countMissing(all[0]![1]),
    data: {
      constant,
      terms: plainTerms(terms),
      ...Object.fromEntries(parts.map(([name, own]) => [PARTS[name as keyof typeof PARTS], plainTerms(own)])),
    },
  };
}

function countMissing(values: ArrayLike<Predicted>): number {
  return Array.from(values).filter(isMissing).length;
}

function isMissing(value: Predicted): boolean {
  return value === undefined || Number.isNaN(value);
}

function plain(column: ArrayLike<Predicted>): unknown[] {
  return Array.from(column, (v) => (isMissing(v) ? null : v));
}

/** CSV, behind the columns that are kept; numbers with all their digits, and nothing where a prediction is missing. `header`: whether the names come first. */
export function predictionsCsv({ names, columns }: Predictions, kept: Kept | undefined, header = true): string {
  const text = (value: Predicted): string => (isMissing(value) ? "" : String(value));
  const data = Array.from(columns[0]!, (_, i) => [
    ...(kept?.rows[i] ?? []),
    ...columns.map((column) => text(column[i])),
  ]);
  const fields = [...(kept?.names ?? []), ...names];
  warnOfFormulas([...(header ? fields : []), ...data.flat()]);
  const quotes = (value: unknown): boolean => fields.length === 1 && value === ""; // many programs skip blank lines
  return Papa.unparse({ fields, data }, { newline: "\n", quotes, header });
}

/** JSON in the library's words. */
export function predictionsJson({ data }: Predictions, asked: Asked, kept: Kept | undefined): string {
  const { type, interval, predictionInterval } = asked;
  const about =
    kept && Object.fromEntries(kept.names.map((name, k) => [name, kept.rows.map((cells) => cells[k])] as const));
  return toJSON({ type, interval, predictionInterval, kept: about, ...data });
}
