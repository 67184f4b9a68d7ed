import { shownName } from "../base/show.js";
import type { Warning } from "../base/status.js";
import type { Encoding } from "../frame/encoding.js";

/** Beyond this part of the rows, what was left out is a warning. */
const MANY = 0.5;

/** What the table of a fit gives reason to look at. */
export function tableWarnings(encoding: Encoding | undefined): Warning[] {
  if (encoding === undefined) return [];
  const { rows, used, omitted } = encoding;
  const out = rows - used;
  if (!(out > MANY * rows)) return [];
  const message = `${out} of ${rows} rows have a missing cell and were left out (${omittedText(encoding)}): leave a column out, or set missing: "indicator"`;
  return [{ code: "rows-omitted", message, detail: { rows, used, omitted } }];
}

/** "age missing in 10, lwt in 3" */
export function omittedText({ omitted }: Pick<Encoding, "omitted">): string {
  return omitted.map(({ column, rows }, k) => `${shownName(column)} ${k === 0 ? "missing " : ""}in ${rows}`).join(", ");
}
