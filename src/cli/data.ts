import { type FamilyName, GlmError, type Matrix, matrix, type ScoreOptions } from "../index.js";
import { isNumeric, readLabels, readNumbers } from "./cells.js";
import { quoted } from "./output.js";
import { indexOf, type Table } from "./table.js";
import { type TransformName, transformColumn } from "./transform.js";

/** Options that say which columns are what. */
export interface DataFlags {
  readonly response: string;
  readonly family: FamilyName;
  readonly weights?: string;
  readonly trials?: string;
  readonly offset?: string;
  readonly exposure?: string;
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly transform?: TransformName;
}

/** Vectors that go with the rows, each from a column named by the option of the same name. */
const VECTORS = ["weights", "trials", "offset", "exposure"] as const;
export type Vectors = Pick<ScoreOptions, (typeof VECTORS)[number]>;

/** A table as numbers, ready for `fit`. */
export interface Data {
  readonly table: Table;
  readonly response: string;
  readonly x: Matrix;
  readonly y: Float64Array | string[];
  readonly vectors: Vectors;
}

export function readData(table: Table, flags: DataFlags): Data {
  const roles = rolesOf(table, flags);
  const names = chooseColumns(table, flags, [...roles.keys()]);
  const advice = (name: string): string =>
    `fill it in, drop the row, or leave the column out with --exclude ${quoted(name)}`;
  return {
    table,
    response: flags.response,
    x: readMatrix(table, names, flags.transform, advice),
    y: readResponse(table, flags),
    vectors: readVectors(table, flags),
  };
}

/** Columns with a role of their own, which are not predictors: column -> option. */
function rolesOf(table: Table, flags: DataFlags): Map<string, string> {
  const roles = new Map<string, string>();
  for (const role of ["response", ...VECTORS] as const) {
    const name = flags[role];
    if (name === undefined) continue;
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

/** Predictors: --columns, or all without a role; less --exclude. */
function chooseColumns(table: Table, flags: DataFlags, taken: readonly string[]): string[] {
  const excluded = flags.exclude ?? [];
  for (const name of excluded) indexOf(table, name, "--exclude");
  const chosen = flags.columns ?? table.names.filter((name) => !taken.includes(name));
  chosen.forEach((name, k) => {
    indexOf(table, name, "--columns");
    if (chosen.indexOf(name) !== k)
      throw new GlmError("BAD_OPTION", `--columns names ${quoted(name)} twice; expected once`);
    if (name === flags.response) {
      throw new GlmError(
        "BAD_OPTION",
        `--columns names ${quoted(name)}, the response; a model may not look at what it predicts: leave it out`,
      );
    }
  });
  return chosen.filter((name) => !excluded.includes(name));
}

/** The named columns as one matrix, column after column. All of them must be in the table. */
export function readMatrix(
  table: Table,
  names: readonly string[],
  transform: TransformName | undefined,
  advice: (name: string) => string,
): Matrix {
  const n = table.rows.length;
  const entries = new Float64Array(n * names.length);
  names.forEach((name, k) => {
    const j = table.names.indexOf(name);
    const column = entries.subarray(k * n, (k + 1) * n);
    readNumbers(table, j, advice(name), column);
    transformColumn(transform, table, j, column);
  });
  return matrix(entries, n, names.length, "column", names);
}

/** Numbers; for the binomial family also labels. */
function readResponse(table: Table, flags: DataFlags): Float64Array | string[] {
  const j = indexOf(table, flags.response, "--response");
  if (flags.family === "binomial" && !isNumeric(table, j)) return readLabels(table, j);
  const y = new Float64Array(table.rows.length);
  const classes = isNumeric(table, j)
    ? ""
    : `; family ${flags.family} expects numbers: two labels go with --family binomial`;
  readNumbers(table, j, `fill it in, or drop the row${classes}`, y);
  return y;
}

export function readVectors(table: Table, flags: Pick<DataFlags, (typeof VECTORS)[number]>): Vectors {
  const vectors: { -readonly [K in keyof Vectors]: Vectors[K] } = {};
  for (const role of VECTORS) {
    const name = flags[role];
    if (name === undefined) continue;
    const values = new Float64Array(table.rows.length);
    readNumbers(table, indexOf(table, name, `--${role}`), "fill it in, or drop the row", values);
    vectors[role] = values;
  }
  return vectors;
}

/** Runs `work`; an error about row i of the library's arrays also says where that row stands in the file. */
export async function located<T>(table: Table, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GlmError) || typeof error.detail.row !== "number") throw error;
    const place = `${table.source}, line ${table.lines[error.detail.row]}`;
    throw new GlmError(error.code, `${place}: ${error.message}`, error.detail);
  }
}
