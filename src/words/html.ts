import { printable, shownName } from "../base/show.js";
import { captionLines, type PrintedTable, shownCells } from "./table.js";

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (found) => ENTITIES.get(found)!);
}

/** A table element; notes are its foot. */
export function htmlOf(table: PrintedTable): string {
  const { columns, notes } = table;
  const place = (k: number): string => (columns[k]!.kind === "text" ? "left" : "right");
  const tagged = (tag: string, attributes: string) => (cell: string, k: number) =>
    `<${tag}${attributes} style="text-align:${place(k)}">${escaped(shownName(cell))}</${tag}>`;
  const [head, first, other] = [tagged("th", ' scope="col"'), tagged("th", ' scope="row"'), tagged("td", "")];
  const row = (cells: readonly string[]): string =>
    `<tr>${cells.map((cell, k) => (k === 0 ? first : other)(cell, k)).join("")}</tr>`;
  const lines = (texts: readonly string[]): string => texts.map((text) => escaped(printable(text))).join("<br>");
  const caption = captionLines(table);
  const foot = `<tfoot><tr><td colspan="${columns.length}" style="text-align:left">${lines(notes)}</td></tr></tfoot>`;
  return [
    "<table>",
    ...(caption.length === 0 ? [] : [`<caption>${lines(caption)}</caption>`]),
    `<thead><tr>${columns.map(({ label }, k) => head(label, k)).join("")}</tr></thead>`,
    "<tbody>",
    ...shownCells(table).map(row),
    "</tbody>",
    ...(notes.length === 0 ? [] : [foot]),
    "</table>\n",
  ].join("\n");
}
