import { type FitOptions, GlmError } from "../../index.js";
import { readColumns } from "../../table/columns.js";
import { openTable } from "../../table/open.js";
import { readBytes } from "../../table/source.js";
import { requireColumns } from "../../table/table.js";
import { type DataFlags, type ReadingFlags, readingOf } from "../flags/data.js";
import { withoutNoise } from "../flags/noise.js";
import type { UnlabeledFlags } from "../flags/unlabeled.js";
import { readMatrix, type UnlabeledRows } from "./data.js";
import type { Place } from "./place.js";
import { isSvmlight, readSvmlightUnlabeled } from "./svmlight.js";
import type { TableData } from "./table-data.js";
import { isTable, type Rows } from "./verbs.js";

/** Rows without labels as a formula reads them. */
type UnlabeledTable = Place & Pick<TableData, "table">;

/** Its file, as an input. */
export function unlabeledFiles({ unlabeled }: UnlabeledFlags): string[] {
  return unlabeled === undefined ? [] : [unlabeled];
}

/** Refuses wrong options before any file is read. */
export function checkUnlabeled(
  file: string | undefined,
  { unlabeled, unlabeledWeight }: UnlabeledFlags,
  noise: FitOptions["noise"],
): void {
  if (unlabeled === undefined) {
    if (unlabeledWeight === undefined) return;
    throw new GlmError("BAD_OPTION", "--unlabeled-weight without --unlabeled; expected both, or neither");
  }
  if (noise === undefined) throw withoutNoise("--unlabeled");
  if (unlabeled === "-" && (file ?? "-") === "-") {
    throw new GlmError("BAD_OPTION", "data and --unlabeled both from standard input; expected a file for one of them");
  }
  if (isSvmlight(unlabeled) === isSvmlight(file)) return;
  const kind = (name: string | undefined): string => (isSvmlight(name) ? "a file of SVMlight" : "a table");
  throw new GlmError(
    "BAD_OPTION",
    `--unlabeled ${unlabeled} is ${kind(unlabeled)}, the data are ${kind(file)}; expected both of one kind`,
  );
}

/** The rows of --unlabeled, once the data are known: columns of cells for a formula, otherwise numbers. */
export async function readUnlabeled(
  data: Rows,
  flags: UnlabeledFlags & ReadingFlags & Pick<DataFlags, "transform">,
): Promise<UnlabeledRows | UnlabeledTable | undefined> {
  const { unlabeled, transform } = flags;
  if (unlabeled === undefined) return undefined;
  if (isTable(data)) {
    const { source, lines, unit = "line", columns } = await readColumns(await readBytes(unlabeled), readingOf(flags));
    return { source, lines, unit, table: columns };
  }
  if (isSvmlight(unlabeled)) return readSvmlightUnlabeled(unlabeled, data);
  const table = await openTable(await readBytes(unlabeled), readingOf(flags));
  const names = data.x.names!;
  requireColumns(table, names, `of ${data.source}`);
  const x = readMatrix(table, names, transform, () => "fill it in, or drop the row");
  const { source, lines, unit = "line" } = table;
  return { source, lines, unit, x };
}

/** Option `unlabeled` of the library. */
export function unlabeledOptions(
  rows: UnlabeledRows | UnlabeledTable | undefined,
  { unlabeledWeight }: UnlabeledFlags,
): Pick<FitOptions, "unlabeled"> {
  if (rows === undefined) return {};
  const x = ("table" in rows ? rows.table : rows.x) as UnlabeledRows["x"]; // a verb with a formula takes a table
  return { unlabeled: { x, ...(unlabeledWeight === undefined ? {} : { weight: unlabeledWeight }) } };
}
