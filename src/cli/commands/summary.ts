import type { Command } from "commander";
import { readSource } from "../../table/source.js";
import { addShownOptions, checkShown, estimateOptions, type ShownFlags } from "../flags/shown.js";
import { EXIT } from "../output/exit.js";
import { toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { readSaved } from "../rows/saved.js";
import { fitInForm } from "./fit.js";

export function addSummary(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command("summary")
    .description("print a saved model")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input");
  addShownOptions(command)
    .option("--json", "print the table of coefficients as JSON, with intervals")
    .action(async (file: string, flags: ShownFlags) => finish(await summaryCommand(file, flags)));
}

async function summaryCommand(file: string, flags: ShownFlags): Promise<number> {
  checkShown(flags);
  openOutputs({}, [file]);
  const { model } = readSaved(await readSource(file));
  write(flags.json ? toJSON(model.summary(estimateOptions(flags)).rows) : fitInForm(model, flags));
  return model.status.code === "converged" ? EXIT.done : EXIT.notConverged;
}
