import { isMissingWord } from "../base/missing-words.js";
import { mulberry32, type Random } from "../base/random.js";
import type { Cell, NamedColumns } from "../frame/columns.js";
import type { Group } from "./groups.js";
import { Witnesses } from "./witnesses.js";

// Rows of a source that teach what all of them would: a sample of equal chances, and those that show something new.

export const SAMPLE = {
  /** Rows of the sample; a source with no more is learned from as a whole. */
  rows: 2 ** 16,
  /** Cells of the sample at most: 64 MB. */
  cells: 2 ** 22,
};

/** What is asked of the columns. */
export interface Watched {
  readonly names: readonly string[];
  /** Columns whose missing cells leave a row out. */
  readonly needed: ReadonlySet<string>;
  /** Columns of numbers that may become levels. */
  readonly levels: ReadonlySet<string>;
  readonly types: Readonly<Record<string, unknown>>;
  /** Whether something is computed of many rows, as knots and means are. */
  readonly isComputed: boolean;
}

interface Row {
  readonly row: number;
  readonly cells: readonly Cell[];
}

export class Sample {
  readonly #watched: Watched;
  readonly #witnesses: readonly Witnesses[];
  readonly #random: Random;
  readonly #most: number;
  readonly #drawn: Row[] = [];
  readonly #kept = new Map<number, Row>();
  /** Cells of each column that are missing, for those whose rows are left out. */
  readonly missing = new Map<string, number>();
  #rows = 0;
  /** Whether there is a complete row, and one that may be. */
  readonly #has = [false, false];

  constructor(watched: Watched, seed: number) {
    this.#watched = watched;
    const { names, levels, types } = watched;
    this.#witnesses = names.map((name) => new Witnesses(name, levels.has(name), types[name]));
    this.#random = mulberry32(seed);
    const most = Math.max(1, Math.min(SAMPLE.rows, Math.floor(SAMPLE.cells / Math.max(1, names.length))));
    this.#most = watched.isComputed ? most : 1;
  }

  /** Rows of the source so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether rows are missing in the sample that what is computed depends on. */
  get isPart(): boolean {
    return this.#watched.isComputed && this.#rows > this.#most;
  }

  add(group: Group): void {
    const doubt = this.#doubts(group);
    const columns = this.#watched.names.map((name) => group.cells.get(name)!);
    const rowOf = (i: number): Row => ({ row: group.first + i, cells: columns.map((column) => cellAt(column[i])) });
    const keep = (i: number): void => {
      if (!this.#kept.has(group.first + i)) this.#kept.set(group.first + i, rowOf(i));
    };
    this.#witnesses.forEach((witnesses, k) => {
      witnesses.look(columns[k]!, doubt, group.first, keep);
    });
    for (const level of [0, 1]) {
      const i = this.#has[level] ? -1 : doubt.indexOf(level);
      if (i >= 0) keep(i);
      this.#has[level] ||= i >= 0;
    }
    for (let i = 0; i < group.length; i++) {
      const seen = this.#rows + i;
      const place = seen < this.#most ? seen : Math.floor(this.#random() * (seen + 1));
      if (place < this.#most) this.#drawn[place] = rowOf(i);
    }
    this.#rows += group.length;
  }

  /** A row that a later reading has shown to be needed. */
  keep({ first, cells }: Group, i: number): void {
    this.keepCells(
      first + i,
      this.#watched.names.map((name) => cells.get(name)![i]),
    );
  }

  /** The same by its number, with the cells of the columns that are watched. */
  keepCells(row: number, cells: readonly Cell[]): void {
    this.#kept.set(row, { row, cells: cells.map(cellAt) });
  }

  /** The rows in their order, as a table, and their numbers. */
  table(): { readonly table: NamedColumns; readonly rows: Int32Array } {
    const all = new Map(this.#kept);
    for (const row of this.#drawn) all.set(row.row, row);
    const rows = [...all.values()].sort((a, b) => a.row - b.row);
    const { names } = this.#watched;
    const columns = new Map(names.map((name, k) => [name, packed(rows.map(({ cells }) => cells[k]))]));
    return {
      table: { length: rows.length, names, cells: (name) => columns.get(name) },
      rows: Int32Array.from(rows, ({ row }) => row),
    };
  }

  /** Of every row: 0, it is complete; 1, a word in it may mean a missing cell; 2, a cell is missing. */
  #doubts({ cells, length }: Group): Uint8Array {
    const doubts = new Uint8Array(length);
    for (const name of this.#watched.needed) {
      const column = cells.get(name)!;
      const isNumbers = column instanceof Float64Array;
      let count = 0;
      for (let i = 0; i < length; i++) {
        const cell = column[i];
        const isMissing = cell === undefined || Number.isNaN(cell);
        const isWord = !isNumbers && typeof cell === "string" && isMissingWord(cell);
        if (isMissing) doubts[i] = 2;
        else if (isWord && doubts[i] === 0) doubts[i] = 1;
        if (isMissing) count++;
      }
      this.missing.set(name, (this.missing.get(name) ?? 0) + count);
    }
    return doubts;
  }
}

function cellAt(cell: Cell): Cell {
  return Number.isNaN(cell) ? undefined : cell;
}

function packed(cells: readonly Cell[]): Float64Array | readonly Cell[] {
  if (!cells.every((cell) => cell === undefined || typeof cell === "number")) return cells;
  return Float64Array.from(cells, (cell) => (cell as number | undefined) ?? Number.NaN);
}
