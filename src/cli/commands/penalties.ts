import type { Command } from "commander";
import { readSource } from "../../table/source.js";
import { addFittedOptions } from "../flags/declare.js";
import { addFormatOption, checkShown, type FormatFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { inForm } from "../output/format.js";
import { title, toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkFitted, type FittedFlags, ofModel, readFitted } from "../rows/fitted.js";
import { fittedOf, headingData, headingOf } from "../rows/heading.js";
import { located } from "../rows/place.js";
import { readSaved } from "../rows/saved.js";
import { penaltiesOfRows } from "../rows/verbs.js";

type PenaltiesFlags = FittedFlags & FormatFlags;

export function addPenalties(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("penalties")
    .description("what the noise of a fit costs, term by term")
    .argument("<model>", "what dropglm fit --save wrote, of a fit with noise; - for standard input")
    .argument("[data]", "the data of that fit: a table, - or nothing for standard input; or a file of SVMlight");
  addFormatOption(addFittedOptions(command))
    .option("--json", "print JSON")
    .action(async (model: string, data: string | undefined, flags: PenaltiesFlags) =>
      finish(await penaltiesCommand(model, data, flags)),
    );
}

async function penaltiesCommand(modelFile: string, file: string | undefined, flags: PenaltiesFlags): Promise<number> {
  checkFitted(modelFile, file);
  checkShown(flags);
  openOutputs({}, [modelFile, file]);
  const saved = readSaved(await readSource(modelFile));
  const { model } = saved;
  const rows = await readFitted(file, modelFile, saved, flags);
  const penalties = await located(rows, () => penaltiesOfRows(model, rows));
  const heading = [rows, ofModel(saved, flags), fittedOf(model)] as const;
  if (flags.json) write(toJSON({ ...headingData(...heading), terms: [...penalties] }));
  else write(inForm(penalties, flags.format, () => `${title(headingOf(...heading))}\n\n${String(penalties)}`));
  return EXIT.done;
}
