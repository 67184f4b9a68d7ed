import { type Command, Option } from "commander";
import Papa from "papaparse";
import { GlmError, type Label } from "../index.js";
import { located, readMatrix, readVectors } from "./data.js";
import { EXIT } from "./exit.js";
import { exposureOption, offsetOption, transformOption } from "./options.js";
import { toJSON, write, writeWarning } from "./output.js";
import { readSaved, type Saved } from "./saved.js";
import { readSource } from "./source.js";
import { listed, readTable, type Table } from "./table.js";
import type { TransformName } from "./transform.js";

export interface PredictFlags {
  readonly type: "response" | "link" | "class";
  readonly offset?: string;
  readonly exposure?: string;
  readonly transform?: TransformName;
  readonly json?: true;
}

export function addPredict(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("predict")
    .description("predict new rows with a saved model")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .argument(
      "[data]",
      "table with the columns of the model, in any order, among others; - or nothing for standard input",
    )
    .addOption(
      new Option("--type <name>", "means, linear predictors, or labels")
        .choices(["response", "link", "class"])
        .default("response"),
    )
    .addOption(offsetOption())
    .addOption(exposureOption())
    .addOption(transformOption())
    .option("--json", "print JSON instead of a column")
    .action(async (model: string, data: string | undefined, flags: PredictFlags) =>
      finish(await predictCommand(model, data, flags)),
    );
}

async function predictCommand(modelFile: string, dataFile: string | undefined, flags: PredictFlags): Promise<number> {
  if (modelFile === "-" && (dataFile ?? "-") === "-") {
    throw new GlmError("BAD_OPTION", "model and data both from standard input; expected a file for one of them");
  }
  const saved = readSaved(await readSource(modelFile));
  const { code } = saved.model.status;
  if (code !== "converged")
    writeWarning(`the fit of ${modelFile} ended ${code}; its predictions are those of the best point it reached`);
  const table = readTable(await readSource(dataFile));
  const predictions = await located(table, () => predictTable(saved, table, flags));
  write(flags.json ? toJSON({ type: flags.type, predictions }) : toColumn(predictions));
  return EXIT.done;
}

/** Predictions for the rows of a table, which may hold other columns beside those of the model. */
export function predictTable({ model, transform }: Saved, table: Table, flags: PredictFlags): (number | Label)[] {
  const missing = model.names.filter((name) => !table.names.includes(name));
  if (missing.length > 0) {
    throw new GlmError(
      "BAD_SHAPE",
      `${table.source} lacks ${missing.length === 1 ? "the column" : "columns"} ${listed(missing)} of the model; its columns are ${listed(table.names)}`,
    );
  }
  if (model.toJSON().hasOffset === true && flags.offset === undefined && flags.exposure === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      "the model was fitted with an offset or exposure; expected --offset or --exposure with a column of the new rows (zeros, or ones, for a rate per unit)",
    );
  }
  const x = readMatrix(table, model.names, transform ?? flags.transform, () => "fill it in, or drop the row");
  const { offset, exposure } = readVectors(table, flags);
  const { type } = flags;
  return type === "class"
    ? model.predict(x, { type, offset, exposure })
    : [...model.predict(x, { type, offset, exposure })];
}

/** One column of CSV, numbers with all their digits. */
function toColumn(predictions: readonly (number | Label)[]): string {
  return Papa.unparse({ fields: ["prediction"], data: predictions.map((value) => [String(value)]) }, { newline: "\n" });
}
