import type { Command } from "commander";
import { readSource } from "../../table/source.js";
import { addFittedOptions, nameList, number } from "../flags/declare.js";
import { addFormatOption, checkShown, type FormatFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkFitted, type FittedFlags, ofModel, readFitted } from "../rows/fitted.js";
import { fittedOf, headingData, headingOf } from "../rows/heading.js";
import { located } from "../rows/place.js";
import { readSaved } from "../rows/saved.js";
import { profileRows } from "../rows/verbs.js";

/** `columns` are the estimates. */
interface ProfileFlags extends FittedFlags, FormatFlags {
  readonly level?: number;
}

/** The library's default, for the head of the table. */
const LEVEL = 0.95;

export function addProfile(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("profile")
    .description("profile-likelihood intervals of the estimates of a fit, as R's confint")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .argument("[data]", "the data of that fit: a table, - or nothing for standard input; or a file of SVMlight")
    .option("--columns <names>", 'columns of the model, or "(intercept)", as a,b (default: all)', nameList)
    .option("--level <level>", "level of the intervals (default: 0.95)", number);
  addFormatOption(addFittedOptions(command))
    .option("--json", "print JSON")
    .action(async (model: string, data: string | undefined, flags: ProfileFlags) =>
      finish(await profileCommand(model, data, flags)),
    );
}

async function profileCommand(modelFile: string, file: string | undefined, given: ProfileFlags): Promise<number> {
  const { columns: names, level = LEVEL, json, ...flags } = given;
  checkFitted(modelFile, file);
  checkShown(given);
  openOutputs({}, [modelFile, file]);
  const saved = readSaved(await readSource(modelFile));
  const { model } = saved;
  const rows = await readFitted(file, modelFile, saved, flags);
  const intervals = await located(rows, () => profileRows(model, rows, { level, names }));
  const [asked, about] = [ofModel(saved, flags), fittedOf(model)];
  if (json) write(toJSON({ ...headingData(rows, asked, about), level, intervals }));
  else write(inForm(intervals, flags.format, () => `${title(headingOf(rows, asked, about))}\n\n${String(intervals)}`));
  return EXIT.done;
}
