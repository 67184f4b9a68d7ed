import { existsSync } from "node:fs";
import { quoted } from "../../base/show.js";
import { GlmError } from "../../index.js";
import { openTable } from "../../table/open.js";
import { readBytes } from "../../table/source.js";
import { type DataFlags, readingOf } from "../flags/data.js";
import { checkRoles, type Data, readData, responseOf } from "./data.js";
import { formulaRefused, isSvmlight, readSvmlightData } from "./svmlight.js";
import { readTableData } from "./table-data.js";
import type { Rows } from "./verbs.js";

/** Reads the input of `fit`, `path` and `cv`: as a formula reads it, or as numbers. */
export async function loadRows(file: string | undefined, flags: DataFlags): Promise<Rows> {
  const { formula } = flags;
  refuseFormulaAsFile(file, 'expected the data before it, as data.csv "y ~ a + b", or - for standard input');
  if (formula === undefined) return loadData(file, flags, true);
  if (isSvmlight(file)) throw formulaRefused(file);
  checkRoles(flags);
  refuseZeroBased(flags);
  return readTableData(file, formula, flags);
}

/** Reads the input of `try`, and of the others without a formula: a file of SVMlight, recognized by its name, or a table. */
export async function loadData(file: string | undefined, flags: DataFlags, takesFormula = false): Promise<Data> {
  if (isSvmlight(file)) return readSvmlightData(file, flags);
  responseOf(flags, takesFormula); // before anything is read, perhaps from a keyboard
  checkRoles(flags);
  refuseZeroBased(flags);
  return readData(await openTable(await readBytes(file), readingOf(flags)), flags, takesFormula);
}

function refuseZeroBased({ zeroBased }: DataFlags): void {
  if (!zeroBased) return;
  throw new GlmError(
    "BAD_OPTION",
    "--zero-based works only with files of SVMlight (.svm, .libsvm, .svmlight): leave it out",
  );
}

/** Refuses a formula beside a model, which has its own, if it has one. */
export function refuseFormulaAsData(file: string | undefined, model: string): void {
  refuseFormulaAsFile(file, `${model} has the formula, if there is one: expected a file of data`);
}

/** Refuses a formula where the name of a file is expected. */
function refuseFormulaAsFile(file: string | undefined, advice: string): void {
  if (file === undefined || !file.includes("~") || existsSync(file)) return;
  throw new GlmError("BAD_OPTION", `${quoted(file)} is a formula where a file goes; ${advice}`);
}
