import { type Command, Option } from "commander";
import { diagnose, GlmError } from "../../index.js";
import { openTable } from "../../table/open.js";
import { readBytes, readSource } from "../../table/source.js";
import { requireColumns } from "../../table/table.js";
import type { TransformName } from "../../table/transform.js";
import { type DataFlags, readingOf } from "../flags/data.js";
import {
  addReadingOptions,
  exposureOption,
  number,
  offsetOption,
  transformOption,
  trialsOption,
  weightsOption,
  whole,
} from "../flags/declare.js";
import type { UnlabeledFlags } from "../flags/unlabeled.js";
import { EXIT } from "../output/exit.js";
import { title, toJSON, write, writeWarning } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { checkPlot, writePlot } from "../output/plot.js";
import { type Data, readData, responseOf } from "../rows/data.js";
import { headingData, headingOf } from "../rows/heading.js";
import { located } from "../rows/place.js";
import { readSaved, type Saved } from "../rows/saved.js";
import { isSvmlight, readSvmlightRows } from "../rows/svmlight.js";
import { checkUnlabeled, readUnlabeled, unlabeledFiles, unlabeledOptions } from "../rows/unlabeled.js";
import { diagnosisData, diagnosisText, rowsCsv } from "./diagnosis.js";
import { type Diagnosis, KINDS, type Kind, plotOf, RESIDUALS, type Residual } from "./row-plots.js";

export interface DiagnoseFlags extends Partial<DataFlags>, UnlabeledFlags {
  readonly most: number;
  readonly seed?: number;
  readonly csv?: string;
  readonly plot?: string;
  readonly kind?: Kind;
  readonly residual?: Residual;
  readonly transform?: TransformName;
  readonly json?: true;
}

export function addDiagnose(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("diagnose")
    .description("residuals, leverage and influence of the rows of a fit; collinearity and separation of its data")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .argument("[data]", "the data of that fit: a table, - or nothing for standard input; or a file of SVMlight")
    .option("--response <column>", "the column that was predicted; needed for tables")
    .addOption(transformOption())
    .addOption(weightsOption())
    .addOption(trialsOption())
    .addOption(offsetOption())
    .addOption(exposureOption());
  addReadingOptions(command)
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
  const options = { ...data.vectors, ...unlabeledOptions(unlabeled, flags), ...seed };
  const found = await located(data, () => diagnose(model, data.x, data.y, options), unlabeled);
  const all: Diagnosis = { model, data, found };
  const plot = flags.plot === undefined ? undefined : plotOf(all, flags);
  const csv = flags.csv === undefined ? undefined : rowsCsv(all);
  if (flags.json) write(toJSON({ ...headingData(data, asked), ...diagnosisData(all, flags.most) }));
  else write([title(headingOf(data, asked, { theta: model.theta })), diagnosisText(all, flags.most)].join("\n\n"));
  if (csv !== undefined) outputs.write("--csv", csv);
  if (plot !== undefined) await writePlot(outputs, () => plot);
  return EXIT.done;
}

function checkFlags(modelFile: string, file: string | undefined, flags: DiagnoseFlags): void {
  if (modelFile === "-" && (file ?? "-") === "-") {
    throw new GlmError("BAD_OPTION", "model and data both from standard input; expected a file for one of them");
  }
  checkUnlabeled(file, flags, []); // the model says whether there was a noise
  for (const name of ["kind", "residual"] as const) {
    if (flags[name] === undefined || flags.plot !== undefined) continue;
    throw new GlmError("BAD_OPTION", `--${name} without --plot <file>; expected both, or neither`);
  }
  if (flags.residual !== undefined && (flags.kind ?? "residuals") !== "residuals") {
    throw new GlmError("BAD_OPTION", `--residual with --kind ${flags.kind}; expected --kind residuals`);
  }
}

/** The flags of the fit that the model contains. */
function ofModel({ model, transform }: Saved, flags: DiagnoseFlags): DataFlags & DiagnoseFlags {
  const known = transform === undefined ? {} : { transform };
  return { ...flags, family: model.family, link: model.link, ...known };
}

/** The rows of the fit, with the columns of the model; the table may have other columns. */
async function readFitted(
  file: string | undefined,
  modelFile: string,
  saved: Saved,
  flags: DiagnoseFlags,
): Promise<Data> {
  if (isSvmlight(file))
    return { ...(await readSvmlightRows(file, modelFile, saved, flags)), response: "label", parts: {} };
  const asked = ofModel(saved, flags);
  const columns = saved.model.names;
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
