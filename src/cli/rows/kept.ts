import { quoted } from "../../base/show.js";
import { GlmError } from "../../index.js";
import type { Reading } from "../../table/cell-notation.js";
import { openCells } from "../../table/open.js";
import type { FileBytes } from "../../table/source.js";
import { indexOf } from "../../table/table.js";
import { textAt } from "../../table/typed.js";

/** The command line about columns of the input that are written before the predictions. */
export interface KeepFlags {
  readonly keep?: readonly string[];
  /** All of them. */
  readonly append?: true;
}

/** Columns of the input, as text: the cells of a text file as they are written there. */
export interface Kept {
  readonly names: readonly string[];
  /** One row of cells per row of the table. */
  readonly rows: readonly (readonly string[])[];
}

/** Refuses, before anything is read, to keep some columns and all of them. */
export function checkKeep({ keep, append }: KeepFlags): void {
  if (keep === undefined || !append) return;
  throw new GlmError("BAD_OPTION", "--keep with --append; expected one of them: --append keeps all columns");
}

/** The columns to keep; undefined if none are wanted. `added`: the names of the columns that come behind them. */
export async function readKept(
  bytes: FileBytes,
  reading: Reading,
  { keep, append }: KeepFlags,
  added: readonly string[],
): Promise<Kept | undefined> {
  if (keep === undefined && !append) return undefined;
  const table = await openCells(bytes, reading);
  const names = keep ?? table.names;
  const places = names.map((name) => indexOf(table, name, "--keep"));
  const twice = names.find((name, k) => added.includes(name) || names.indexOf(name) < k);
  if (twice !== undefined) {
    const what = added.includes(twice) ? `is a name of a prediction, too` : "is named twice";
    throw new GlmError(
      "BAD_OPTION",
      `${append ? "--append" : "--keep"}: the column ${quoted(twice)} of ${table.source} ${what}; expected different names: name the others with --keep`,
    );
  }
  const rowNames = append ? table.rowNames : undefined;
  const rows = Array.from(table.lines, (_, i) => {
    const cells = places.map((j) => textAt(table, i, j));
    return rowNames === undefined ? cells : [rowNames[i]!, ...cells];
  });
  return { names: rowNames === undefined ? names : ["", ...names], rows };
}
