import {
  type Anova,
  type AnovaOptions,
  anova,
  type CompareOptions,
  type Comparison,
  type CrossValidation,
  type CrossValidationOptions,
  compareModels,
  crossValidate,
  type DiagnoseOptions,
  type Diagnostics,
  type Drop1,
  diagnose,
  drop1,
  type FitOptions,
  fit,
  type Inference,
  type InferOptions,
  infer,
  type Model,
  noisePenalties,
  type Path,
  type PathOptions,
  type PredictOptions,
  type Printed,
  type ProfileInterval,
  type ProfileOptions,
  path,
  profileInterval,
  type ResidualOptions,
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

export function diagnoseRows(
  model: Model,
  rows: Rows,
  options: Pick<DiagnoseOptions, "seed" | "unlabeled">,
): Diagnostics {
  if (isTable(rows)) return diagnose(model, rows.table, { ...rows.options, ...options });
  return diagnose(model, rows.x, rows.y, { ...rows.vectors, ...options });
}

export function inferRows(
  model: Model,
  rows: Rows,
  options: Pick<InferOptions, "covariance" | "lag" | "dispersion" | "degreesOfFreedom" | "level" | "exponentiate">,
): Inference {
  if (isTable(rows)) {
    const { cluster, cluster2, ...told } = rows.options;
    return infer(model, rows.table, { ...told, ...clusters(cluster, cluster2), ...options });
  }
  const { cluster, cluster2, times } = rows.parts;
  const own = { ...rows.vectors, ...(times === undefined ? {} : { times }), ...clusters(cluster, cluster2) };
  return infer(model, rows.x, rows.y, { ...own, ...options });
}

/** Clusters of one way, or of two. */
function clusters<C>(one: C | undefined, two: C | undefined): { cluster?: C | readonly [C, C] } {
  if (one === undefined) return {};
  return { cluster: two === undefined ? one : [one, two] };
}

export function profileRows(
  model: Model,
  rows: Rows,
  options: Pick<ProfileOptions, "level" | "names">,
): ProfileInterval[] & Printed {
  if (isTable(rows)) return profileInterval(model, rows.table, { ...rows.options, ...options });
  return profileInterval(model, rows.x, rows.y, { ...rows.vectors, ...options });
}

export function penaltiesOfRows(model: Model, rows: Rows): ReturnType<typeof noisePenalties> {
  if (isTable(rows)) return noisePenalties(model, rows.table, rows.options);
  return noisePenalties(model, rows.x, rows.y, rows.vectors);
}

/** Tests of terms. A model of numbers has none: the library says so. */
export function anovaRows(model: Model, rows: Rows, options: Pick<AnovaOptions, "type" | "test">): Anova {
  if (isTable(rows)) return anova(model, rows.table, { ...rows.options, ...options });
  return anova(model, rows.x, rows.y, { ...rows.vectors, ...options });
}

export function drop1Rows(model: Model, rows: Rows, options: Pick<AnovaOptions, "test">): Drop1 {
  if (isTable(rows)) return drop1(model, rows.table, { ...rows.options, ...options });
  return drop1(model, rows.x, rows.y, { ...rows.vectors, ...options });
}

/** The data are those of the larger model, for the score test. */
export function compareOnRows(a: Model, b: Model, test: CompareOptions["test"], rows?: Rows): Comparison {
  if (rows === undefined) return compareModels(a, b, { test });
  if (isTable(rows)) {
    return compareModels(a, b, { ...(rows.options as object), test, table: rows.table });
  }
  return compareModels(a, b, { ...rows.vectors, test, x: rows.x, y: rows.y });
}

/** As `model.residuals` returns them. */
export function residualsOfRows(
  model: Model,
  rows: Rows,
  type: ResidualOptions["type"],
): ReturnType<Model["residuals"]> {
  if (isTable(rows)) return model.residuals(rows.table, { ...rows.options, type });
  return model.residuals(rows.x, rows.y, { ...rows.vectors, type });
}

/** What is asked of a prediction, in the library's words. */
export interface Asked {
  readonly type: "response" | "link" | "class" | "terms";
  readonly interval?: number;
  readonly predictionInterval?: number;
  readonly unseen?: "error" | "missing" | "reference";
}

/** As `model.predict` returns it. */
export function predictRows(model: Model, rows: NewRows | TableData, asked: Asked): unknown {
  const { offset, exposure } = isTable(rows) ? rows.options : rows.vectors;
  const options = { ...asked, offset, exposure } as PredictOptions & { readonly type: "response" };
  return isTable(rows) ? model.predict(rows.table, options) : model.predict(rows.x, options);
}

/** The options about rows of numbers. */
function numbersOf({ vectors, success }: Data): Pick<FitOptions, keyof Data["vectors"] | "success"> {
  return { ...vectors, ...(success === undefined ? {} : { success }) };
}
