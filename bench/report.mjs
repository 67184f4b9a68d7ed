// Numbers as text.

/**
 * A table with aligned columns; the first is set left, the others right.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, k) => Math.max(...all.map((row) => (row[k] ?? "").length)));
  const lines = all.map((row) =>
    widths.map((width, k) => (k === 0 ? (row[k] ?? "").padEnd(width) : (row[k] ?? "").padStart(width))).join("  "),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  return lines.map((line) => `  ${line.trimEnd()}`).join("\n");
}

/** Three digits. @param {number} value */
export function digits(value) {
  if (!Number.isFinite(value)) return "-";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Milliseconds, with the quartiles: "12.3 (11.9-13.0)". @param {import("./measure.mjs").Spread} spread */
export function withQuartiles({ median, low, high }) {
  return `${digits(median)} (${digits(low)}-${digits(high)})`;
}

/** A relative gap. @param {number} gap */
export function gapText(gap) {
  if (!Number.isFinite(gap)) return "not finite";
  return gap < 1e-15 ? "0" : gap.toExponential(0);
}
