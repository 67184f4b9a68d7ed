import { quoted } from "../../base/show.js";
import { GlmError, type Label, type Matrix, matrix, type ScoreOptions, type Sparse } from "../../index.js";
import { isNumeric, readLabels, readNumbers, toNumber } from "../../table/cells.js";
import { type Heading, indexOf } from "../../table/table.js";
import { type TransformName, transformColumn } from "../../table/transform.js";
import type { AnyTable } from "../../table/typed.js";
import type { DataFlags } from "../flags/data.js";
import type { Place } from "./place.js";

/** Vectors beside the rows, each from a column named by the option of the same name. */
const VECTORS = ["weights", "trials", "offset", "exposure"] as const;
export type Vectors = Pick<ScoreOptions, (typeof VECTORS)[number]>;

/** Columns that say how rows are held out, or which belong together: fold, group, time, cluster. */
export interface Parts {
  readonly folds?: readonly string[];
  readonly groups?: readonly string[];
  readonly times?: Float64Array;
  readonly cluster?: readonly string[];
  readonly cluster2?: readonly string[];
}
const PARTS = ["folds", "groups", "times", "cluster", "cluster2"] as const;

/** Rows without labels, with the columns of some data. */
export interface UnlabeledRows extends Place {
  readonly x: Matrix | Sparse;
}

/** Rows to predict, with the columns of the model. */
export interface NewRows extends UnlabeledRows {
  readonly vectors: Pick<Vectors, "offset" | "exposure">;
}

/** A file as numbers, ready for `fit`. */
export interface Data extends Place {
  /** The name of y in the file. */
  readonly response: string;
  readonly x: Matrix | Sparse;
  readonly y: Float64Array | string[];
  readonly vectors: Vectors;
  readonly parts: Parts;
  /** Of the labels in y, the one whose probability is the mean. */
  readonly success?: Label;
}

/** @param takesFormula  Whether the command could be given a formula instead, which messages then say. */
export function readData(table: AnyTable, flags: DataFlags, takesFormula = false): Data & { readonly x: Matrix } {
  const response = responseOf(flags);
  const roles = rolesOf(table, flags);
  const names = chooseColumns(table, flags, [...roles.keys()]);
  const advice = (name: string): string =>
    takesFormula
      ? `fill it in, drop the row, leave the column out with --exclude ${quoted(name)}, or give a formula: it takes text and missing cells`
      : `fill it in, drop the row, or leave the column out with --exclude ${quoted(name)}`;
  const y = readResponse(table, response, flags);
  const { success } = flags;
  return {
    source: table.source,
    lines: table.lines,
    ...(table.unit === undefined ? {} : { unit: table.unit }),
    response,
    x: readMatrix(table, names, flags.transform, advice),
    y,
    vectors: readVectors(table, flags),
    parts: readParts(table, flags),
    ...successOf(success, y),
  };
}

/** The column to predict. Commander cannot require it, because files of SVMlight and formulas do not need it. */
export function responseOf({ response }: DataFlags, takesFormula = false): string {
  if (response !== undefined) return response;
  throw new GlmError(
    "BAD_OPTION",
    `required option '--response <column>' not specified${takesFormula ? ", and no formula" : ""}`,
  );
}

/** Refuses roles that the family does not use, before anything is read. */
export function checkRoles(flags: DataFlags): void {
  const { family } = flags;
  const refuse = (option: string, reason: string): never => {
    throw new GlmError("BAD_OPTION", `--${option} with --family ${family}; ${reason}`);
  };
  if (flags.trials !== undefined && family !== "binomial")
    refuse("trials", "expected --family binomial, or no --trials");
  if (family !== "multinomial") return;
  for (const option of ["offset", "exposure"] as const) {
    if (flags[option] !== undefined) refuse(option, `added to every class, it changes nothing: leave it out`);
  }
}

/** Columns with a role of their own, which are not predictors: column -> option. */
export function rolesOf(table: Heading, flags: Partial<DataFlags>): Map<string, string> {
  const roles = new Map<string, string>();
  for (const role of ["response", ...VECTORS, ...PARTS] as const) {
    const name = flags[role];
    if (typeof name !== "string") continue;
    indexOf(table, name, `--${role}`);
    const other = roles.get(name);
    if (other !== undefined) {
      throw new GlmError(
        "BAD_OPTION",
        `column ${quoted(name)} is given as --${other} and as --${role}; expected two columns`,
      );
    }
    roles.set(name, role);
  }
  return roles;
}

/** Predictors: --columns, or all without a role; without --exclude. */
function chooseColumns(table: AnyTable, flags: DataFlags, taken: readonly string[]): string[] {
  const excluded = flags.exclude ?? [];
  for (const name of excluded) indexOf(table, name, "--exclude");
  const roles = new Set(taken);
  const chosen = flags.columns ?? table.names.filter((name) => !roles.has(name));
  const seen = new Set<string>();
  for (const name of chosen) {
    indexOf(table, name, "--columns");
    if (seen.has(name)) throw new GlmError("BAD_OPTION", `--columns names ${quoted(name)} twice; expected once`);
    if (name === flags.response) {
      throw new GlmError(
        "BAD_OPTION",
        `--columns names ${quoted(name)}, the response; a model may not look at what it predicts: leave it out`,
      );
    }
    seen.add(name);
  }
  const left = new Set(excluded);
  return chosen.filter((name) => !left.has(name));
}

/** The named columns as one matrix, column after column. All of them must be in the table. */
export function readMatrix(
  table: AnyTable,
  names: readonly string[],
  transform: TransformName | undefined,
  advice: (name: string) => string,
): Matrix {
  const n = table.lines.length;
  const entries = new Float64Array(n * names.length);
  names.forEach((name, k) => {
    const j = indexOf(table, name, "--columns");
    const column = entries.subarray(k * n, (k + 1) * n);
    readNumbers(table, j, advice(name), column);
    transformColumn(transform, table, j, column);
  });
  return matrix(entries, n, names.length, "column", names);
}

/** Numbers; for families of classes also labels. */
function readResponse(table: AnyTable, response: string, flags: DataFlags): Float64Array | string[] {
  const j = indexOf(table, response, "--response");
  const hasClasses = flags.family === "binomial" || flags.family === "multinomial";
  if (hasClasses && !isNumeric(table, j)) return readLabels(table, j);
  const y = new Float64Array(table.lines.length);
  const classes = isNumeric(table, j)
    ? ""
    : `; family ${flags.family} expects numbers: two labels need --family binomial, more than two --family multinomial`;
  readNumbers(table, j, `fill it in, or drop the row${classes}`, y);
  return y;
}

export function readVectors(table: AnyTable, flags: Pick<DataFlags, (typeof VECTORS)[number]>): Vectors {
  const vectors: { -readonly [K in keyof Vectors]: Vectors[K] } = {};
  for (const role of VECTORS) {
    const name = flags[role];
    if (name === undefined) continue;
    vectors[role] = readVector(table, name, role);
  }
  return vectors;
}

function readParts(table: AnyTable, { folds, groups, times, cluster, cluster2 }: DataFlags): Parts {
  const labels = (name: string, role: string): string[] => readLabels(table, indexOf(table, name, `--${role}`));
  return {
    ...(typeof folds === "string" ? { folds: labels(folds, "folds") } : {}),
    ...(groups === undefined ? {} : { groups: labels(groups, "groups") }),
    ...(cluster === undefined ? {} : { cluster: labels(cluster, "cluster") }),
    ...(cluster2 === undefined ? {} : { cluster2: labels(cluster2, "cluster2") }),
    ...(times === undefined ? {} : { times: readVector(table, times, "times") }),
  };
}

function readVector(table: AnyTable, name: string, role: string): Float64Array {
  const values = new Float64Array(table.lines.length);
  readNumbers(table, indexOf(table, name, `--${role}`), "fill it in, or drop the row", values);
  return values;
}

/** The label of --success as one of y, which are numbers or text. */
export function successOf(success: string | undefined, y: ArrayLike<unknown>): Pick<Data, "success"> {
  if (success === undefined) return {};
  return { success: y instanceof Float64Array ? (toNumber(success) ?? success) : success };
}
