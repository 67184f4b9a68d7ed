import { type Command, Option } from "commander";
import Papa from "papaparse";
import { GlmError, type Label, type Model } from "../../index.js";
import { openTable } from "../../table/open.js";
import { readBytes, readSource } from "../../table/source.js";
import { requireColumns } from "../../table/table.js";
import type { TransformName } from "../../table/transform.js";
import type { AnyTable } from "../../table/typed.js";
import { type ReadingFlags, readingOf } from "../flags/data.js";
import { addReadingOptions, exposureOption, offsetOption, transformOption } from "../flags/declare.js";
import { EXIT } from "../output/exit.js";
import { toJSON, warnOfFormulas, write, writeWarning } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { type NewRows, readMatrix, readVectors } from "../rows/data.js";
import { located } from "../rows/place.js";
import { readSaved, type Saved } from "../rows/saved.js";
import { isSvmlight, readSvmlightRows } from "../rows/svmlight.js";

interface PredictFlags extends ReadingFlags {
  readonly type: "response" | "link" | "class";
  readonly offset?: string;
  readonly exposure?: string;
  readonly transform?: TransformName;
  readonly json?: true;
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
      new Option("--type <name>", "means, linear predictors, or labels; multinomial: one mean, or predictor, per class")
        .choices(["response", "link", "class"])
        .default("response"),
    )
    .addOption(offsetOption())
    .addOption(exposureOption())
    .addOption(transformOption());
  addReadingOptions(command)
    .option("--json", "print JSON instead of CSV")
    .action(async (model: string, data: string | undefined, flags: PredictFlags) =>
      finish(await predictCommand(model, data, flags)),
    );
}

async function predictCommand(modelFile: string, dataFile: string | undefined, flags: PredictFlags): Promise<number> {
  if (modelFile === "-" && (dataFile ?? "-") === "-") {
    throw new GlmError("BAD_OPTION", "model and data both from standard input; expected a file for one of them");
  }
  openOutputs({}, [modelFile, dataFile]);
  const saved = readSaved(await readSource(modelFile));
  const { code } = saved.model.status;
  if (code !== "converged")
    writeWarning(`the fit of ${modelFile} ended ${code}; its predictions are those of the best point it reached`);
  const rows = isSvmlight(dataFile)
    ? await readSvmlightRows(dataFile, modelFile, saved, flags)
    : readTableRows(saved, await openTable(await readBytes(dataFile), readingOf(flags)), flags);
  const predictions = await located(rows, () => predictRows(saved, rows, flags));
  write(flags.json ? toJSON({ type: flags.type, ...predictions }) : toTable(predictions));
  return EXIT.done;
}

/** The rows of a table, which may have other columns. */
function readTableRows({ model, transform }: Saved, table: AnyTable, flags: PredictFlags): NewRows {
  requireColumns(table, model.names, "of the model");
  if (model.toJSON().hasOffset === true && flags.offset === undefined && flags.exposure === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      "the model was fitted with an offset or exposure; expected --offset or --exposure with a column of the new rows (zeros, or ones, for a rate per unit)",
    );
  }
  const x = readMatrix(table, model.names, transform ?? flags.transform, () => "fill it in, or drop the row");
  const { source, lines, unit = "line" } = table;
  return { source, lines, unit, x, vectors: readVectors(table, flags) };
}

/** One prediction per row, or one per row and class. */
interface Predictions {
  readonly classes?: readonly Label[];
  readonly predictions: readonly (number | Label | readonly number[])[];
}

function predictRows({ model }: Saved, { x, vectors }: NewRows, { type }: PredictFlags): Predictions {
  const { offset, exposure } = vectors;
  if (type === "class") return { predictions: model.predict(x, { type, offset, exposure }) };
  if (model.family !== "multinomial") return { predictions: [...model.predict(x, { type, offset, exposure })] };
  const many = model as unknown as Model<"many">;
  const rows = many.predict(x, { type, offset, exposure });
  return { classes: many.classes, predictions: rows.map((row) => [...row]) };
}

/** CSV of one column, or of one column per class, named after it; numbers with all their digits. */
function toTable({ classes, predictions }: Predictions): string {
  const fields = classes?.map(String) ?? ["prediction"];
  const data = predictions.map((each) => (Array.isArray(each) ? each.map(String) : [String(each)]));
  warnOfFormulas([...fields, ...data.flat()]);
  return Papa.unparse({ fields, data }, { newline: "\n" });
}
