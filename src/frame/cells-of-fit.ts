import { type Cells, cellsOf, namedColumns, type TableInput } from "./columns.js";
import type { Encoding } from "./encoding.js";
import { columnsAs } from "./in-use.js";
import { namesIn } from "./names-in.js";
import { pickRows } from "./rows.js";

/** The cells of a column in some rows: numbers and dates as they were read at the fit, levels as the table has them. */
export interface CellsOfFit {
  readonly name: string;
  /** Numbers are days since 1970. */
  readonly isDate: boolean;
  readonly cells: Cells;
}

/** The columns that a fit used, with those that its options named, in some rows of its table. */
export function cellsOfFit(
  { variables, offsets, roles, columns }: Encoding,
  input: TableInput,
  rows: Int32Array,
): CellsOfFit[] {
  const table = namedColumns(input);
  const names = new Set([...namesIn([...variables, ...offsets]), ...Object.values(roles)]);
  const typed = columnsAs(table, names, columns);
  return [...names].map((name) => {
    const column = typed.get(name);
    const cells = column !== undefined && "values" in column ? column.values : cellsOf(table, name, "the model");
    return { name, isDate: column?.kind === "date", cells: pickRows(cells, rows) as Cells };
  });
}
