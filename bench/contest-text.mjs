// The outcome of contest.mjs as text.
import { digits, gapText, table, withQuartiles } from "./report.mjs";

/** @typedef {Awaited<ReturnType<typeof import("./contest.mjs").contest>>} Outcome */

/** @param {Outcome} outcome */
export function contestText({ id, title, rows, columns, bytesOfX, entries }) {
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
  return [`${id}: ${title}, ${rows} x ${columns}`, "", table(head, lines), "", ...notes, ""].join("\n");
}
