import { GlmError } from "../base/errors.js";
import { isMissingWord } from "../base/missing-words.js";
import { toNumber } from "../base/number-text.js";
import { quoted, show, shownName } from "../base/show.js";
import { doubles, integers } from "../base/typed.js";
import type { Cell, Cells } from "./columns.js";
import { daysOf, isoDays } from "./dates.js";
import { codesOf, factorOfTexts, LOGICAL_LEVELS, levelText, MISSING, UNSEEN } from "./levels.js";

// What the cells of a column mean.

/** What a column can be told to be. */
export type ColumnType = "number" | "category" | "date";

/** Levels that a message names. */
const FEW = 5;

/** What a column is: truth values are found, not told. */
export type ColumnKind = ColumnType | "logical";

export const COLUMN_TYPES: readonly string[] = ["number", "category", "date"];

/** A column of numbers; dates are days since 1970. NaN is missing. */
export interface NumberColumn {
  readonly kind: "number" | "date";
  readonly values: Float64Array;
}

/** A column of levels; a code of -1 is missing. */
export interface LevelColumn {
  readonly kind: "category" | "logical";
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

export type Column = NumberColumn | LevelColumn;

/** What a column is, by its cells. `fromText`: its numbers or dates were written as text. */
export function kindOf(cells: Cells, name: string): { readonly kind: ColumnKind; readonly fromText: boolean } {
  if (cells instanceof Float64Array) return { kind: "number", fromText: false };
  const kinds = new Map<string, number>();
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell === undefined) continue;
    const kind = cell instanceof Date ? "Date" : typeof cell;
    if (!kinds.has(kind)) kinds.set(kind, i);
  }
  const [text, hasText] = [textKind(cells), kinds.has("string")];
  if (kinds.size === 0) return { kind: "number", fromText: false };
  if (text === "category") refuseCommas(cells, name);
  if (kinds.size === 1 && hasText) return { kind: text ?? "category", fromText: text === "number" || text === "date" };
  if (kinds.size === 1) return { kind: kinds.has("Date") ? "date" : kinds.has("boolean") ? "logical" : "number", fromText: false }; // biome-ignore format: one line
  const isAlso = (kind: string, type: ColumnType): boolean =>
    kinds.size === 2 && hasText && kinds.has(kind) && (text ?? type) === type;
  if (isAlso("number", "number")) return { kind: "number", fromText: true };
  if (isAlso("Date", "date")) return { kind: "date", fromText: true };
  throw notAlike(cells, kinds, name);
}

/** Refuses a column of text whose cells are numbers once a comma is a point: as levels they would be read without a word. */
function refuseCommas(cells: readonly Cell[], name: string): void {
  const isComma = (cell: Cell): boolean => typeof cell === "string" && COMMA.test(cell.trim());
  if (!cells.every((cell) => isComma(cell) || cell === undefined || (typeof cell === "string" && !isNoNumber(cell))))
    return;
  const i = cells.findIndex(isComma);
  if (i < 0) return;
  const message = `${placeOf(name, i)} = ${shownCell(cells[i])}; expected a decimal point: write it with one, as text.replace(",", ".") does, or set types: { ${shownName(name)}: "category" }`;
  throw new GlmError("BAD_VALUE", message, { column: name, row: i });
}

function notAlike(cells: readonly Cell[], kinds: ReadonlyMap<string, number>, name: string): GlmError {
  const firsts = [...kinds.values()].sort((a, b) => a - b);
  const odd = kinds.has("string") && kinds.has("number") ? cells.findIndex(isNoNumber) : firsts[1]!;
  const like = firsts[0] === odd ? firsts[1]! : firsts[0]!;
  const other = `${shownName(name)}[${like}] is ${shownCell(cells[like])}`;
  const message = `${placeOf(name, odd)} = ${shownCell(cells[odd])}, but ${other}; expected cells of one kind: correct it, or set types: { ${shownName(name)}: "category" }`;
  return new GlmError("BAD_VALUE", message, { column: name, row: odd });
}

const isNoNumber = (cell: Cell): boolean =>
  typeof cell === "string" && !isMissingWord(cell) && toNumber(cell) === undefined;

/** A number with a decimal comma, or one between thousands. */
const COMMA = /^[+-]?\d+,\d+$/;
/** Digits that begin with a zero are a code, as of a place or an article. */
const CODE = /^[+-]?0\d/;
/** More digits than a number can hold. */
const LONG = /^[+-]?\d{16,}$/;

/** Whether all cells of text are numbers, or dates, or truth values: words as NA are missing there. Undefined if there are only such words. */
export function textKind(cells: readonly Cell[]): ColumnKind | undefined {
  let [numbers, dates, truths, seen] = [true, true, true, false];
  for (const cell of cells) {
    if (typeof cell !== "string" || isMissingWord(cell)) continue;
    seen = true;
    const bare = cell.trim();
    numbers &&= toNumber(bare) !== undefined && !CODE.test(bare) && !LONG.test(bare);
    dates &&= isoDays(bare) !== undefined;
    truths &&= truthOf(bare) !== undefined;
    if (!numbers && !dates && !truths) return "category";
  }
  if (!seen) return undefined;
  return numbers ? "number" : dates ? "date" : "logical";
}

/** The cells as a column of this kind, or an error that names the first cell that is none. */
export function columnAs(cells: Cells, name: string, kind: ColumnKind): Column {
  if (kind === "category") {
    return { kind, ...factorOfTexts(cells.length, (i) => levelText(cells[i]), cells instanceof Float64Array) };
  }
  if (kind === "logical") {
    const codes = integers(cells.length, (i) => logicalCode(cells[i], name, i));
    return { kind, levels: LOGICAL_LEVELS, codes };
  }
  const read = kind === "number" ? numberOf : dayOf;
  return { kind, values: doubles(cells.length, (i) => read(cells[i], name, i)) };
}

/** The cells as levels that were told, in their order. A cell that is none of them is refused. */
export function columnOfLevels(cells: Cells, name: string, levels: readonly string[]): LevelColumn {
  const codes = codesOf(Array.from(cells as readonly Cell[], levelText), levels);
  const i = codes.indexOf(UNSEEN);
  if (i < 0) return { kind: "category", levels, codes };
  const some = levels.slice(0, FEW).map(quoted).join(", ");
  const wanted = levels.length > FEW ? `${some}, ... (${levels.length} in all)` : some;
  const message = `${placeOf(name, i)} = ${shownCell(cells[i])}; expected ${wanted}, the levels in types: correct the cell, make it null, which is missing, or add the level`;
  throw new GlmError("BAD_VALUE", message, { column: name, row: i });
}

function numberOf(cell: Cell, name: string, i: number): number {
  if (typeof cell === "number") {
    if (Math.abs(cell) !== Infinity) return cell;
    throw badCell(cell, name, i, "a finite number");
  }
  if (cell === undefined || (typeof cell === "string" && isMissingWord(cell))) return Number.NaN;
  if (typeof cell === "boolean") return cell ? 1 : 0;
  const value = typeof cell === "string" ? toNumber(cell) : undefined;
  if (value === undefined || !Number.isFinite(value)) throw badCell(cell, name, i, "a number");
  return value;
}

function dayOf(cell: Cell, name: string, i: number): number {
  if (cell instanceof Date) return daysOf(cell);
  if (cell === undefined || Number.isNaN(cell) || (typeof cell === "string" && isMissingWord(cell))) return Number.NaN;
  const days = typeof cell === "string" ? isoDays(cell) : undefined;
  if (days === undefined) throw badCell(cell, name, i, "a Date, or text as 2024-12-31");
  return days;
}

const TRUTH: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, 1, "true", "TRUE", "True"].map((cell) => [cell, true] as const),
  ...[false, 0, "false", "FALSE", "False"].map((cell) => [cell, false] as const),
]);

/** A truth value, also as R, Python and JSON write it. */
export function truthOf(cell: unknown): boolean | undefined {
  return TRUTH.get(typeof cell === "string" ? cell.trim() : cell);
}

function logicalCode(cell: Cell, name: string, i: number): number {
  const value = truthOf(cell);
  if (value !== undefined) return value ? 1 : 0;
  if (cell === undefined || Number.isNaN(cell) || (typeof cell === "string" && isMissingWord(cell))) return MISSING;
  throw badCell(cell, name, i, "true or false");
}

function badCell(cell: Cell, name: string, i: number, wanted: string): GlmError {
  const message = `${placeOf(name, i)} = ${shownCell(cell)}; expected ${wanted}: correct the cell, or make it null, which is missing`;
  return new GlmError("BAD_VALUE", message, { column: name, row: i });
}

function placeOf(name: string, i: number): string {
  return `${shownName(name)}[${i}]`;
}

function shownCell(cell: Cell): string {
  if (cell instanceof Date) return `the date ${cell.toISOString()}`;
  return typeof cell === "string" ? quoted(cell) : show(cell);
}

/** Whether row i of the column has no value. */
export function isMissingAt(column: Column, i: number): boolean {
  return "values" in column ? Number.isNaN(column.values[i]) : column.codes[i] === MISSING;
}
