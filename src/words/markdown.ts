import { printable, shownName } from "../base/show.js";
import { captionLines, type PrintedTable, shownCells } from "./table.js";

/** Characters that Markdown, its tables or the HTML within it would read as marks. */
const MARKS = /[\\`*_[\]<>|&~$]/g;

function escaped(text: string): string {
  return text.replace(MARKS, "\\$&");
}

/** A line that begins with a mark of a list, a heading or a rule is text. */
function line(text: string): string {
  return escaped(printable(text)).replace(/^(\s*)([#+\-=]|\d+(?=[.)]))/, (_, blank: string, mark: string) =>
    /\d/.test(mark) ? `${blank}${mark}\\` : `${blank}\\${mark}`,
  );
}

/** A table of GitHub's Markdown, caption and notes as paragraphs. */
export function markdownOf(table: PrintedTable): string {
  const { columns, notes } = table;
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => escaped(shownName(cell))).join(" | ")} |`;
  const rule = `| ${columns.map(({ kind }) => (kind === "text" ? ":---" : "---:")).join(" | ")} |`;
  const lines = [row(columns.map(({ label }) => label)), rule, ...shownCells(table).map(row)];
  const paragraph = (texts: readonly string[]): string => texts.map(line).join("\\\n");
  const parts = [paragraph(captionLines(table)), columns.length === 0 ? "" : lines.join("\n"), paragraph(notes)];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
