// The outcome of contest.mjs as text.
import { digits, gapText, table, withQuartiles } from "./report.mjs";

/** @typedef {Awaited<ReturnType<typeof import("./contest.mjs").contest>>} Outcome */

/** @param {ReturnType<typeof import("./growth.mjs").exponents>} lines */
export function growthText(lines) {
  const rows = lines.map(({ axis, name, ms, exponent }) => [axis, name, ms.map(digits).join(" "), digits(exponent)]);
  return rows.length === 0 ? "" : `${table(["doubled", "program", "ms", "exponent"], rows)}\n`;
}

/** @param {ReturnType<typeof import("./bars.mjs").barLines>} lines */
export function barText(lines) {
  const rows = lines.map(({ what, id, peer, ratio, loose, atMost }) => [
    what,
    id,
    peer,
    digits(ratio ?? Number.NaN),
    digits(loose ?? Number.NaN),
    `<= ${atMost}`,
    ratio !== undefined && ratio <= atMost ? "" : "MISSED",
  ]);
  return table(["aim", "case", "beside", "default", "loose", "aim", ""], rows);
}

/** @param {Outcome} outcome */
export function contestText({ id, title, rows, columns, bytesOfX, entries, against }) {
  const head = ["program", "tolerance", "gap", "ms", "default / it", "loose / it", "memory / X"];
  const lines = entries
    .filter(({ gap }) => gap !== undefined)
    .map((entry) => [
      entry.name,
      entry.tolerance ? entry.tolerance.toExponential(0) : "",
      gapText(entry.gap),
      entry.ms === undefined ? "not reached" : withQuartiles(entry.ms),
      entry.ratio === undefined ? "" : withQuartiles(entry.ratio),
      entry.looseRatio === undefined ? "" : digits(entry.looseRatio.median),
      digits((entry.wasmMemory ?? entry.peakMemory ?? Number.NaN) / bytesOfX),
    ]);
  const notes = entries.flatMap(({ name, note, curveGap }) => [
    ...(note === undefined ? [] : [`  ${name}: ${note}`]),
    ...(curveGap ? [`  ${name}: curve within ${gapText(curveGap)}`] : []),
  ]);
  if (against !== undefined) notes.push(`  default / default on ${against.id}: ${withQuartiles(against.ratio)}`);
  return [`${id}: ${title}, ${rows} x ${columns}`, "", table(head, lines), "", ...notes, ""].join("\n");
}
