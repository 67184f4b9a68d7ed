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
  const cursor = await Cursor.at(source, names, 0);
  try {
    for (let group = await cursor.take(size); group !== undefined; group = await cursor.take(size)) yield group;
  } finally {
    await cursor.end();
  }
}

/** A reading of a source that goes on from where it is, a group at a time. */
export class Cursor {
  readonly #parts: AsyncIterator<TableInput>;
  readonly #names: readonly string[];
  readonly #what: string;
  #waiting: Waiting[] = [];
  #rows = 0;
  #next: number;

  private constructor(parts: AsyncIterable<TableInput>, names: readonly string[], what: string, next: number) {
    this.#parts = parts[Symbol.asyncIterator]();
    this.#names = names;
    this.#what = what;
    this.#next = next;
  }

  /** Before a row of a source: a source that cannot begin there is read from its beginning. */
  static async at(source: Source, names: readonly string[], row: number): Promise<Cursor> {
    const there = row === 0 ? undefined : await Cursor.straightTo(source, names, row);
    if (there !== undefined) return there;
    const cursor = new Cursor(opened(source, names), names, source.name, 0);
    await cursor.skip(row);
    return cursor;
  }

  /** The same of a source that can begin there; undefined of another one. */
  static async straightTo(source: Source, names: readonly string[], row: number): Promise<Cursor | undefined> {
    const there = await source.from?.(row, names);
    return there && new Cursor(there, names, source.name, row);
  }

  /** Number of the next row. */
  get next(): number {
    return this.#next;
  }

  /** The next rows, fewer at the end; undefined if there is none. */
  async take(count: number): Promise<Group | undefined> {
    while (this.#rows < count && (await this.#more()));
    const length = Math.min(count, this.#rows);
    if (length === 0) return undefined;
    const cells = new Map(this.#names.map((name, k) => [name, joined(this.#waiting, k, length)]));
    this.#drop(length);
    return { first: this.#next - length, length, cells };
  }

  /** Leaves rows out. */
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      if (this.#rows === 0 && !(await this.#more())) return;
      const own = Math.min(left, this.#rows);
      this.#drop(own);
      left -= own;
    }
  }

  end = async (): Promise<void> => {
    await this.#parts.return?.();
  };

  #drop(count: number): void {
    this.#waiting = rest(this.#waiting, count);
    this.#rows -= count;
    this.#next += count;
  }

  /** Reads a part; false at the end. */
  async #more(): Promise<boolean> {
    for (;;) {
      const { done, value: part } = await this.#parts.next();
      if (done) return false;
      if (Array.isArray(part) && part.length === 0) continue;
      const found = read(part, this.#names, this.#what);
      if (found.length === 0) continue;
      this.#waiting.push(found);
      this.#rows += found.length;
      return true;
    }
  }
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
