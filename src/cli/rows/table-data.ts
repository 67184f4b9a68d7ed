import type { Label } from "../../index.js";
import { toNumber } from "../../table/cells.js";
import { type ColumnTable, readColumns } from "../../table/columns.js";
import { type FileBytes, readBytes } from "../../table/source.js";
import type { Heading } from "../../table/table.js";
import type { Cells } from "../../table/typed.js";
import { type DataFlags, readingOf } from "../flags/data.js";
import { type FormulaFlags, responseIn } from "../flags/formula.js";
import { rolesOf } from "./data.js";
import type { Place } from "./place.js";

/** Columns by the options that name them. */
type ColumnNames = Pick<
  DataFlags,
  "weights" | "trials" | "offset" | "exposure" | "groups" | "times" | "cluster" | "cluster2"
> & {
  readonly folds?: string;
};

/** A file as a formula, or a model of one, reads it: columns of cells of any kind. */
export interface TableData extends Place {
  readonly formula: string;
  readonly table: ColumnTable["columns"];
  /** Names of columns, and what else a verb is told of the table. */
  readonly options: ColumnNames & Pick<FormulaFlags, "types" | "missing" | "contrasts" | "coding"> & SuccessOption;
}

interface SuccessOption {
  readonly success?: Label;
}

/** Options that name columns of a table. */
const NAMING = ["weights", "trials", "offset", "exposure", "folds", "groups", "times", "cluster", "cluster2"] as const;
const TOLD = ["types", "missing", "contrasts", "coding"] as const;

/** A file for a formula. Its response says in which column `?` and `-` are missing cells. */
export async function readTableData(file: string | undefined, formula: string, flags: DataFlags): Promise<TableData> {
  const { columns, place, heading } = await columnsFor(await readBytes(file), formula, flags);
  const { success } = flags;
  const told = Object.fromEntries(TOLD.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])));
  const label = success === undefined ? {} : { success: labelOf(success, formula, columns, flags.types) };
  return { ...place, formula, table: columns, options: { ...namesIn(heading, flags), ...told, ...label } };
}

/** The rows of a model of a formula: its columns are those of the fit, unless flags name others. */
export async function readModelTable(bytes: FileBytes, formula: string, flags: Partial<DataFlags>): Promise<TableData> {
  const { columns, place, heading } = await columnsFor(bytes, formula, flags);
  return { ...place, formula, table: columns, options: namesIn(heading, flags) };
}

async function columnsFor(bytes: FileBytes, formula: string, flags: Partial<DataFlags>) {
  const response = responseIn(formula);
  const { columns, ...heading } = await readColumns(
    bytes,
    readingOf({ ...flags, ...(response === undefined ? {} : { response }) }),
  );
  const { source, lines, unit = "line" } = heading;
  return { columns, heading, place: { source, lines, unit } };
}

/** The columns that the flags name, all of them in the table, and none of them twice. */
function namesIn(heading: Heading, flags: Partial<DataFlags>): ColumnNames {
  rolesOf(heading, flags);
  return Object.fromEntries(NAMING.flatMap((role) => (typeof flags[role] === "string" ? [[role, flags[role]]] : [])));
}

/** A label of the response as its cells have it: a number or a truth value, where they hold such. */
function labelOf(text: string, formula: string, columns: TableData["table"], types: FormulaFlags["types"]): Label {
  const name = responseIn(formula) ?? "";
  const type = types?.[name];
  const cells: Cells | undefined = type === "category" || typeof type === "object" ? undefined : columns[name];
  const number = toNumber(text);
  const isNumber = number !== undefined && String(number) === text.trim(); // 01 is a code
  if (cells === undefined) return text;
  if (cells instanceof Float64Array) return isNumber ? number : text;
  const present = cells.filter((cell) => cell !== undefined);
  if (present.every((cell) => typeof cell === "boolean")) return /^(true|false)$/i.test(text) ? /^t/i.test(text) : text;
  return isNumber && present.every((cell) => toNumber(String(cell)) !== undefined) ? number : text;
}
