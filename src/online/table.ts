import { show, shownName } from "../base/show.js";
import { type Cell, type Cells, cellsOf, type NamedColumns, namedColumns } from "../frame/columns.js";
import { GlmError, type TableInput } from "../index.js";
import { hashOf, wordsOf } from "./hash.js";
import { checked } from "./numbers.js";
import type { Settings } from "./options.js";
import type { Row, Rows } from "./row.js";

// Chunks of a table. The first one tells which columns there are, and which of them are numbers; the others have to be alike.

/** The columns that are features. */
export interface TableColumns {
  /** Columns of numbers and truth values, feature 0, 1, ... */
  readonly numbers: readonly string[];
  /** Columns of text, whose features come behind by their hashes. */
  readonly texts: readonly string[];
}

/** The rows of a table that have no missing cell. */
export interface TableRows extends Rows {
  readonly y: readonly Cell[] | undefined;
  readonly weights: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  /** Their places in the table, and how many rows that has. */
  readonly kept: Int32Array;
  readonly total: number;
}

/** Reads what the first table has. */
export function columnsOf(table: TableInput, settings: Settings): TableColumns {
  const named = namedColumns(table);
  const { response, weights, offset, hash } = settings;
  const numbers: string[] = [];
  const texts: string[] = [];
  for (const name of named.names) {
    if ([response, weights, offset].includes(name)) continue;
    const first = firstOf(cellsOf(named, name, "learn"));
    if (first === undefined) {
      const message = `column ${shownName(name)} has no value in the first chunk, so it is not known whether it has numbers or text; expected one: give a larger first chunk, or leave it out`;
      throw new GlmError("BAD_VALUE", message, { column: name });
    }
    if (typeof first !== "string") numbers.push(name);
    else if (hash !== undefined) texts.push(name);
    else {
      const message = `column ${shownName(name)} has text (${show(first)}); expected numbers: give option hash, as hash: {}, or leave it out`;
      throw new GlmError("BAD_VALUE", message, { column: name });
    }
  }
  const unknown = hash?.words.find((name) => !texts.includes(name));
  if (unknown !== undefined) {
    throw new GlmError("BAD_OPTION", `hash.words has ${show(unknown)}, which is no text column of the table`, {});
  }
  return { numbers, texts };
}

function firstOf(cells: Cells): Cell {
  for (let i = 0; i < cells.length; i++) if (!isMissing(cells[i])) return cells[i];
  return undefined;
}

const isMissing = (cell: Cell): boolean => cell === undefined || Number.isNaN(cell);

/** The rows of a table as features; without `hasResponse` for predictions. Rows with a missing cell are left out. */
export function readTable(
  table: TableInput,
  { numbers, texts }: TableColumns,
  settings: Settings,
  hasResponse: boolean,
): TableRows {
  const named = namedColumns(table);
  const { response, hash } = settings;
  const read = (name: string): Cells => cellsOf(named, name, hasResponse ? "learn" : "predict");
  if (hasResponse && response === undefined) {
    throw new GlmError("BAD_OPTION", "response is missing; expected the name of the column to predict", {});
  }
  const y = hasResponse ? read(response!) : undefined;
  const weights = hasResponse && settings.weights !== undefined ? read(settings.weights) : undefined;
  const offset = settings.offset === undefined ? undefined : read(settings.offset);
  const [numberCells, textCells] = [numbers.map(read), texts.map(read)];
  const all = [...numberCells, ...textCells, ...[y, weights, offset].filter((cells) => cells !== undefined)];
  const kept = complete(named, all);
  const columns = numberCells.map((cells, j) => asNumbers(cells, kept, numbers[j]!));
  const features = textCells.map((cells, j) => asFeatures(cells, kept, texts[j]!, hash!, numbers.length));
  return {
    length: kept.length,
    kept,
    total: named.length,
    y: y && Array.from(kept, (i) => y[i]),
    weights: weights && asNumbers(weights, kept, settings.weights!),
    offset: offset && asNumbers(offset, kept, settings.offset!),
    read: (k: number, to: Row) => {
      for (let j = 0; j < columns.length; j++) to.add(j, columns[j]![k]!);
      for (const of of features) for (const feature of of[k]!) to.addTo(feature, 1);
    },
  };
}

function complete({ length }: NamedColumns, all: readonly Cells[]): Int32Array {
  const kept: number[] = [];
  for (let i = 0; i < length; i++) if (!all.some((cells) => isMissing(cells[i]))) kept.push(i);
  return Int32Array.from(kept);
}

function asNumbers(cells: Cells, kept: Int32Array, name: string): Float64Array {
  return Float64Array.from(kept, (i) => {
    const cell = cells[i];
    return typeof cell === "boolean" ? Number(cell) : checked(cell, () => `${shownName(name)}[${i}]`);
  });
}

/** The features of every kept cell: one for the cell, or one for each of its words. */
function asFeatures(
  cells: Cells,
  kept: Int32Array,
  name: string,
  { bits, words, seed }: NonNullable<Settings["hash"]>,
  from: number,
): readonly (readonly number[])[] {
  const own = hashOf(name, seed);
  const known = new Map<string, number>();
  const feature = (text: string): number => {
    let found = known.get(text);
    if (found === undefined) {
      found = from + (hashOf(text, own) & (2 ** bits - 1));
      known.set(text, found);
    }
    return found;
  };
  const isWords = words.includes(name);
  return Array.from(kept, (i) => {
    const text = cells[i];
    if (typeof text !== "string") {
      const message = `${shownName(name)}[${i}] = ${show(text)}; expected text, as in the first chunk: convert it with String()`;
      throw new GlmError("BAD_VALUE", message, { column: name, row: i });
    }
    return isWords ? wordsOf(text).map(feature) : [feature(text)];
  });
}
