import { shownName } from "../base/show.js";

/** Significant digits of estimates and deviances, as in R by default. */
const DIGITS = 5;

export function significant(value: number, digits = DIGITS): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(digits - 1);
  return String(Number(value.toPrecision(digits)));
}

/** A p-value as R prints it: values below the rounding of 1 are not distinguished. */
export function pValue(p: number): string {
  return p < 2 ** -52 ? "<2e-16" : significant(p, 3);
}

/** First column left, the others right. Cells may be names from the caller. */
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
