import { isUnread, type TypedTable, textOfCell } from "./typed.js";

/** The column in which pandas writes its index, if it is no count of rows. */
const PANDAS_INDEX = "__index_level_0__";

/** A table whose column of row names, if it has one, is no column: one without a name at the start, or the index of pandas. */
export function rowNamed(table: TypedTable): TypedTable {
  const { names, cells } = table;
  const at = names[0] === "" ? 0 : names.indexOf(PANDAS_INDEX);
  const column = cells[at];
  if (column === undefined || isUnread(column) || names.length === 1) return table;
  const without = <T>(all: readonly T[]): T[] => all.filter((_, j) => j !== at);
  return { ...table, names: without(names), cells: without(cells), rowNames: Array.from(column, textOfCell) };
}
