import { printable, shownName } from "../base/show.js";
import { captionLines, type PrintedTable, shownCells } from "./table.js";

/** Characters that TeX reads as commands, or sets as others. Brackets and stars would be arguments of the line end before them. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ["\\", "\\textbackslash{}"],
  ["^", "\\textasciicircum{}"],
  ["~", "\\textasciitilde{}"],
  ["<", "\\textless{}"],
  [">", "\\textgreater{}"],
  ["|", "\\textbar{}"],
  ["[", "{[}"],
  ["]", "{]}"],
  ["*", "{*}"],
  ...[..."{}$&#%_"].map((c): [string, string] => [c, `\\${c}`]),
]);

function escaped(text: string): string {
  return text.replace(/[\\^~<>|[\]*{}$&#%_]/g, (found) => SPECIAL.get(found)!);
}

const NUMBER = /^(<?)(-?)([\d.]+)(?:e([+-]?\d+))?$/;

/** A number with a true minus sign, and its power of ten set as one. */
function number(text: string): string {
  const found = NUMBER.exec(text);
  if (found === null) return escaped(text);
  const [, less, minus, digits, power] = found;
  if (less === "" && minus === "" && power === undefined) return text;
  return `$${less}${minus}${digits}${power === undefined ? "" : ` \\times 10^{${Number(power)}}`}$`;
}

/** A table that needs no package. */
export function latexOf(table: PrintedTable): string {
  const { columns, notes } = table;
  const row = (cells: readonly string[]): string => `${cells.join(" & ")} \\\\`;
  const cell = (text: string, k: number): string =>
    columns[k]!.kind === "text" ? escaped(shownName(text)) : number(text);
  const lines = (texts: readonly string[]): string => texts.map((text) => escaped(printable(text))).join(" \\\\\n");
  const caption = captionLines(table);
  return [
    "\\begin{table}[ht]",
    "\\centering",
    ...(caption.length === 0 ? [] : [`\\caption{${escaped(printable(caption.join("; ")))}}`]),
    `\\begin{tabular}{${columns.map(({ kind }) => (kind === "text" ? "l" : "r")).join("")}}`,
    "\\hline",
    row(columns.map(({ label }) => escaped(shownName(label)))),
    "\\hline",
    ...shownCells(table).map((cells) => row(cells.map(cell))),
    "\\hline",
    "\\end{tabular}",
    ...(notes.length === 0 ? [] : ["\\par\\smallskip\\footnotesize", lines(notes)]),
    "\\end{table}\n",
  ].join("\n");
}
