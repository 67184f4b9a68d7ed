import { sentence } from "../base/show.js";
import { align } from "./format.js";
import { captionLines, type PrintedTable, shownCells } from "./table.js";

/** The table for a console: caption, aligned columns, notes. */
export function textOf(table: PrintedTable): string {
  const { columns, notes } = table;
  const lines = columns.length === 0 ? [] : align([columns.map(({ label }) => label), ...shownCells(table)]);
  const parts = [captionLines(table).map(sentence), lines, notes.map(sentence)].filter((part) => part.length > 0);
  return parts.map((part) => part.join("\n")).join("\n\n");
}
