import { GlmError } from "../base/errors.js";
import { type PredictorColumn, predictorColumns } from "../effects/columns.js";
import { numbersAs, numbersIn } from "../effects/dates.js";
import { typicalCell } from "../effects/typical-cell.js";
import { type Cell, type Cells, cellsOf, namedColumns, type TableInput } from "../frame/columns.js";
import type { Encoding } from "../frame/encoding.js";
import { columnsAs } from "../frame/in-use.js";
import { isTable } from "../frame/is-table.js";
import { namesIn } from "../frame/names-in.js";
import { type Column, isMissingAt } from "../frame/types.js";
import type { ModelData } from "../result/data.js";
import type { Model } from "../result/model.js";
import { dataOf } from "../result/recognize.js";
import { dateTicks } from "./date-ticks.js";
import type { Axis } from "./plot-data.js";

// The columns of a model of a formula in the rows of a table, for plots of what the model says of some of them.

/** A model of a formula, and what its columns hold. */
export interface ModelTable {
  readonly data: ModelData & { readonly encoding: Encoding };
  readonly columns: readonly PredictorColumn[];
  /** The cells of all columns that predictions need, in the rows without a missing cell. */
  readonly cells: Readonly<Record<string, Cells>>;
  /** One row that stands for all: weighted means of numbers, the most frequent levels. */
  readonly typical: Readonly<Record<string, Cell>>;
}

export function modelTable(model: Model, table: TableInput, plot: string): ModelTable {
  const data = dataOf(model, "model");
  const { encoding } = data;
  const refuse = (message: string): never => {
    throw new GlmError("NOT_SUPPORTED", `${plot} ${message}`, {});
  };
  if (encoding === undefined || !isTable(table)) {
    const found = encoding === undefined ? "the model is of a matrix of numbers" : "the data are no table";
    return refuse(`needs a model of a formula and a table; ${found}: fit(formula, table)`);
  }
  if (data.family === "multinomial") {
    refuse('needs a model with one predictor; the family is "multinomial": fit one level against the others');
  }
  const named = namedColumns(table);
  const { offset, exposure, weights } = encoding.roles;
  const beside = [offset, exposure].flatMap((name) => name ?? []);
  const own = columnsAs(named, namesIn([...encoding.variables, ...encoding.offsets]), encoding.columns);
  const complete = completeRows(named.length, own, encoding);
  const cells = Object.fromEntries([
    ...[...own].map(([name, column]) => [name, cellsIn(column, complete)] as const),
    ...beside.map((name) => [name, picked(numbersIn(cellsOf(named, name, "the model")), complete)] as const),
  ]);
  const columns = predictorColumns({ model: { encoding }, cells });
  const prior = weights === undefined ? undefined : named.cells(weights);
  const w = prior === undefined ? new Float64Array(complete.length).fill(1) : picked(numbersIn(prior), complete);
  const typical = Object.entries(cells).map(
    ([name, values]) => [name, typicalCell(columns.find((each) => each.name === name), values, w)] as const, // biome-ignore format: one line
  );
  return { data: { ...data, encoding }, columns, cells, typical: Object.fromEntries(typical) };
}

/** The rows whose predictors are present: all rows, where missing cells are marked. */
function completeRows(length: number, columns: ReadonlyMap<string, Column>, { missing }: Encoding): Int32Array {
  const all = [...columns.values()];
  const rows = Int32Array.from({ length }, (_, i) => i);
  const found = missing === "indicator" ? rows : rows.filter((i) => !all.some((column) => isMissingAt(column, i)));
  if (found.length > 0) return found;
  throw new GlmError("EMPTY", "every row of the table has a missing cell; expected one without", {});
}

function cellsIn(column: Column, rows: Int32Array): Cells {
  if ("values" in column) return numbersAs({ isDate: column.kind === "date" }, picked(column.values, rows));
  return Array.from(rows, (i) => column.levels[column.codes[i]!]);
}

function picked(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (i) => values[i]!);
}

/** Rows that are all typical but for some columns, as `predict` takes them. */
export function rowsWith({ typical }: ModelTable, changed: Readonly<Record<string, Cells>>): Record<string, Cells> {
  const [length] = Object.values(changed).map((cells) => cells.length);
  const all = Object.entries(typical).map(([name, cell]) => [name, changed[name] ?? new Array(length).fill(cell)]);
  return Object.fromEntries(all);
}

/** Offsets of 0 and exposures of 1, for a fit that was given them beside the table. */
export function besideRows({ data: { encoding } }: ModelTable, length: number): object {
  const of = { offset: 0, exposure: 1 };
  const given = (["offset", "exposure"] as const).filter((role) => encoding.vectors.includes(role));
  return Object.fromEntries(given.map((role) => [role, new Float64Array(length).fill(of[role])]));
}

/** Values over the range of a column of numbers, evenly. */
export function range(cells: Cells, count: number): Float64Array {
  const [low, high] = ends(numbersIn(cells));
  return Float64Array.from({ length: count }, (_, k) =>
    k === count - 1 ? high : low + ((high - low) * k) / (count - 1),
  );
}

function ends(values: Float64Array): [number, number] {
  const present = values.filter((v) => !Number.isNaN(v));
  return [present.reduce((a, b) => Math.min(a, b), Infinity), present.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** The axis of a column of numbers, in words if they are dates. */
export function axisOf({ name, isDate }: PredictorColumn, values: Float64Array): Axis {
  const axis = { label: name, scale: "linear" } as const;
  return isDate ? { ...axis, ticks: dateTicks(...ends(values)) } : axis;
}
