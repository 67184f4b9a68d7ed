import { GlmError } from "../base/errors.js";
import { reading } from "../base/keys.js";
import { type Cell, type Cells, cellsOf, type NamedColumns, namedColumns, type TableInput } from "../frame/columns.js";
import type { Source } from "./source.js";

// The parts of a source, cut anew into groups of as many rows as are wanted.

/** Some rows of a source that follow each other. */
export interface Group {
  /** Number of its first row among all. */
  readonly first: number;
  readonly length: number;
  readonly cells: ReadonlyMap<string, Cells>;
}

/** A group as a table. */
export function tableOf({ length, cells }: Group): NamedColumns {
  return { length, names: [...cells.keys()], cells: (name) => cells.get(name) };
}

/** The names of the columns: those of the first part. */
export async function namesOf(source: Source): Promise<readonly string[]> {
  for await (const part of opened(source, undefined)) return namedColumns(part, source.name).names;
  throw new GlmError("EMPTY", `${source.name} has no rows; expected one or more`, {});
}

function opened(source: Source, names: readonly string[] | undefined): AsyncIterable<TableInput> {
  const found: unknown = reading("open", () => source.open(names));
  if (typeof (found as AsyncIterable<TableInput> | null)?.[Symbol.asyncIterator] === "function")
    return found as AsyncIterable<TableInput>;
  const message = `${source.name}: open() gave no async iterable of tables; expected one, as of an async generator`;
  throw new GlmError("BAD_OPTION", message, {});
}

interface Waiting {
  readonly cells: readonly Cells[];
  readonly length: number;
}

/** These columns of all rows, `size` rows at a time; the last group has fewer. */
export async function* groupsOf(source: Source, names: readonly string[], size: number): AsyncGenerator<Group> {
  let waiting: Waiting[] = [];
  let [rows, first] = [0, 0];
  const take = (count: number): Group => {
    const cells = new Map(names.map((name, k) => [name, joined(waiting, k, count)]));
    waiting = rest(waiting, count);
    rows -= count;
    first += count;
    return { first: first - count, length: count, cells };
  };
  for await (const part of opened(source, names)) {
    if (Array.isArray(part) && part.length === 0) continue;
    const found = read(part, names, source.name);
    if (found.length === 0) continue;
    waiting.push(found);
    rows += found.length;
    while (rows >= size) yield take(size);
  }
  if (rows > 0) yield take(rows);
}

function read(part: TableInput, names: readonly string[], what: string): Waiting {
  const table = namedColumns(part, what);
  // rows need not have every key, so in some of them nobody may have one
  const isSparse = Array.isArray(part);
  const cells = names.map((name) =>
    isSparse && !table.names.includes(name)
      ? new Float64Array(table.length).fill(Number.NaN)
      : cellsOf(table, name, what),
  );
  return { length: table.length, cells };
}

/** Cells of the first `count` rows. */
function joined(waiting: readonly Waiting[], k: number, count: number): Cells {
  const pieces: Cells[] = [];
  let left = count;
  for (const { cells, length } of waiting) {
    const column = cells[k]!;
    pieces.push(length <= left ? column : cut(column, 0, left));
    left -= length;
    if (left <= 0) break;
  }
  if (pieces.length === 1) return pieces[0]!;
  if (!pieces.every((piece) => piece instanceof Float64Array)) return pieces.flatMap(plain);
  const all = new Float64Array(count);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function rest(waiting: readonly Waiting[], count: number): Waiting[] {
  let left = count;
  return waiting.flatMap((part) => {
    const from = Math.min(left, part.length);
    left -= from;
    if (from === part.length) return [];
    if (from === 0) return [part];
    return [{ length: part.length - from, cells: part.cells.map((column) => cut(column, from, part.length)) }];
  });
}

function cut(column: Cells, from: number, end: number): Cells {
  return column instanceof Float64Array ? column.subarray(from, end) : column.slice(from, end);
}

function plain(cells: Cells): readonly Cell[] {
  return cells instanceof Float64Array ? Array.from(cells, (v) => (Number.isNaN(v) ? undefined : v)) : cells;
}
