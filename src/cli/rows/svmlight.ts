import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { type FamilyName, GlmError, type Sparse } from "../../index.js";
import { type ReadOptions, readSvmlight, type Svmlight } from "../../svmlight/index.js";
import { cannotRead } from "../../table/source.js";
import { listed } from "../../table/table.js";
import type { DataFlags } from "../flags/data.js";
import { writeWarning } from "../output/output.js";
import { type Data, type NewRows, successOf, type UnlabeledRows } from "./data.js";
import type { Saved } from "./saved.js";

/** Whether a file is one of SVMlight, by its name. */
export function isSvmlight(file: string | undefined): file is string {
  return file !== undefined && /\.(svm|libsvm|svmlight)(\.gz)?$/i.test(file);
}

/** Options that name columns of a table, or are about them. */
const TABLE_OPTIONS = [
  "response",
  "columns",
  "exclude",
  "transform",
  "weights",
  "trials",
  "offset",
  "exposure",
  "folds",
  "groups",
  "times",
  "cluster",
  "cluster2",
] as const;

/** Refuses a formula for such a file. */
export function formulaRefused(file: string): GlmError {
  const message = `a formula for ${file}, a file of SVMlight, whose columns have no names; expected a table, or no formula`;
  return new GlmError("BAD_OPTION", message);
}

export function refuseTableOptions(
  file: string,
  flags: Partial<Record<(typeof TABLE_OPTIONS)[number], unknown>>,
): void {
  const given = TABLE_OPTIONS.find((name) => flags[name] !== undefined && typeof flags[name] !== "number");
  if (given === undefined) return;
  const advice = given === "response" ? "its labels are the response" : "it has labels and numbered columns only";
  throw new GlmError(
    "BAD_OPTION",
    `--${given} works only with tables; ${file} is a file of SVMlight, ${advice}: leave it out`,
  );
}

/** The file, unpacked on the way when its name ends in .gz. */
function opened(file: string): AsyncIterable<Uint8Array> {
  const packed = createReadStream(file);
  if (!/\.gz$/i.test(file)) return packed;
  const text = createGunzip();
  packed.on("error", (error) => text.destroy(error));
  return packed.pipe(text);
}

/** The file as a stream; messages begin with its name. */
async function readFile(file: string, options: ReadOptions): Promise<Svmlight> {
  try {
    return await readSvmlight(opened(file), options);
  } catch (error) {
    if (!(error instanceof GlmError)) throw cannotRead(file, error);
    throw new GlmError(error.code, `${file}${"line" in error.detail ? "," : ":"} ${error.message}`, error.detail);
  }
}

/** Columns are named as the file numbers them: x1, x2, ... or, when it counts from 0, x0, x1, ... */
export function nameOf(j: number, zeroBased: boolean): string {
  return `x${zeroBased ? j : j + 1}`;
}

/** A file of SVMlight for `fit`: its labels are y. */
export async function readSvmlightData(file: string, flags: DataFlags): Promise<Data> {
  refuseTableOptions(file, flags);
  const { x, y, lines, zeroBased } = await readFile(file, { zeroBased: flags.zeroBased ?? "auto" });
  const names = zeroBased ? Array.from({ length: x.columns }, (_, j) => nameOf(j, true)) : undefined;
  const labels = toResponse(y, flags.family);
  return {
    source: file,
    lines,
    response: "label",
    x: { ...x, names },
    y: labels,
    vectors: {},
    parts: {},
    ...successOf(flags.success, labels),
  };
}

/**
 * Labels outside [0, 1], such as -1 and 1, are classes in the binomial family. In the multinomial family all numbers are classes:
 * the library sorts them by size, so they stay numbers.
 */
export function toResponse(labels: Float64Array, family: FamilyName): Float64Array | string[] {
  const isClass = family === "binomial" && labels.some((label) => label < 0 || label > 1);
  return isClass ? Array.from(labels, String) : labels;
}

/** Whether the columns of a saved model are counted from 0; refuses a model that such a file cannot be for. */
export function countingOf(
  file: string,
  modelFile: string,
  { model, transform }: Saved,
  flags: Partial<DataFlags>,
): boolean {
  refuseTableOptions(file, flags);
  const { names } = model;
  const zeroBased = names[0] === nameOf(0, true);
  if (names.some((name, j) => name !== nameOf(j, zeroBased))) {
    throw new GlmError(
      "BAD_SHAPE",
      `${file} has numbered columns; those of ${modelFile} are ${listed(names)}: give a table with these columns`,
    );
  }
  if (transform !== undefined || model.toJSON().hasOffset === true) {
    const need = transform === undefined ? "an offset or exposure" : `the transform ${transform}`;
    throw new GlmError("BAD_SHAPE", `${modelFile} was fitted with ${need}; ${file} cannot have it: give a table`);
  }
  return zeroBased;
}

/** A file of SVMlight for a saved model, which says how its columns are numbered, and how many there are. */
export async function readSvmlightRows(
  file: string,
  modelFile: string,
  saved: Saved,
  flags: Partial<DataFlags>,
): Promise<NewRows & Pick<Data, "y">> {
  const zeroBased = countingOf(file, modelFile, saved, flags);
  const { model } = saved;
  const { x, y, lines } = await readFile(file, { zeroBased });
  const known = fitted(file, x, model.names, "the model does not know");
  return { source: file, lines, x: known, y: toResponse(y, model.family), vectors: {} };
}

/** Rows without labels for data that came from a file of SVMlight; their labels are ignored. */
export async function readSvmlightUnlabeled(file: string, data: Data): Promise<UnlabeledRows> {
  const names = data.x.names ?? Array.from({ length: data.x.columns }, (_, j) => nameOf(j, false));
  const zeroBased = names[0] === nameOf(0, true);
  const { x, lines } = await readFile(file, { zeroBased });
  return { source: file, lines, x: fitted(file, x, names, `${data.source} does not have`) };
}

/** x with the columns of these names; entries in later columns are left out, with a warning. */
function fitted(file: string, x: Sparse, names: readonly string[], who: string): Sparse {
  const { known, unknown } = widened(x, names.length);
  warnOfColumns(file, unknown, names, who);
  return known;
}

/** Says how many entries were left out. */
export function warnOfColumns(file: string, unknown: number, names: readonly string[], who: string): void {
  if (unknown === 0) return;
  const entries = unknown === 1 ? "1 entry" : `${unknown} entries`;
  writeWarning(`${file} has ${entries} in columns after ${names.at(-1) ?? "none"}, which ${who}; left out`);
}

/** x with this many columns: empty ones are added, surplus ones left out. x is by row. */
export function widened(x: Sparse, columns: number): { readonly known: Sparse; readonly unknown: number } {
  if (x.columns <= columns) return { known: { ...x, columns }, unknown: 0 };
  const indptr = new Float64Array(x.rows + 1);
  const indices = new Int32Array(x.indices.length);
  const values = new Float64Array(x.values.length);
  let count = 0;
  for (let i = 0; i < x.rows; i++) {
    for (let k = x.indptr[i]!; k < x.indptr[i + 1]!; k++) {
      if (x.indices[k]! >= columns) continue;
      indices[count] = x.indices[k]!;
      values[count++] = x.values[k]!;
    }
    indptr[i + 1] = count;
  }
  const known = { ...x, columns, indptr, indices: indices.subarray(0, count), values: values.subarray(0, count) };
  return { known, unknown: x.values.length - count };
}
