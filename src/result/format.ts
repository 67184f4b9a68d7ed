import { shownName } from "../base/show.js";

/** Significant digits of estimates and deviances, as R's default. */
const DIGITS = 5;

export function significant(value: number, digits = DIGITS): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(digits - 1);
  return String(Number(value.toPrecision(digits)));
}

/** A p-value as R prints it: nothing below the rounding of 1 is told apart. */
export function pValue(p: number): string {
  return p < 2 ** -52 ? "<2e-16" : significant(p, 3);
}

/** First column left, the others right. Cells may be names of a caller's. */
export function align(cells: readonly (readonly string[])[]): string[] {
  const lines = cells.map((line) => line.map((cell) => shownName(cell)));
  const widths = lines[0]!.map((_, k) => Math.max(...lines.map((line) => (line[k] ?? "").length)));
  return lines.map((line) =>
    line
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]! + 2)))
      .join("")
      .trimEnd(),
  );
}
