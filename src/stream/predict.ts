import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { readMemory } from "../base/memory.js";
import type { Encoding } from "../frame/encoding.js";
import type { Model } from "../index.js";
import { groupsOf, namesOf, tableOf } from "../source/groups.js";
import type { Source } from "../source/source.js";
import { isSvmlight, type SvmlightSource } from "../source/svmlight.js";
import { predictSparse, type SparsePredictOptions } from "./predict-sparse.js";
import type { Predictions, StreamPredictOptions } from "./predictions.js";

/** Rows that are predicted together at most; more gain nothing. */
const MOST_ROWS = 2 ** 14;
/** Bytes of a cell as it is read, and of an entry of x, in the table and in the kernel. */
const CELL = 64;
const ENTRY = 32;

const KEYS = ["type", "offset", "exposure", "unseen", "memory"];

/**
 * Predictions for the rows of a source, some at a time, in their order: those of `model.predict`. A row with a missing cell keeps its place.
 *
 * @param model    Of a formula, whether it was fitted to a source or to a table.
 * @param source   Its columns are those of the fit.
 * @param options  See StreamPredictOptions.
 * @throws GlmError as `model.predict`, with the number of the row in the source.
 *
 * @example
 * const means = [];
 * for await (const { values } of predict(model, file("new.csv"))) means.push(...values);
 */
export function predict(model: Model, source: Source, options?: StreamPredictOptions): AsyncGenerator<Predictions>;
/**
 * The same for a file of SVMlight, by a model of numbers.
 *
 * @param source   `svmlight(path, { zeroBased })`, where `zeroBased` is as in the file of the fit.
 * @param options  See SparsePredictOptions.
 */
export function predict(
  model: Model,
  source: SvmlightSource,
  options?: SparsePredictOptions,
): AsyncGenerator<Predictions>;
export function predict(
  model: Model,
  source: Source | SvmlightSource,
  options: StreamPredictOptions | SparsePredictOptions = {},
): AsyncGenerator<Predictions> {
  if (isSvmlight(source)) return predictSparse(model, source, options as SparsePredictOptions);
  return predictTable(model, source, options as StreamPredictOptions);
}

async function* predictTable(model: Model, source: Source, options: StreamPredictOptions): AsyncGenerator<Predictions> {
  checkKeys(options, KEYS, "predict");
  if (model.formula === undefined) {
    const message =
      "predict: the model has no formula, so it does not say which columns it takes; expected a model of a formula";
    throw new GlmError("BAD_OPTION", message, {});
  }
  const { memory = "1GB", ...asked } = options;
  const bytes = readMemory(memory);
  const names = columnsIn(model, await namesOf(source), options);
  for await (const group of groupsOf(source, names, rowsAtOnce(model, names.length, bytes))) {
    const { length, cells } = tableOf(group);
    const table = Object.fromEntries(names.map((name) => [name, cells(name)!]));
    yield {
      first: group.first,
      values: told(
        () => model.predict(table as never, asked as never) as unknown as Predictions["values"],
        group.first,
        length,
      ),
    };
  }
}

function rowsAtOnce({ names, classes }: Model, cells: number, memory: number): number {
  const least = CELL * cells + ENTRY * (names.length + (classes?.length ?? 1));
  if (memory >= least) return Math.min(MOST_ROWS, Math.floor(memory / least));
  const message = `memory = ${memory} bytes, and a row takes ${least}; expected ${least} or more: set memory: "1MB"`;
  throw new GlmError("BAD_OPTION", message, { memory, least });
}

/** The columns that the model and the options name, as far as there are such: who lacks one says so. */
function columnsIn(model: Model, all: readonly string[], { offset, exposure }: StreamPredictOptions): string[] {
  const { columns, roles } = (model.toJSON() as { readonly encoding: Encoding }).encoding;
  const wanted = new Set([...columns.map(({ name }) => name), offset, exposure, roles.offset, roles.exposure]);
  return all.filter((name) => wanted.has(name));
}

/** Errors about a row of a group speak of that row of the source. */
function told<T>(work: () => T, first: number, length: number): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GlmError) || first === 0) throw error;
    const rows = Array.isArray(error.detail.rows) ? (error.detail.rows as number[]) : [error.detail.row as number];
    const row = rows[0];
    if (row === undefined || !(row < length)) throw error;
    const message = error.message
      .replace(`[${row}]`, `[${row + first}]`)
      .replace(/, and in rows? .*?; expected/, "; expected");
    throw new GlmError(error.code, message, { ...error.detail, row: row + first });
  }
}
