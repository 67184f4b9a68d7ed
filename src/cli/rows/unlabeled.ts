import { type FitOptions, GlmError } from "../../index.js";
import { openTable } from "../../table/open.js";
import { readBytes } from "../../table/source.js";
import { requireColumns } from "../../table/table.js";
import { type DataFlags, type ReadingFlags, readingOf } from "../flags/data.js";
import { withoutNoise } from "../flags/noise.js";
import type { UnlabeledFlags } from "../flags/unlabeled.js";
import { type Data, readMatrix, type UnlabeledRows } from "./data.js";
import { isSvmlight, readSvmlightUnlabeled } from "./svmlight.js";

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

/** The rows of --unlabeled, once the data are known. */
export async function readUnlabeled(
  data: Data,
  flags: UnlabeledFlags & ReadingFlags & Pick<DataFlags, "transform">,
): Promise<UnlabeledRows | undefined> {
  const { unlabeled, transform } = flags;
  if (unlabeled === undefined) return undefined;
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
  rows: UnlabeledRows | undefined,
  { unlabeledWeight }: UnlabeledFlags,
): Pick<FitOptions, "unlabeled"> {
  if (rows === undefined) return {};
  return { unlabeled: { x: rows.x, ...(unlabeledWeight === undefined ? {} : { weight: unlabeledWeight }) } };
}
