// A table by columns: numbers if every cell is one, which take a fraction of the memory of their text.
import { isMissingWord } from "../../src/base/missing-words.js";
import { isNumeric, readLabels, readNumbers, toNumber } from "../../src/table/cells.js";
import type { Table } from "../../src/table/table.js";
import type { ColumnInfo } from "./opened.js";

export interface Column {
  readonly info: ColumnInfo;
  /** Set if every cell is a finite number. */
  readonly numbers: Float64Array | undefined;
  /** The cells as text, if they may be classes or contain an error to report. */
  readonly texts: readonly string[] | undefined;
  /** File and lines, for error messages. */
  readonly place: Pick<Table, "source" | "lines">;
}

/** Columns with more distinct values than this are not classes. */
export const MOST_LEVELS = 12;

export function columnOf(table: Table, j: number): Column {
  const { rows, source, lines } = table;
  const numbers = new Float64Array(rows.length);
  const levels = new Set<string>();
  let areNumbers = true;
  for (let i = 0; i < rows.length; i++) {
    const text = rows[i]![j]!;
    if (areNumbers) {
      const value = toNumber(text) ?? Number.NaN;
      areNumbers = Number.isFinite(value);
      numbers[i] = value;
    }
    if (levels.size <= MOST_LEVELS) levels.add(text.trim());
  }
  const isMany = levels.size > MOST_LEVELS;
  const numeric = areNumbers || isNumeric(table, j);
  const info = {
    name: table.names[j]!,
    isNumeric: numeric,
    levels: isMany ? [] : [...levels].sort(),
    hasMissing: !areNumbers && rows.some((row) => (numeric ? toNumber(row[j]!) === undefined : isMissingWord(row[j]!))),
  };
  return {
    info,
    numbers: areNumbers ? numbers : undefined,
    texts: areNumbers && isMany ? undefined : rows.map((row) => row[j]!),
    place: { source, lines },
  };
}

/** The column as a table of one column. */
function alone({ info, texts, place }: Column): Table {
  return { ...place, names: [info.name], rows: texts!.map((text) => [text]) };
}

/** The numbers, into target. `advice` ends the message about a cell that is no number. */
export function numbersOf(column: Column, advice: string, target: Float64Array): void {
  if (column.numbers !== undefined) target.set(column.numbers);
  else readNumbers(alone(column), 0, advice, target);
}

export function labelsOf(column: Column): string[] {
  return column.texts === undefined ? Array.from(column.numbers!, String) : readLabels(alone(column), 0);
}
