import {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type FitOptions,
  fit,
  type Model,
  type Path,
  type PathOptions,
  path,
} from "../../index.js";
import type { Data } from "./data.js";
import type { TableData } from "./table-data.js";

// The verbs of the library on the rows of a file: numbers, or a formula and a table.

/** The rows of a file. */
export type Rows = Data | TableData;

export function isTable(rows: Rows): rows is TableData {
  return "table" in rows;
}

export function fitRows(rows: Rows, options: FitOptions): Promise<Model> {
  if (isTable(rows)) return fit(rows.formula, rows.table, { ...rows.options, ...options });
  return fit(rows.x, rows.y, { ...numbersOf(rows), ...options });
}

export function pathOfRows(rows: Rows, options: PathOptions): Promise<Path> {
  if (isTable(rows)) return path(rows.formula, rows.table, { ...rows.options, ...options });
  return path(rows.x, rows.y, { ...numbersOf(rows), ...options });
}

export function crossValidateRows(rows: Rows, options: CrossValidationOptions): Promise<CrossValidation> {
  if (isTable(rows)) return crossValidate(rows.formula, rows.table, { ...rows.options, ...options });
  return crossValidate(rows.x, rows.y, { ...numbersOf(rows), ...rows.parts, ...options });
}

/** The options about rows of numbers. */
function numbersOf({ vectors, success }: Data): Pick<FitOptions, keyof Data["vectors"] | "success"> {
  return { ...vectors, ...(success === undefined ? {} : { success }) };
}
