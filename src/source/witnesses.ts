import { GlmError } from "../base/errors.js";
import { isMissingWord } from "../base/missing-words.js";
import { quoted, shownName } from "../base/show.js";
import type { Cell, Cells } from "../frame/columns.js";
import { type ColumnKind, textKind } from "../frame/types.js";

// What a few rows must hold so that what is learned of them is what all rows would teach: kinds of cells, missing ones, every level, the
// smallest and the largest number.

/** Different texts of a column that may turn out to be numbers. */
const MOST_TEXTS = 10_000;
/** Different texts of a column that is none of numbers. */
const MOST_LEVELS = 2 ** 17;

/** One column, and what has been seen of it. */
export class Witnesses {
  readonly #kinds = new Set<string>();
  /** In rows that are complete, and in rows that may be. */
  #levels: { readonly sure: Set<Cell>; readonly perhaps: Set<Cell> } | undefined = {
    sure: new Set(),
    perhaps: new Set(),
  };
  #hasMissing = false;
  #texts: ColumnKind | undefined;
  #least = Infinity;
  #most = -Infinity;

  /** `isLevels`: whether its numbers are levels. `told`: what the options say that it is. */
  constructor(
    readonly name: string,
    readonly isLevels: boolean,
    readonly told: unknown,
  ) {}

  /** Calls `keep` with rows that show something new. `doubt`: 0 for complete rows, 1 for those that may be, 2 for others. */
  look(cells: Cells, doubt: Uint8Array, first: number, keep: (i: number) => void): void {
    if (cells instanceof Float64Array && !this.isLevels) {
      this.#lookAtNumbers(cells, keep);
      return;
    }
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      if (cell === undefined || Number.isNaN(cell)) {
        if (!this.#hasMissing) keep(i);
        this.#hasMissing = true;
      } else if (this.#isNew(cell, doubt[i]!, first + i)) keep(i);
    }
  }

  #lookAtNumbers(cells: Float64Array, keep: (i: number) => void): void {
    let [least, most, missing] = [-1, -1, -1];
    for (let i = 0; i < cells.length; i++) {
      const v = cells[i]!;
      if (Number.isNaN(v)) missing = i;
      else if (least < 0) least = most = i;
      else if (v < cells[least]!) least = i;
      else if (v > cells[most]!) most = i;
    }
    if (missing >= 0 && !this.#hasMissing) keep(missing);
    this.#hasMissing ||= missing >= 0;
    if (least < 0) return;
    if (!this.#kinds.has("number")) keep(least);
    this.#kinds.add("number");
    if (cells[least]! < this.#least) keep(least);
    if (cells[most]! > this.#most) keep(most);
    this.#least = Math.min(this.#least, cells[least]!);
    this.#most = Math.max(this.#most, cells[most]!);
  }

  #isNew(cell: Exclude<Cell, undefined>, doubt: number, row: number): boolean {
    const isText = typeof cell === "string";
    const kind = cell instanceof Date ? "Date" : typeof cell;
    let isNew = !this.#kinds.has(kind);
    this.#kinds.add(kind);
    if (kind === "Date" || (kind === "number" && !this.isLevels)) return isNew;
    const levels = this.#levels;
    const seen = doubt === 0 ? levels?.sure : levels?.perhaps;
    if (seen?.has(cell)) return isNew;
    if (isText && !isMissingWord(cell)) isNew = this.#look(cell, row) || isNew;
    if (doubt === 2 || levels === undefined) return isNew;
    if (isText && this.told === "number") return isNew;
    const most = this.#texts === "number" || this.#texts === "date" ? MOST_TEXTS : MOST_LEVELS;
    if (seen!.size >= most) {
      if (most === MOST_LEVELS || this.isLevels) throw tooMany(this.name, most);
      this.#levels = undefined; // they are numbers
      return isNew;
    }
    seen!.add(cell);
    return true;
  }

  /** Whether a text shows that the column is none of numbers, or of dates. */
  #look(cell: string, row: number): boolean {
    if (this.#texts === "category") return false;
    const kind = textKind([cell]) ?? "category";
    if (this.#texts === kind) return false;
    const isFirst = this.#texts === undefined;
    this.#texts = isFirst ? kind : "category";
    if (this.#levels !== undefined || this.told !== undefined) return true;
    const message = `${shownName(this.name)}[${row}] = ${quoted(cell)}, after more than ${MOST_TEXTS} different numbers; expected a number: correct the cell, or set types: { ${shownName(this.name)}: "category" }`;
    throw new GlmError("BAD_VALUE", message, { column: this.name, row });
  }
}

function tooMany(name: string, most: number): GlmError {
  const message = `${shownName(name)} has more than ${most} levels; expected fewer: leave the column out, or join levels`;
  return new GlmError("OUT_OF_MEMORY", message, { column: name });
}
