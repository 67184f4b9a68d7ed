import {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type FitOptions,
  fit,
  type Model,
  type Path,
  type PathOptions,
  type PredictOptions,
  path,
} from "../../index.js";
import type { Data, NewRows } from "./data.js";
import type { TableData } from "./table-data.js";

// The verbs of the library on the rows of a file: numbers, or a formula and a table.

/** The rows of a file. */
export type Rows = Data | TableData;

export function isTable(rows: Rows | NewRows): rows is TableData {
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

/** What is asked of a prediction, in the library's words. */
export interface Asked {
  readonly type: "response" | "link" | "class";
  readonly interval?: number;
  readonly unseen?: "error" | "missing" | "reference";
}

/** As `model.predict` returns it. */
export function predictRows(model: Model, rows: NewRows | TableData, asked: Asked): ReturnType<Model["predict"]> {
  const { offset, exposure } = isTable(rows) ? rows.options : rows.vectors;
  const options = { ...asked, offset, exposure } as PredictOptions & { readonly type: "response" };
  return isTable(rows) ? model.predict(rows.table, options) : model.predict(rows.x, options);
}

/** The options about rows of numbers. */
function numbersOf({ vectors, success }: Data): Pick<FitOptions, keyof Data["vectors"] | "success"> {
  return { ...vectors, ...(success === undefined ? {} : { success }) };
}
