import { type Command, Option } from "commander";
import { GlmError, type Model } from "../../index.js";
import { openTable } from "../../table/open.js";
import { readBytes, readSource } from "../../table/source.js";
import { requireColumns } from "../../table/table.js";
import type { TransformName } from "../../table/transform.js";
import type { AnyTable } from "../../table/typed.js";
import { type ReadingFlags, readingOf } from "../flags/data.js";
import {
  addReadingOptions,
  exposureOption,
  nameList,
  number,
  offsetOption,
  transformOption,
} from "../flags/declare.js";
import { EXIT } from "../output/exit.js";
import { write, writeWarning } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { type NewRows, readMatrix, readVectors } from "../rows/data.js";
import { checkKeep, type KeepFlags, type Kept, readKept } from "../rows/kept.js";
import { refuseFormulaAsData } from "../rows/load.js";
import { located } from "../rows/place.js";
import { readSaved, type Saved } from "../rows/saved.js";
import { isSvmlight, readSvmlightRows } from "../rows/svmlight.js";
import { readModelTable, type TableData } from "../rows/table-data.js";
import type { Asked } from "../rows/verbs.js";
import { predictSource } from "./predict-source.js";
import { predictions, predictionsCsv, predictionsJson } from "./predictions.js";

interface PredictFlags extends ReadingFlags, KeepFlags, Asked {
  readonly offset?: string;
  readonly exposure?: string;
  readonly transform?: TransformName;
  readonly json?: true;
  readonly memory?: string;
}

export function addPredict(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("predict")
    .description("predict new rows with a saved model")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .argument(
      "[data]",
      "table with the columns of the model, in any order, among others, - or nothing for standard input; or a file of SVMlight: .svm, .libsvm, .svmlight",
    )
    .addOption(
      new Option(
        "--type <name>",
        "means, linear predictors, labels, or the parts of the linear predictor by term of the formula; multinomial: one mean, or predictor, per class",
      )
        .choices(["response", "link", "class", "terms"])
        .default("response"),
    )
    .option("--interval <level>", "also standardError, lower and upper: an interval of this level, as 0.95", number)
    .option(
      "--prediction-interval <level>",
      "the same for a new observation, wider than that of its mean; family gaussian with the identity link",
      number,
    )
    .option("--keep <names>", "columns of data to write before the prediction, as id,name", nameList)
    .option("--append", "write all columns of data before the prediction")
    .addOption(
      new Option("--unseen <rule>", "formula: levels that the fit has not seen (default: error)").choices([
        "error",
        "missing",
        "reference",
      ]),
    )
    .addOption(offsetOption())
    .addOption(exposureOption())
    .addOption(transformOption());
  addReadingOptions(command)
    .option(
      "--memory <size>",
      "read the data a part at a time, with so much memory for its rows, and write predictions as they come",
    )
    .option("--json", "print JSON instead of CSV")
    .action(async (model: string, data: string | undefined, flags: PredictFlags) =>
      finish(await predictCommand(model, data, flags)),
    );
}

async function predictCommand(modelFile: string, dataFile: string | undefined, flags: PredictFlags): Promise<number> {
  if (modelFile === "-" && (dataFile ?? "-") === "-") {
    throw new GlmError("BAD_OPTION", "model and data both from standard input; expected a file for one of them");
  }
  checkKeep(flags);
  refuseFormulaAsData(dataFile, modelFile);
  openOutputs({}, [modelFile, dataFile]);
  const saved = readSaved(await readSource(modelFile));
  const { model } = saved;
  checkModel(modelFile, model, flags);
  const { code } = model.status;
  if (code !== "converged")
    writeWarning(`the fit of ${modelFile} ended ${code}; its predictions are those of the best point it reached`);
  if (flags.memory !== undefined) return predictSource(dataFile, modelFile, saved, flags);
  const { rows, keep } = await readRows(dataFile, modelFile, saved, flags);
  const { type, interval, predictionInterval, unseen } = flags;
  const asked: Asked = {
    type,
    ...(interval === undefined ? {} : { interval }),
    ...(predictionInterval === undefined ? {} : { predictionInterval }),
    ...(unseen === undefined ? {} : { unseen }),
  };
  const found = await located(rows, () => predictions(model, rows, asked));
  const kept = await keep(found.names);
  write(flags.json ? predictionsJson(found, asked, kept) : predictionsCsv(found, kept));
  const { missing } = found;
  if (missing > 0) {
    writeWarning(`${missing} of ${rows.lines.length} rows have no prediction: a predictor is missing in them`);
  }
  return EXIT.done;
}

/** Refuses options that the model has no use for. */
function checkModel(modelFile: string, { formula }: Model, { transform, unseen }: PredictFlags): void {
  const given = formula === undefined ? "unseen" : "transform";
  const value = formula === undefined ? unseen : transform;
  if (value === undefined) return;
  const why = formula === undefined ? "has no formula, and no levels" : "has a formula, which transforms columns";
  throw new GlmError("BAD_OPTION", `--${given} ${value}: ${modelFile} ${why}; leave the option out`);
}

/** The rows to predict, and how the columns are read that are written before predictions of some names. */
async function readRows(
  dataFile: string | undefined,
  modelFile: string,
  saved: Saved,
  flags: PredictFlags,
): Promise<{
  readonly rows: NewRows | TableData;
  readonly keep: (added: readonly string[]) => Promise<Kept | undefined>;
}> {
  const { model } = saved;
  if (isSvmlight(dataFile)) {
    if (flags.keep === undefined && !flags.append) return { rows: await readSvmlightRows(dataFile, modelFile, saved, flags), keep: async () => undefined }; // biome-ignore format: one line
    const option = flags.append ? "--append" : "--keep";
    throw new GlmError(
      "BAD_OPTION",
      `${option} works only with tables; ${dataFile} is a file of SVMlight: leave it out`,
    );
  }
  const bytes = await readBytes(dataFile);
  const reading = readingOf(flags);
  const rows =
    model.formula === undefined
      ? readTableRows(saved, await openTable(bytes, reading), flags)
      : await readModelTable(bytes, model.formula, flags);
  return { rows, keep: (added) => readKept(bytes, reading, flags, added) };
}

const ADVICE = "fill it in, or drop the row: the model has no formula, so its columns are numbers";

/** The rows of a table, which may have other columns. */
function readTableRows({ model, transform }: Saved, table: AnyTable, flags: PredictFlags): NewRows {
  requireColumns(table, model.names, "of the model");
  if (model.toJSON().hasOffset === true && flags.offset === undefined && flags.exposure === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      "the model was fitted with an offset or exposure; expected --offset or --exposure with a column of the new rows (zeros, or ones, for a rate per unit)",
    );
  }
  const x = readMatrix(table, model.names, transform ?? flags.transform, () => ADVICE);
  const { source, lines, unit = "line" } = table;
  return { source, lines, unit, x, vectors: readVectors(table, flags) };
}
