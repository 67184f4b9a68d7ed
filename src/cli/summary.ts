import type { Command } from "commander";
import { EXIT } from "./exit.js";
import { fitText } from "./fit.js";
import { toJSON, write } from "./output.js";
import { openOutputs } from "./output-file.js";
import { readSaved } from "./saved.js";
import { readSource } from "./source.js";

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
