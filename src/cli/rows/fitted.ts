import { GlmError } from "../../index.js";
import { openTable } from "../../table/open.js";
import { readBytes } from "../../table/source.js";
import { requireColumns } from "../../table/table.js";
import { type DataFlags, readingOf } from "../flags/data.js";
import type { UnlabeledFlags } from "../flags/unlabeled.js";
import { readData, responseOf } from "./data.js";
import { refuseFormulaAsData } from "./load.js";
import type { Saved } from "./saved.js";
import { isSvmlight, readSvmlightRows } from "./svmlight.js";
import { readModelTable } from "./table-data.js";
import type { Rows } from "./verbs.js";

// The rows of a fit, for commands that look at a saved model and them again.

/** The command line about them. What the model knows is not asked again. */
export type FittedFlags = Partial<DataFlags> & UnlabeledFlags;

/** Refuses, before anything is read, files that cannot be what they should be. */
export function checkFitted(modelFile: string, file: string | undefined): void {
  if (modelFile === "-" && (file ?? "-") === "-") {
    throw new GlmError("BAD_OPTION", "model and data both from standard input; expected a file for one of them");
  }
  refuseFormulaAsData(file, modelFile);
}

/** The flags of the fit that the model contains. */
export function ofModel<F extends FittedFlags>({ model, transform }: Saved, flags: F): F & DataFlags {
  const known = transform === undefined ? {} : { transform };
  return { ...flags, family: model.family, link: model.link, ...known };
}

/** The rows of the fit, with the columns of the model; the table may have other columns. */
export async function readFitted(
  file: string | undefined,
  modelFile: string,
  saved: Saved,
  flags: FittedFlags,
): Promise<Rows> {
  const { formula, names: columns } = saved.model;
  if (formula !== undefined) {
    const given = (["response", "transform"] as const).find((name) => flags[name] !== undefined);
    if (given === undefined && !isSvmlight(file)) return readModelTable(await readBytes(file), formula, flags);
    const what = given === undefined ? `${file} is a file of SVMlight` : `--${given} ${flags[given]}`;
    const advice = given === undefined ? "expected a table" : "leave the option out";
    throw new GlmError("BAD_OPTION", `${what}: ${modelFile} has a formula, which is about a table; ${advice}`);
  }
  if (isSvmlight(file))
    return { ...(await readSvmlightRows(file, modelFile, saved, flags)), response: "label", parts: {} };
  const asked = ofModel(saved, flags);
  const response = responseOf(asked);
  if (columns.includes(response)) {
    throw new GlmError(
      "BAD_OPTION",
      `--response ${response} is a column of the model; expected the column it predicts`,
    );
  }
  const table = await openTable(await readBytes(file), readingOf(flags));
  requireColumns(table, columns, "of the model");
  return readData(table, { ...asked, columns });
}
