import { isMissingWord } from "../base/missing-words.js";
import { toNumber } from "../base/number-text.js";
import { quoted, shownName } from "../base/show.js";
import { GlmError } from "../index.js";
import { cellReader, type Reading } from "./cell-notation.js";
import { placeOf } from "./cells.js";
import type { Table } from "./table.js";

// Columns whose numbers seem to be written with another decimal mark than the one that is read.

const COMMA = /^[+-]?\d+,\d+$/;
const POINT_THOUSANDS = /^[+-]?\d{1,3}(\.\d{3})+$/;
const COMMA_THOUSANDS = /^[+-]?\d{1,3},\d{3}$/;

/** Rows of cells that are not missing, with their text. */
function presentIn({ rows }: Table, j: number, { missing = [] }: Reading): [i: number, text: string][] {
  const own = new Set(missing);
  const present: [number, string][] = [];
  rows.forEach((row, i) => {
    const text = row[j]!.trim();
    if (!own.has(text) && !isMissingWord(text)) present.push([i, text]);
  });
  return present;
}

/** The present cells of a column, and those with a decimal comma; none of them, unless most cells have one. */
export function decimalCommas(table: Table, j: number, reading: Reading) {
  if (!table.rows.some((row) => COMMA.test(row[j]!.trim()))) return { present: [], commas: [] };
  const present = presentIn(table, j, reading);
  const commas = present.filter(([, text]) => COMMA.test(text));
  return { present, commas: 2 * commas.length > present.length ? commas : [] };
}

/**
 * Refuses a column most of whose cells have a decimal comma, where decimals are read with a point: they would be text. With the option
 * `decimal` they are what the caller says.
 */
export function refuseDecimalCommas(table: Table, j: number, reading: Reading): void {
  if (reading.decimal !== undefined || reading.thousands === ",") return;
  const { present, commas } = decimalCommas(table, j, reading);
  if (commas.length === 0) return;
  const [i, text] = commas[0]!;
  const thousands = commas.every(([, one]) => COMMA_THOUSANDS.test(one)) ? ", --thousands , if it parts thousands" : "";
  const message = `${placeOf(table, i, j)}: ${quoted(text)}, like ${commas.length} of ${present.length} cells, seems to have a decimal comma; expected a decimal point: on the command line --decimal , reads it${thousands}; if it is text, --decimal . and, for a fit, --types ${shownName(table.names[j]!)}=category`;
  throw new GlmError("BAD_VALUE", message);
}

/**
 * Where decimals are written with a comma, refuses a number with a decimal point if its column has decimal commas too, or if the point
 * may part thousands: 1.250 may be 1250.
 */
export function refuseMixedMarks(table: Table, reading: Reading): void {
  if (reading.decimal !== ",") return;
  const read = cellReader(reading)!;
  table.names.forEach((_, j) => {
    const pointed = table.rows.findIndex((row) => /^[+-]?\d*\.\d*$/.test(row[j]!.trim()) && read(row[j]!) === row[j]);
    if (pointed < 0) return;
    const present = presentIn(table, j, reading);
    if (!present.every(([, text]) => toNumber(read(text)) !== undefined)) return; // text
    const text = table.rows[pointed]![j]!.trim();
    const isThousands = POINT_THOUSANDS.test(text);
    if (!isThousands && !present.some(([, one]) => one.includes(","))) return;
    const advice = isThousands ? ": on the command line --thousands . if it parts thousands" : ": correct it";
    const message = `${placeOf(table, pointed, j)}: ${quoted(text)} has a point; expected a decimal comma${advice}`;
    throw new GlmError("BAD_VALUE", message);
  });
}
