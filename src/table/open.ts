import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";
import { readArrow } from "./arrow.js";
import { checkReading, type Reading } from "./cell-notation.js";
import { kindOf } from "./kind.js";
import { notated } from "./notation.js";
import { readParquet } from "./parquet.js";
import { readPieces } from "./read-table.js";
import { textOf } from "./signature.js";
import type { FileBytes, Source } from "./source.js";
import type { AnyTable } from "./typed.js";
import { readWorkbook } from "./workbook.js";

/** A file of any kind as a table: of text, if it is a text, otherwise of cells with types. What it is, its first bytes say. */
export async function openTable(source: Source | FileBytes, reading: Reading = {}): Promise<AnyTable> {
  return notated(await openCells(source, reading), reading);
}

/** Waits between two pieces of work, so that others are heard. `part` of the work is done; if it rejects, the work ends. */
export type Pause = (part: number) => Promise<void>;

async function inPieces(source: Source, reading: Reading, pause: Pause | undefined): Promise<AnyTable> {
  const pieces = readPieces(source, reading);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
    await pause?.(value);
  }
}

/** The same, with the cells of a text as they are written in the file. */
export async function openCells(source: Source | FileBytes, reading: Reading, pause?: Pause): Promise<AnyTable> {
  checkReading(reading);
  const { name } = source;
  const kind = "text" in source ? "text" : kindOf(source);
  if (reading.sheet !== undefined && kind !== "workbook") {
    const message = `--sheet ${quoted(reading.sheet)}: ${name} is no workbook of Excel (.xlsx); leave it out`;
    throw new GlmError("BAD_OPTION", message);
  }
  if ("text" in source) return inPieces(source, reading, pause);
  if (kind === "text") return inPieces({ name, text: textOf(name, source.bytes, reading.encoding) }, reading, pause);
  if (kind === "parquet") return readParquet(source);
  if (kind === "arrow") return readArrow(source);
  return readWorkbook(source, reading);
}
