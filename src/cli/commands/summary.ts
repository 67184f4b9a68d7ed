import type { Command } from "commander";
import { readSource } from "../../table/source.js";
import { EXIT } from "../output/exit.js";
import { toJSON, write } from "../output/output.js";
import { openOutputs } from "../output/output-file.js";
import { readSaved } from "../rows/saved.js";
import { fitText } from "./fit.js";

export function addSummary(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("summary")
    .description("print a saved model")
    .argument("<model>", "what dropglm fit --save wrote; - for standard input")
    .option("--json", "print the table of coefficients as JSON, with 95 % intervals")
    .action(async (file: string, flags: { readonly json?: true }) => finish(await summaryCommand(file, flags)));
}

async function summaryCommand(file: string, { json }: { readonly json?: true }): Promise<number> {
  openOutputs({}, [file]);
  const { model } = readSaved(await readSource(file));
  write(json ? toJSON(model.summary().rows) : fitText(model));
  return model.status.code === "converged" ? EXIT.done : EXIT.notConverged;
}
