// The outcome of contest.mjs as text.
import { tally, verdictOf } from "./bars.mjs";
import { DEFAULTS_HEAD, defaultRows } from "./defaults.mjs";
import { digits, gapText, table, withQuartiles } from "./report.mjs";

/** @typedef {Awaited<ReturnType<typeof import("./contest.mjs").contest>>} Outcome */

/** @param {ReturnType<typeof import("./growth.mjs").exponents>} lines */
export function growthText(lines) {
  const rows = lines.map(({ axis, name, ms, exponent }) => [axis, name, ms.map(digits).join(" "), digits(exponent)]);
  return rows.length === 0 ? "" : `${table(["doubled", "program", "ms", "exponent"], rows)}\n`;
}

/** Default against default. @param {Record<string, any>} outcomes */
export function defaultsText(outcomes) {
  const rows = defaultRows(outcomes);
  if (rows.length === 0) return "";
  const about = "default against default: dropglm as it comes, without standard errors, over the program as it comes";
  return `${about}\n\n${table(DEFAULTS_HEAD, rows)}\n`;
}

/** The time of an entry of a table. @param {{ ms?: import("./measure.mjs").Spread, reached: boolean }} entry */
export function timeText({ ms, reached }) {
  if (ms === undefined) return "not reached";
  return `${withQuartiles(ms)}${reached ? "" : ", not reached"}`;
}

/** A line's number, as in a table. @param {import("./bars.mjs").BarLine} line */
export function measuredText({ ratio, isBound }) {
  return `${isBound ? "< " : ""}${digits(ratio ?? Number.NaN)}`;
}

/** @param {readonly import("./bars.mjs").BarLine[]} lines */
export function barText(lines) {
  const rows = lines.map((line) => [
    line.what,
    line.id,
    line.peer,
    line.ours ?? "",
    measuredText(line),
    digits(line.byDefault ?? Number.NaN),
    `<= ${line.atMost}`,
    verdictOf(line).replace("missed", "MISSED"),
  ]);
  const head = ["aim", "case", "beside", "ours", "ours / it", "default / it", "aim", ""];
  return `${table(head, rows)}\n\n${tally(lines)}`;
}

/** @param {Outcome} outcome */
export function contestText({ id, title, rows, columns, bytesOfX, best, entries, against }) {
  const head = ["program", "tolerance", "gap", "ms", "default / it", "best / it", "memory / X"];
  const lines = entries
    .filter(({ gap }) => gap !== undefined)
    .map((entry) => [
      entry.name,
      entry.tolerance ? entry.tolerance.toExponential(0) : "",
      gapText(entry.gap),
      timeText(entry),
      entry.ratio === undefined ? "" : withQuartiles(entry.ratio),
      entry.bestRatio === undefined ? "" : digits(entry.bestRatio.median),
      digits((entry.wasmMemory ?? entry.peakMemory ?? Number.NaN) / bytesOfX),
    ]);
  const versions = [...new Set(entries.map((entry) => entry.versions))].filter((text) => text !== "");
  const notes = entries.flatMap(({ name, note, curveGap }) => [
    ...(note === undefined ? [] : [`  ${name}: ${note}`]),
    ...(curveGap ? [`  ${name}: curve within ${gapText(curveGap)}`] : []),
  ]);
  if (against !== undefined) notes.push(`  default / default on ${against.id}: ${withQuartiles(against.ratio)}`);
  const about = `X has ${digits(bytesOfX / 1e6)} MB; best: ${best ?? "none"}; ${versions.join("; ")}`;
  return [`${id}: ${title}, ${rows} x ${columns}`, "", table(head, lines), "", `  ${about}`, ...notes, ""].join("\n");
}
