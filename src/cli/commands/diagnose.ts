import { type Command, Option } from "commander";
import { GlmError } from "../../index.js";
import { readSource } from "../../table/source.js";
import { addFittedOptions, number, whole } from "../flags/declare.js";
import { EXIT } from "../output/exit.js";
import { title, toJSON, write, writeWarning } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkPlot, writePlot } from "../output/plot.js";
import { checkFitted, type FittedFlags, ofModel, readFitted } from "../rows/fitted.js";
import { fittedOf, headingData, headingOf } from "../rows/heading.js";
import { located } from "../rows/place.js";
import { readSaved } from "../rows/saved.js";
import { checkUnlabeled, readUnlabeled, unlabeledFiles, unlabeledOptions } from "../rows/unlabeled.js";
import { diagnoseRows } from "../rows/verbs.js";
import { diagnosisData, diagnosisText, rowsCsv } from "./diagnosis.js";
import { type Diagnosis, KINDS, type Kind, plotOf, RESIDUALS, type Residual } from "./row-plots.js";

export interface DiagnoseFlags extends FittedFlags {
  readonly most: number;
  readonly seed?: number;
  readonly csv?: string;
  readonly plot?: string;
  readonly kind?: Kind;
  readonly residual?: Residual;
  readonly json?: true;
}

export function addDiagnose(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("diagnose")
    .description("residuals, leverage and influence of the rows of a fit; collinearity and separation of its data")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .argument("[data]", "the data of that fit: a table, - or nothing for standard input; or a file of SVMlight");
  addFittedOptions(command)
    .option("--unlabeled <file>", "the rows without labels of that fit")
    .option("--unlabeled-weight <w>", "weight of such a row, relative to a labelled row", number)
    .option(
      "--most <k>",
      "rows that are printed: those that move the estimates most, or are fitted worst",
      whole(1),
      10,
    )
    .option("--seed <number>", "seed of quantile residuals (default: 1)", whole(0))
    .option("--csv <file>", "write residuals, leverage and influence of every row")
    .option("--plot <file>", "draw the rows: an SVG file; needs @observablehq/plot and linkedom")
    .addOption(new Option("--kind <name>", "what to draw (default: residuals)").choices(KINDS))
    .addOption(new Option("--residual <name>", "which residuals to draw (default: deviance)").choices(RESIDUALS))
    .option("--json", "print JSON")
    .action(async (model: string, data: string | undefined, flags: DiagnoseFlags) =>
      finish(await diagnoseCommand(model, data, flags)),
    );
}

async function diagnoseCommand(modelFile: string, file: string | undefined, flags: DiagnoseFlags): Promise<number> {
  checkFlags(modelFile, file, flags);
  const outputs = openOutputs({ "--csv": flags.csv, "--plot": flags.plot }, [
    modelFile,
    file,
    ...unlabeledFiles(flags),
  ]);
  await checkPlot(flags.plot);
  const saved = readSaved(await readSource(modelFile));
  const { model } = saved;
  const { code } = model.status;
  if (code !== "converged")
    writeWarning(`the fit of ${modelFile} ended ${code}; this is about the best point it reached`);
  const data = await readFitted(file, modelFile, saved, flags);
  const asked = ofModel(saved, flags);
  const unlabeled = await readUnlabeled(data, asked);
  const seed = flags.seed === undefined ? {} : { seed: flags.seed };
  const options = { ...unlabeledOptions(unlabeled, flags), ...seed };
  const found = await located(data, () => diagnoseRows(model, data, options), unlabeled);
  const all: Diagnosis = { model, data, found };
  const plot = flags.plot === undefined ? undefined : plotOf(all, flags);
  const csv = flags.csv === undefined ? undefined : rowsCsv(all);
  if (flags.json) write(toJSON({ ...headingData(data, asked, fittedOf(model)), ...diagnosisData(all, flags.most) }));
  else write([title(headingOf(data, asked, fittedOf(model))), diagnosisText(all, flags.most)].join("\n\n"));
  if (csv !== undefined) outputs.write("--csv", csv);
  if (plot !== undefined) await writePlot(outputs, () => plot);
  return EXIT.done;
}

function checkFlags(modelFile: string, file: string | undefined, flags: DiagnoseFlags): void {
  checkFitted(modelFile, file);
  checkUnlabeled(file, flags, []); // the model says whether there was a noise
  for (const name of ["kind", "residual"] as const) {
    if (flags[name] === undefined || flags.plot !== undefined) continue;
    throw new GlmError("BAD_OPTION", `--${name} without --plot <file>; expected both, or neither`);
  }
  if (flags.residual !== undefined && (flags.kind ?? "residuals") !== "residuals") {
    throw new GlmError("BAD_OPTION", `--residual with --kind ${flags.kind}; expected --kind residuals`);
  }
}
